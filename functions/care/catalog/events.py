"""The mall's event about products."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from care.kernel.facts import Id, Instant, Label, MallEvent, Text

__all__ = ["ProductChanged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChanged(MallEvent):
    """A product as it is from `occurred_at` on. It is stated whole: what is left out is not known (any more)."""

    occurred_at: Annotated[Instant, Meta(description="When the mall stated this. The latest statement wins.")]
    sku: Id
    category: Annotated[Label, Meta(description="FRESH, FROZEN, DAIRY, GRAIN_OIL, PACKAGED or NON_FOOD.")]
    name: Annotated[Text, Meta(description="The sku where absent.")] = ""
    supplier: Annotated[Label | None, Meta(description="Who delivers it; unknown where absent.")] = None
    shelf_life_days: Annotated[
        Annotated[int, Meta(ge=0, le=3650)] | None, Meta(description="Shelf life in days; unknown where absent.")
    ] = None

    @property
    def happened_at(self) -> datetime:
        return self.occurred_at
