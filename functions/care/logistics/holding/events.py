"""What the mall is told of goods that are kept; docs/events.md tells its contract."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from care.kernel.facts import Instant

__all__ = ["ParcelHoldChanged"]

Name = Annotated[str, Meta(min_length=1, max_length=200)]


class ParcelHoldChanged(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The order's goods are kept at the pickup point until then; without `until` they are kept no longer."""

    version: Literal[1]
    occurred_at: Instant
    key: Annotated[str, Meta(min_length=1, max_length=200, description="what the mall acts on once")]
    change: Annotated[int, Meta(ge=1, description="the order's changes in a row: the greatest holds")]
    order_id: Name
    member_id: Name
    community: Name
    until: Instant | None = None
