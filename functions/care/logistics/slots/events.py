"""What the mall is told of slots; docs/events.md tells its contract."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from care.kernel.facts import Instant

__all__ = ["DeliverySlotChanged"]

Name = Annotated[str, Meta(min_length=1, max_length=200)]


class DeliverySlotChanged(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The member wants the order in this slot; without `day` and `part` they have given theirs back."""

    version: Literal[1]
    occurred_at: Instant
    key: Annotated[str, Meta(min_length=1, max_length=200, description="what the mall acts on once")]
    change: Annotated[int, Meta(ge=1, description="the order's changes in a row: the greatest holds")]
    order_id: Name
    member_id: Name
    day: date | None = None
    part: Literal["MORNING", "AFTERNOON"] | None = None
