"""The ticket as members, leaders and staff see it (G2, G6, C1)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry

from api.accounts import Payout
from api.context import Context, Info
from api.permissions import LEADER_OF, OWN, PART, STAFF, Belongs, may, seen_by
from api.relay import After, Connection, First, Node, page
from api.scalars import Money, money
from care.tickets import model
from care.tickets.offers import seal_offer

if TYPE_CHECKING:
    from api.members import Member
    from api.orders import Order, OrderLine

__all__ = ["Offer", "OfferPart", "Ticket", "TimelineEntry"]

TicketKind = strawberry.enum(model.TicketKind, description="What kind of case it is.")
TicketState = strawberry.enum(model.TicketState, description="Where a ticket stands; drawn in docs/architecture.md.")
TicketPriority = strawberry.enum(model.Priority, name="TicketPriority", description="What goes first in a queue.")
TimelineKind = strawberry.enum(model.EntryKind, name="TimelineKind", description="What happened.")
ChosenBy = strawberry.enum(model.Choice, name="ChosenBy", description="Who took the remedy.")


@seen_by(PART)
@strawberry.type(description="One thing that a remedy pays.")
class OfferPart:
    kind: str = strawberry.field(description="REFUND, COUPON or POINTS.")
    amount: Money = strawberry.field(description="Worth in money; zero for points.")
    points: int = strawberry.field(description="Points; zero for money.")


@seen_by(PART)
@strawberry.type(description="A remedy, promised until it expires.")
class Offer:
    model: strawberry.Private[model.Offer]
    token: str = strawberry.field(description="Send it back to take this offer. Sealed: it cannot be altered.")

    @strawberry.field
    def remedy(self) -> str:
        """The remedy's code in the policy."""
        return self.model.remedy

    @strawberry.field
    def title(self) -> str:
        """What the member reads on the button."""
        return self.model.title

    @strawberry.field
    def parts(self) -> list[OfferPart]:
        """What it pays; empty for a sincere apology alone."""
        return [
            OfferPart(kind=part.kind, amount=money(part.amount_fen), points=part.points) for part in self.model.parts
        ]

    @strawberry.field
    def done_within_hours(self) -> int:
        """By when it is done, counted from the choice."""
        return self.model.done_within_hours

    @strawberry.field
    def expires_at(self) -> datetime:
        """The offer stands before this time."""
        return self.model.expires_at


def offer(info: Info, found: model.Offer) -> Offer:
    """Seal an offer for its reader."""
    return Offer(model=found, token=seal_offer(info.context.app.desk.sealer, found))


@seen_by(PART)
@strawberry.type(description="A line of a ticket's timeline; never changed, never deleted.")
class TimelineEntry:
    model: strawberry.Private[model.Entry]

    @strawberry.field
    def at(self) -> datetime:
        """When it happened."""
        return self.model.at

    @strawberry.field
    def kind(self) -> TimelineKind:  # type: ignore[valid-type]
        """What happened."""
        return self.model.kind

    @strawberry.field
    def actor(self, info: Info) -> str:
        """Who did it: `member`, `staff` or `system`; staff are told which one, too."""
        known = STAFF.allows(info.context.viewer, Belongs())
        return self.model.actor if known else self.model.actor.partition(":")[0]

    @strawberry.field
    def text(self) -> str | None:
        """A person's own words."""
        return self.model.text

    @strawberry.field
    def note(self) -> str | None:
        """What the system noted: a reason's or a remedy's code."""
        return self.model.note


@seen_by(OWN | LEADER_OF | STAFF)
@strawberry.type(description="A case: a member's claim for an order line, or something that a person must care for.")
class Ticket(Node):
    model: strawberry.Private[model.Ticket]

    def raw_id(self) -> str:
        return self.model.id

    def belongs(self) -> Belongs:
        mine = self.model.kind is model.TicketKind.CLAIM
        return Belongs(
            member_id=self.model.member_id if mine else None,
            community=self.model.community if mine else None,
            region=self.model.region,
        )

    @classmethod
    async def load(cls, context: Context, raw: str) -> Self | None:
        found = await context.loaders.load("tickets", context.app.tickets.get_many, raw)
        return cls(model=found) if found else None

    @strawberry.field
    def kind(self) -> TicketKind:  # type: ignore[valid-type]
        """What kind of case it is."""
        return self.model.kind

    @strawberry.field
    def state(self) -> TicketState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def priority(self) -> TicketPriority:  # type: ignore[valid-type]
        """What goes first in a queue."""
        return self.model.priority

    @strawberry.field
    def title(self) -> str:
        """What it is about: the goods' name, or the task."""
        return self.model.title

    @strawberry.field
    def reason(self) -> str | None:
        """The code of the reason that was given."""
        return self.model.reason

    @strawberry.field
    def policy_version(self) -> int | None:
        """The policy that it was opened under, and that it keeps (G1)."""
        return self.model.policy_version

    @strawberry.field
    def opened_at(self) -> datetime:
        """When it was opened."""
        return self.model.opened_at

    @strawberry.field
    def resolved_at(self) -> datetime | None:
        """When what was promised had been done, in the present round."""
        return self.model.resolved_at

    @strawberry.field
    def closed_at(self) -> datetime | None:
        """When the loop was closed."""
        return self.model.closed_at

    @strawberry.field
    def choose_by(self) -> datetime | None:
        """When the default falls, if nothing is chosen before."""
        return self.model.choose_by

    @strawberry.field
    def menu(self, info: Info) -> list[Offer]:
        """What can be chosen now; empty once a remedy has been taken."""
        if self.model.state is not model.TicketState.CHOOSING:
            return []
        return [offer(info, each) for each in self.model.menu]

    @strawberry.field
    def default_remedy(self) -> str | None:
        """What falls at the deadline."""
        return self.model.default_remedy

    @strawberry.field
    def remedy(self) -> str | None:
        """The code of the remedy that was taken."""
        return self.model.remedy

    @strawberry.field
    def chosen_by(self) -> ChosenBy | None:  # type: ignore[valid-type]
        """Who took it."""
        return self.model.chosen_by

    @strawberry.field
    def round(self) -> int:
        """How often it was reopened."""
        return self.model.round

    @strawberry.field(metadata=may(STAFF))
    def assignee(self) -> str | None:
        """Whose case it is; for staff."""
        return self.model.assignee

    @strawberry.field
    def last_entry(self) -> TimelineEntry:
        """What happened last."""
        return TimelineEntry(model=self.model.last_entry)

    @strawberry.field
    def timeline(self, info: Info, first: First = 20, after: After = None) -> Connection[TimelineEntry]:
        """All that happened, in order."""
        ticket_id = self.model.id
        return page(
            info,
            connection=f"Ticket.timeline/{ticket_id}",
            first=first,
            after=after,
            fetch=lambda many, at: info.context.app.tickets.timeline(ticket_id, many, at),
            wrap=lambda found: TimelineEntry(model=found),
        )

    @strawberry.field
    async def payouts(self, info: Info) -> list[Payout]:
        """What the remedy of the present round pays."""
        if self.model.remedy is None:
            return []
        sources = info.context.app.accounts.payouts_of_many
        found = await info.context.loaders.load("payouts_of", sources, self.model.source)
        return [Payout(model=each) for each in found or ()]

    @strawberry.field
    async def member(self, info: Info) -> Annotated["Member", strawberry.lazy("api.members")] | None:
        """Whose case it is."""
        from api.members import Member

        return await Member.load(info.context, self.model.member_id) if self.model.member_id else None

    @strawberry.field
    async def order(self, info: Info) -> Annotated["Order", strawberry.lazy("api.orders")] | None:
        """The order that it is about."""
        from api.orders import Order

        return await Order.load(info.context, self.model.order_id) if self.model.order_id else None

    @strawberry.field
    async def line(self, info: Info) -> Annotated["OrderLine", strawberry.lazy("api.orders")] | None:
        """The order line that it is about."""
        from api.orders import OrderLine

        if self.model.order_id is None or self.model.line_id is None:
            return None
        return await OrderLine.load(info.context, f"{self.model.order_id}/{self.model.line_id}")
