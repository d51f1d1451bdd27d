"""What the mall tells of its stock."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from care.kernel.facts import Id, Instant, Label, MallEvent

__all__ = ["MOST_ORDERS", "MOST_REGIONS", "SupplyChanged"]

MOST_REGIONS = 30
_Pieces = Annotated[int, Meta(ge=0)]
MOST_ORDERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyChanged(MallEvent):
    """How it stands with a product from `occurred_at` on, stated whole: the latest statement holds."""

    occurred_at: Annotated[Instant, Meta(description="When this was stated. The latest statement wins.")]
    sku: Id
    state: Annotated[
        Literal["LOW", "DELAYED", "SHORT", "BACK"],
        Meta(description="LOW: few are left; DELAYED: it comes later; SHORT: there is not enough; BACK: as usual."),
    ]
    expected_on: Annotated[
        date | None, Meta(description="The day, in Shanghai, on which it is to come; of DELAYED and SHORT.")
    ] = None
    left: Annotated[_Pieces | None, Meta(description="Pieces that are left; of LOW.")] = None
    regions: Annotated[
        tuple[Label, ...], Meta(max_length=MOST_REGIONS, description="Whose orders it concerns; none: everybody's.")
    ] = ()
    order_ids: Annotated[
        tuple[Id, ...], Meta(max_length=MOST_ORDERS, description="Which orders it concerns; none: all of them.")
    ] = ()

    def __post_init__(self) -> None:
        if self.state == "DELAYED" and self.expected_on is None:
            raise ValueError("DELAYED needs expected_on; without a day it is SHORT")
        if self.state in ("LOW", "BACK") and self.expected_on is not None:
            raise ValueError(f"{self.state} has no expected_on")

    @property
    def happened_at(self) -> datetime:
        return self.occurred_at
