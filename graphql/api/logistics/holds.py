"""延时保管 as members, their leader and staff see it (P5)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.app import App
from api.communities import led_community
from api.context import Info
from api.enums import described
from api.permissions import LEADER_OF, OWN, STAFF, Belongs, may, seen_by, staff
from api.relay import After, Connection, First, page_of
from api.stored import Source, Stored
from api.viewer import Role
from care.logistics.holding import model

if TYPE_CHECKING:
    from api.orders import Order

__all__ = ["ColdStore", "HoldQuery", "ParcelHold"]

HoldState = described(
    model.HoldState,
    "Where the keeping of an order's goods stands.",
    name="ParcelHoldState",
    HELD="They are kept.",
    OVERDUE="Its time is over, and they still lie there.",
    COLLECTED="The member has taken them.",
    RELEASED="The place was given back, by the member or the leader, or nothing came of the order.",
)


@seen_by(OWN | LEADER_OF | STAFF)
@strawberry.type(description="That an order's goods are kept at the pickup point for its member (P5).")
class ParcelHold(Stored[model.Hold]):
    @staticmethod
    def source(app: App) -> Source[model.Hold]:
        return "holds", app.holdings.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id, community=self.model.community)

    @strawberry.field
    def state(self) -> HoldState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def until(self) -> datetime:
        """Until when they are kept."""
        return self.model.until

    @strawberry.field
    def asked_at(self) -> datetime:
        """When the member last asked for it."""
        return self.model.asked_at

    @strawberry.field
    def cold(self) -> bool:
        """Whether they have a cold place."""
        return self.model.cold

    @strawberry.field
    async def order(self, info: Info) -> Annotated["Order", strawberry.lazy("api.orders")] | None:
        """What is kept."""
        from api.orders import Order

        return await Order.load(info.context, self.model.order_id)


@seen_by(LEADER_OF | STAFF)
@strawberry.type(description="The cold places of a community's pickup point.")
class ColdStore(Stored[model.ColdStore]):
    @staticmethod
    def source(app: App) -> Source[model.ColdStore]:
        return "cold_stores", app.holdings.cold_stores

    def belongs(self) -> Belongs:
        return Belongs(community=self.model.community)

    @strawberry.field
    def places(self) -> int:
        """How many orders can be kept cold at a time: as its leader says, else as the figure says."""
        return self.model.places or 0

    @strawberry.field
    def taken(self) -> int:
        """How many are."""
        return self.model.taken


@strawberry.type
class HoldQuery:
    @strawberry.field(metadata=may(staff(Role.LEADER)))
    def held_parcels(self, info: Info, first: First = 20, after: After = None) -> Connection[ParcelHold]:
        """What lies at the calling leader's pickup point for its members, what ends first before all."""
        community, holdings = led_community(info), info.context.app.holdings
        return page_of(info, "heldParcels", community, first, after, fetch=holdings.of_community, kind=ParcelHold)

    @strawberry.field(metadata=may(staff(Role.LEADER)))
    async def cold_store(self, info: Info) -> ColdStore | None:
        """The cold places of the calling leader's pickup point."""
        return await ColdStore.load(info.context, led_community(info))
