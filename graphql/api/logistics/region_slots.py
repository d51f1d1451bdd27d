"""Where delivery slots are booked, as staff see it (P5)."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.permissions import STAFF, may, seen_by
from api.stored import Source, Stored
from care.logistics.slots import regions as model

__all__ = ["RegionSlots", "RegionSlotsQuery"]


@seen_by(STAFF)
@strawberry.type(description="Whether members book delivery slots in a region (P5).")
class RegionSlots(Stored[model.RegionSlots]):
    @staticmethod
    def source(app: App) -> Source[model.RegionSlots]:
        return "region_slots", app.slot_regions.get_many

    @strawberry.field
    def region(self) -> str:
        """Which."""
        return self.model.region

    @strawberry.field
    def open(self) -> bool:
        """As it counts now: the region's own, else as everywhere."""
        return bool(self.model.open)

    @strawberry.field
    def changed_at(self) -> datetime | None:
        """When it was last set apart, or no longer; null: never."""
        return self.model.changed_at


@strawberry.type
class RegionSlotsQuery:
    @strawberry.field(metadata=may(STAFF))
    async def region_slots(self, info: Info, region: str) -> RegionSlots | None:
        """Whether slots are booked in a region."""
        return await RegionSlots.load(info.context, region)
