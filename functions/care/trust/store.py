"""Where standings lie: with their members, `MEMBER#id / STANDING`, and for a time what was counted already."""

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Wanted
from care.dynamo.writes import Key
from care.trust.model import Counted, Standing

__all__ = ["COUNTED", "STANDINGS", "counted_at", "standing_at"]

STANDINGS = Shelf(
    shape=Standing,
    kind="standing",
    table="members",
    key=lambda standing: Key(f"MEMBER#{standing.id}", "STANDING"),
)
COUNTED = Shelf(
    shape=Counted,
    kind="counted-order",
    table="members",
    key=lambda each: _counted_key(each.member_id, each.order_id),
    expires=lambda each: each.until,
)


def _counted_key(member_id: str, order_id: str) -> Key:
    return Key(f"MEMBER#{member_id}", f"COUNTED#{order_id}")


def standing_at(member_id: str) -> Wanted:
    return STANDINGS, Key(f"MEMBER#{member_id}", "STANDING")


def counted_at(member_id: str, order_id: str) -> Wanted:
    return COUNTED, _counted_key(member_id, order_id)
