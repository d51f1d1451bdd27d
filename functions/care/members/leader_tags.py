"""Which tags of their members a leader may see (T4): what helps to greet somebody, not what judges them."""

from care.kernel.settings import Settings, figure
from care.members.model import TagName

__all__ = ["seen_by_leaders"]

_SEEN = {
    tag: figure(f"members.leader_sees_{tag.lower()}", seen, 0, 1, "1: yes", "T4", f"Leaders see the tag {tag}")
    for tag, seen in {
        TagName.HIGH_VALUE: 1,
        TagName.SENSITIVE: 0,
        TagName.PRODUCT_FAN: 1,
        TagName.NEWCOMER: 1,
        TagName.KOL: 1,
    }.items()
}


def seen_by_leaders(settings: Settings) -> frozenset[TagName]:
    return frozenset(tag for tag, seen in _SEEN.items() if settings.of(seen))
