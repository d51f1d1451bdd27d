"""How goods are named to a member. Pure."""

from collections.abc import Sequence

__all__ = ["name_goods"]

_NAMED = 2
_NAME_LENGTH = 16


def name_goods(names: Sequence[str]) -> str:
    """Goods as a message names them: the first two, and that there are more: “鲜牛肉、草莓等3件商品”."""
    distinct = list(dict.fromkeys(names))
    named = "、".join(_short(name) for name in distinct[:_NAMED])
    return named if len(distinct) <= _NAMED else f"{named}等{len(distinct)}件商品"


def _short(name: str) -> str:
    return name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…"
