"""What a member reads of a remedy's parts (G10): money arrives, goods are sent, a coupon lies in the account. Pure."""

from collections.abc import Iterable

from care.accounts.model import PayoutKind

__all__ = ["coming", "done"]

_ARRIVES, _LIES_THERE, _IS_KEPT, _IS_SENT = "到账", "放进您的账户", "留好", "发出"
_WORDS = {
    PayoutKind.REFUND: ("退款", _ARRIVES),
    PayoutKind.FREIGHT: ("运费", _ARRIVES),
    PayoutKind.RETURN_FREIGHT: ("寄回的运费", _ARRIVES),
    PayoutKind.COUPON: ("优惠券", _LIES_THERE),
    PayoutKind.POINTS: ("积分", _LIES_THERE),
    PayoutKind.CARD: ("周订卡", _LIES_THERE),
    PayoutKind.REISSUE: ("补发的商品", _IS_SENT),
    PayoutKind.EXCHANGE: ("换给您的商品", _IS_SENT),
    PayoutKind.GIFT: ("礼物", _IS_SENT),
    PayoutKind.PLACE: ("活动名额", _IS_KEPT),
}
"""In the order in which they are told: what it is, and what the mall's confirmation says of it (docs/events.md)."""


def coming(kinds: Iterable[PayoutKind]) -> str:
    """What is waited for, as it goes before 后: `退款到账、优惠券放进您的账户`."""
    return "、".join(f"{what}{happens}" for what, happens in _told(kinds))


def done(kinds: Iterable[PayoutKind]) -> str:
    """What has happened: `退款已经到账，优惠券和积分已经放进您的账户`."""
    return "，".join(f"{what}已经{happens}" for what, happens in _told(kinds))


def _told(kinds: Iterable[PayoutKind]) -> list[tuple[str, str]]:
    """(what, what happens to it), each kind once; those to which the same happens together."""
    given, by_end = set(kinds), dict[str, list[str]]()
    for kind, (what, happens) in _WORDS.items():
        if kind in given:
            by_end.setdefault(happens, []).append(what)
    return [("和".join(whats), happens) for happens, whats in by_end.items()]
