"""What the mall, or its warehouse, plans to bring to a pickup point."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from care.kernel.facts import Id, Instant, Label, MallEvent

__all__ = ["MOST_GOODS", "ArrivalPlanned", "GoodsPlanned"]

MOST_GOODS = 200
_Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$(?!\n)")]
_Count = Annotated[int, Meta(ge=1, le=1_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsPlanned:
    """So much of a product."""

    sku: Id
    name: Annotated[_Name, Meta(description="As the group reads it.")]
    pieces: _Count
    members: Annotated[_Count, Meta(description="For how many members.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalPlanned(MallEvent):
    """All that is to come to a community on a day, stated whole: the latest statement holds."""

    occurred_at: Annotated[Instant, Meta(description="When this was stated. The latest statement wins.")]
    community: Label
    leader_id: Annotated[Id, Meta(description="Whose group is told.")]
    day: Annotated[date, Meta(description="The calendar day in Shanghai.")]
    goods: Annotated[
        tuple[GoodsPlanned, ...], Meta(max_length=MOST_GOODS, description="Empty: nothing comes that day after all.")
    ]

    def __post_init__(self) -> None:
        if len({each.sku for each in self.goods}) < len(self.goods):
            raise ValueError("goods must name each sku once")

    @property
    def happened_at(self) -> datetime:
        return self.occurred_at
