"""Orders and their lines, as the mall's facts add up."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Self, cast

import strawberry

from api.app import App
from api.contact_card import ContactCard, contact_card
from api.context import Context, Info
from api.enums import described
from api.logistics.slots import DeliverySlot, slot_of, slots_for
from api.logistics.types import Parcel, parcels_of
from api.permissions import LEADER_OF, MEMBER, OWN, PART, STAFF, Belongs, may, seen_by, staff
from api.policy.guarantee import Guarantee, guarantees
from api.relay import After, Connection, First, Node, check_alone, page_of
from api.scalars import Money, money
from api.stored import Source, Stored
from api.viewer import Role
from care.dynamo.storage import Place
from care.orders import model, standing
from care.orders.standing import standing_of
from care.outreach.model import survey_id
from care.tickets.segments import segment_of

if TYPE_CHECKING:
    from api.logistics.holds import ParcelHold
    from api.members import Member
    from api.outreach.types import Survey
    from api.tickets.types import Ticket

__all__ = ["Order", "OrderLine", "OrdersQuery", "Shipment", "orders_of_member"]


OrderStanding = described(
    standing.OrderStanding,
    "The furthest that an order has come.",
    name="OrderStanding",
    PLACED="It was placed.",
    ON_ITS_WAY="Something of it has left the warehouse.",
    ARRIVED="It lies at the pickup point.",
    SIGNED="All of it that is not cancelled was signed for.",
    CANCELLED="All of it was cancelled.",
)


def _belongs(order: model.Order) -> Belongs:
    return Belongs(member_id=order.member_id, community=order.community, region=order.region)


@seen_by(PART)
@strawberry.type(description="The newest that is known of a shipment.")
class Shipment:
    shipment_id: str = strawberry.field(description="The mall's id of it.")
    status: str = strawberry.field(description="In the mall's own words.")
    place: str | None = strawberry.field(description="Where it was last seen.")
    moved_at: datetime = strawberry.field(description="When it last moved.")


@seen_by(OWN | LEADER_OF | STAFF)
@strawberry.type(description="A line of an order: what aftercare is asked for.")
class OrderLine(Node):
    whole: strawberry.Private[model.Order]
    model: strawberry.Private[model.Line]

    def raw_id(self) -> str:
        return f"{self.whole.id}/{self.model.id}"

    def belongs(self) -> Belongs:
        return _belongs(self.whole)

    @classmethod
    async def load(cls, context: Context, raw: str) -> Self | None:
        order_id, _, line_id = raw.rpartition("/")
        order = await Order.load(context, order_id)
        line = order.model.line(line_id) if order else None
        return cls(whole=order.model, model=line) if order and line else None

    @strawberry.field
    def line_id(self) -> str:
        """Its id inside the order (not a global id)."""
        return self.model.id

    @strawberry.field
    def sku(self) -> str:
        """The product's stock-keeping unit."""
        return self.model.sku

    @strawberry.field
    def name(self) -> str:
        """What was bought."""
        return self.model.name

    @strawberry.field
    def category(self) -> str:
        """The mall's category; one that is not known falls under the default policy."""
        return self.model.category

    @strawberry.field
    def quantity(self) -> int:
        """How many."""
        return self.model.quantity

    @strawberry.field
    def unit_price(self) -> Money:
        """The price of one, before discounts."""
        return money(self.model.unit_price_fen)

    @strawberry.field
    def paid(self) -> Money:
        """What was paid for the line, after discounts."""
        return money(self.model.paid_fen)

    @strawberry.field
    def signed_at(self) -> datetime | None:
        """When it was first signed for."""
        return self.model.signed_at

    @strawberry.field
    def delivered_at(self) -> datetime | None:
        """When it lay at the pickup point."""
        return self.model.delivered_at

    @strawberry.field
    def picked_up_at(self) -> datetime | None:
        """When the member took it, by their own signing or an automatic one."""
        return self.model.picked_up_at

    @strawberry.field
    def cancelled(self) -> bool:
        """Whether it was cancelled: then the mall gives its money back itself."""
        return self.model.cancelled

    @strawberry.field(metadata=may(STAFF))
    def batch(self) -> str | None:
        """The batch that it is from; for staff."""
        return self.model.batch

    @strawberry.field(metadata=may(STAFF))
    def supplier(self) -> str | None:
        """Who delivered it; for staff."""
        return self.model.supplier

    @strawberry.field
    async def guarantee(self, info: Info) -> list[Guarantee]:
        """What holds for it, in plain words: one for each class of reasons. Counts as a node of a page."""
        context, line = info.context, self.model
        context.take(1)
        product = await context.loaders.load("products", context.app.catalog.get_many, line.sku)
        member = await context.loaders.load("members", context.app.members.get_many, self.whole.member_id)
        case = {
            "sku": line.sku,
            "category": line.category,
            "supplier": line.supplier or (product.supplier if product else None),
            "channel": self.whole.channel,
            "segment": segment_of(member, context.app.clock.now()),
            "paid_fen": line.paid_fen,
        }
        return guarantees(info, case)

    @strawberry.field
    def order(self) -> "Order":
        """The order that it is part of."""
        return Order(model=self.whole)

    @strawberry.field
    async def ticket(self, info: Info) -> Annotated["Ticket", strawberry.lazy("api.tickets.types")] | None:
        """Its ticket, once it has been applied for. Counts as a node of a page."""
        from api.tickets.types import Ticket

        context = info.context
        context.take(1)
        claim = await context.loaders.load("claims", context.app.tickets.claims, (self.whole.id, self.model.id))
        return await Ticket.load(context, claim.ticket_id) if claim else None


@seen_by(OWN | LEADER_OF | STAFF)
@strawberry.type(description="An order.")
class Order(Stored[model.Order]):
    @staticmethod
    def source(app: App) -> Source[model.Order]:
        return "orders", app.orders.get_many

    def belongs(self) -> Belongs:
        return _belongs(self.model)

    @strawberry.field
    def order_id(self) -> str:
        """The mall's id of it (not a global id)."""
        return self.model.id

    @strawberry.field
    def community(self) -> str:
        """The community that it was ordered in."""
        return self.model.community

    @strawberry.field
    def region(self) -> str | None:
        """The region of the community, where the mall stated it."""
        return self.model.region

    @strawberry.field
    def channel(self) -> str | None:
        """Where it was ordered, where the mall stated it."""
        return self.model.channel

    @strawberry.field
    def paid(self) -> Money:
        """What was paid for the lines that are not cancelled, freight apart."""
        return money(self.model.paid_fen)

    @strawberry.field
    def freight(self) -> Money:
        """What was paid for freight."""
        return money(self.model.freight_fen)

    @strawberry.field
    def placed_at(self) -> datetime | None:
        """When it was placed; null while the mall has not told."""
        return self.model.placed_at

    @strawberry.field
    def shipped_at(self) -> datetime | None:
        """When it left the warehouse."""
        return self.model.shipped_at

    @strawberry.field
    def arrived_at(self) -> datetime | None:
        """When it came to the pickup point."""
        return self.model.arrived_at

    @strawberry.field
    def signed_at(self) -> datetime | None:
        """When any line of it was first signed for."""
        return self.model.signed_at

    @strawberry.field
    def cancelled_at(self) -> datetime | None:
        """When it was cancelled as a whole."""
        return self.model.cancelled_at

    @strawberry.field
    def standing(self) -> OrderStanding:  # type: ignore[valid-type]
        """How far it has come."""
        return standing_of(self.model)

    @strawberry.field
    def lines(self) -> list[OrderLine]:
        """All lines, cancelled ones too; at most 100."""
        return [OrderLine(whole=self.model, model=line) for line in self.model.lines]

    @strawberry.field
    def shipments(self) -> list[Shipment]:
        """Its shipments, in the order of their ids."""
        return [
            Shipment(shipment_id=name, status=each.status, place=each.place, moved_at=each.moved_at)
            for name, each in sorted(self.model.shipments.items())
        ]

    @strawberry.field
    async def parcels(self, info: Info) -> list[Parcel]:
        """Its parcels with their steps, in the order of their shipments' ids (P5)."""
        return await parcels_of(info.context, self.model)

    @strawberry.field
    async def delivery_slot(self, info: Info) -> DeliverySlot | None:
        """The half-day that the member booked for it."""
        return await slot_of(info.context, self.model)

    @strawberry.field
    def delivery_slots(self, info: Info) -> list[DeliverySlot]:
        """The half-days that can be booked for it now, full or not; none once it has come. For one order at a time."""
        check_alone(info)
        return slots_for(info.context, self.model)

    @strawberry.field
    async def hold(self, info: Info) -> Annotated["ParcelHold", strawberry.lazy("api.logistics.holds")] | None:
        """That its goods are, or were, kept at the pickup point (延时保管)."""
        from api.logistics.holds import ParcelHold

        return await ParcelHold.load(info.context, self.model.id)

    @strawberry.field
    def hold_until_at_most(self, info: Info) -> datetime | None:
        """The last time until which its goods can be kept; null where none of it lies at the pickup point now. For one
        order at a time.
        """
        check_alone(info)
        return info.context.app.holdings.latest(self.model.id)

    @strawberry.field
    async def survey(self, info: Info) -> Annotated["Survey", strawberry.lazy("api.outreach.types")] | None:
        """Its survey, once it was signed for (P1)."""
        from api.outreach.types import Survey

        return await Survey.load(info.context, survey_id(self.model.id))

    @strawberry.field
    async def contact_card(self, info: Info) -> ContactCard:
        """How to reach us about it, and by when we answer (G3)."""
        return await contact_card(info.context, self.model.region, self.model.leader_id)

    @strawberry.field
    async def member(self, info: Info) -> Annotated["Member", strawberry.lazy("api.members")] | None:
        """Who ordered."""
        from api.members import Member

        return await Member.load(info.context, self.model.member_id)


@strawberry.type
class OrdersQuery:
    @strawberry.field(metadata=may(MEMBER))
    def my_orders(self, info: Info, first: First = 20, after: After = None) -> Connection[Order]:
        """The caller's own orders, the newest first."""
        return orders_of_member(info, "myOrders", info.context.viewer.id, first, after)

    @strawberry.field(metadata=may(staff(Role.LEADER)))
    def community_orders(
        self,
        info: Info,
        day: date | None = None,
        state: OrderStanding | None = None,  # type: ignore[valid-type]
        first: First = 20,
        after: After = None,
    ) -> Connection[Order]:
        """The orders that the calling leader serves, the newest first; those placed on a day in Shanghai, or that stand
        so, alone: then a page may hold fewer than there are on the next (T1).
        """
        leader, orders, wanted = info.context.viewer.id, info.context.app.orders, cast("object", state)

        def fetch(leader_id: str, limit: int, place: Place) -> tuple[list[model.Order], Place]:
            found, rest = orders.of_leader(leader_id, limit, place, day=day)
            return [each for each in found if wanted in (None, standing_of(each))], rest

        name = f"communityOrders({day},{state})"
        return page_of(info, name, leader, first, after, fetch=fetch, kind=Order)


def orders_of_member(info: Info, connection: str, member_id: str, first: int, after: str | None) -> Connection[Order]:
    """A member's orders as a connection of the given name."""
    return page_of(info, connection, member_id, first, after, fetch=info.context.app.orders.of_member, kind=Order)
