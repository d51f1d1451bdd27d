"""The ticket as members, leaders and staff see it (G2, G6, C1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.accounts import Payout
from api.app import App
from api.contact_card import ContactCard, contact_card
from api.context import Info
from api.evidence.types import Photo, Problem, photos
from api.permissions import INVOLVED, LEADER_OF, OWN, STAFF, Belongs, may, seen_by, staff
from api.relay import After, Connection, First, check_alone, page_of
from api.stored import Source, Stored
from api.tickets.among_staff import AmongStaff
from api.tickets.clocks import Promise
from api.tickets.enums import CareOutcome, ChosenBy, TicketKind, TicketPriority, TicketState
from api.tickets.offers import Offer, offer
from api.tickets.refusal import Refusal, refusal_of
from api.tickets.return_slip import ReturnSlip, return_slip
from api.tickets.timeline import TimelineEntry
from api.viewer import Role
from care.tickets import model, offers
from care.tickets.clocks.promise import promise_of
from care.tickets.deadlines.appeal_ticket import appeals_until
from care.tickets.few_options import menu_for_member

if TYPE_CHECKING:
    from api.members import Member
    from api.orders import Order, OrderLine

__all__ = ["Ticket", "tickets_of_member"]

_SEERS = (
    OWN
    | LEADER_OF
    | staff(Role.AGENT, in_region=True)
    | INVOLVED
    | staff(Role.MANAGER, Role.OPERATOR, Role.QUALITY, Role.PRODUCT)
)
"""An agent of one region sees its cases, and those that came to them from elsewhere (A2)."""


@seen_by(_SEERS)
@strawberry.type(description="A case: a member's claim for an order line, or something that a person must care for.")
class Ticket(AmongStaff, Stored[model.Ticket]):
    @staticmethod
    def source(app: App) -> Source[model.Ticket]:
        return "tickets", app.tickets.get_many

    def belongs(self) -> Belongs:
        mine = self.model.kind is model.TicketKind.CLAIM
        return Belongs(
            member_id=self.model.member_id if mine else None,
            community=self.model.community if mine else None,
            region=self.model.region,
            staff_ids=frozenset({self.model.assignee, *self.model.watchers}),
        )

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
    def quantity(self) -> int | None:
        """How many of the line's goods it is about; null where it is about no line."""
        return self.model.facts.claimed_quantity if self.model.facts else None

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
    def appeal_until(self) -> datetime | None:
        """Until when its member can have another person look at a refusal, or at less than the rule gives."""
        return appeals_until(self.model)

    @strawberry.field
    def choose_by(self) -> datetime | None:
        """When the default falls, if nothing is chosen before; null once there is nothing to choose."""
        return self.model.choose_by

    @strawberry.field
    def menu(self, info: Info) -> list[Offer]:
        """What can be chosen now; empty once a remedy has been taken."""
        if self.model.state is not model.TicketState.CHOOSING:
            return []
        shown = self._shown(info)
        return [offer(info, each) for each in shown]

    @strawberry.field
    def more_options(self, info: Info) -> int:
        """How many more a person could offer than `menu` shows, in simple mode (A1): `askForPerson`."""
        return len(self.model.menu) - len(self._shown(info)) if self.model.state is model.TicketState.CHOOSING else 0

    def _shown(self, info: Info) -> Sequence[offers.Offer]:
        """Whoever helps the member sees all of it."""
        own = OWN.allows(info.context.viewer, self.belongs())
        return menu_for_member(self.model, info.context.app.desk.settings()) if own else self.model.menu

    @strawberry.field
    def default_remedy(self) -> str | None:
        """What falls at the deadline."""
        return self.model.default_remedy

    @strawberry.field
    def remedy(self) -> str | None:
        """The code of the remedy that was taken."""
        return self.model.remedy

    @strawberry.field
    def remedy_title(self) -> str | None:
        """The remedy that was taken, as the member reads it."""
        return self.model.remedy_title

    @strawberry.field
    def chosen_by(self) -> ChosenBy | None:  # type: ignore[valid-type]
        """Who took it."""
        return self.model.chosen_by

    @strawberry.field
    def round(self) -> int:
        """How often it was reopened."""
        return self.model.round

    @strawberry.field
    def waiting(self) -> bool:
        """Whether we have asked the member something and wait for the answer."""
        return self.model.waiting

    @strawberry.field
    def promise(self, info: Info) -> Promise | None:
        """By when what happens next; null where nothing is due any more (G7)."""
        found = promise_of(self.model, info.context.app.clock.now())
        return Promise(text=found.text, due_at=found.due_at) if found else None

    @strawberry.field
    async def contact_card(self, info: Info) -> ContactCard:
        """How to reach us about it, and by when we answer whoever writes now (G3); `promise` is what is promised
        already.
        """
        return await contact_card(info.context, self.model.region, self.model.leader_id)

    @strawberry.field
    def answer_by(self) -> datetime | None:
        """By when we answer at the latest; what nobody answers is approved by itself (G7). Null: nothing is owed."""
        return self.model.answer_by

    @strawberry.field
    def refusal(self, info: Info) -> Refusal | None:
        """Why it was refused, and whether that can be appealed; null where it was not, or was made good."""
        return refusal_of(self.model, info.context.app.clock.now())

    @strawberry.field
    def last_entry(self) -> TimelineEntry:
        """What happened last."""
        return TimelineEntry(model=self.model.last_entry)

    @strawberry.field(metadata=may(STAFF))
    def care_outcome(self) -> CareOutcome | None:  # type: ignore[valid-type]
        """What came of care for a silent member, once that is closed; for staff (P2)."""
        return self.model.care_outcome

    @strawberry.field(metadata=may(STAFF))
    async def parent(self, info: Info) -> Annotated["Ticket", strawberry.lazy("api.tickets.types")] | None:
        """The case that it was merged into and follows; for staff."""
        return await Ticket.load(info.context, self.model.parent_id) if self.model.parent_id else None

    @strawberry.field(metadata=may(STAFF))
    def children(self, info: Info) -> list[Annotated["Ticket", strawberry.lazy("api.tickets.types")]]:
        """Those that were merged into it and follow it, the oldest first; for staff, of one case at a time."""
        check_alone(info)
        return [Ticket(model=child) for child in info.context.app.tickets.children(self.model)]

    @strawberry.field(metadata=may(STAFF))
    def links(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[Annotated["Ticket", strawberry.lazy("api.tickets.types")]]:
        """Those that it has to do with; for staff, of one case at a time."""
        check_alone(info)
        fetch = info.context.app.tickets.links
        return page_of(info, "Ticket.links", self.model.id, first, after, fetch=fetch, kind=Ticket)

    @strawberry.field
    def timeline(self, info: Info, first: First = 20, after: After = None) -> Connection[TimelineEntry]:
        """All that happened, in order; of one case at a time."""
        check_alone(info)
        fetch = info.context.app.tickets.timeline
        return page_of(info, "Ticket.timeline", self.model.id, first, after, fetch=fetch, kind=TimelineEntry)

    @strawberry.field
    async def evidence(self, info: Info) -> list[Photo]:
        """Its accepted photos, for its member and staff (G8)."""
        return await photos(info, self.model.evidence)

    @strawberry.field
    def problem(self) -> Problem | None:  # type: ignore[valid-type]
        """What was recognised on them first."""
        return self.model.problem

    @strawberry.field
    async def return_slip(self, info: Info) -> ReturnSlip | None:
        """The last slip under which goods were to come back (G10)."""
        return await return_slip(info, self.model.slip)

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


def tickets_of_member(info: Info, connection: str, member_id: str, first: int, after: str | None) -> Connection[Ticket]:
    """A member's claims as a connection of the given name, the newest first."""
    return page_of(info, connection, member_id, first, after, fetch=info.context.app.tickets.of_member, kind=Ticket)
