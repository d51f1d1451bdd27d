"""Reading: what can be claimed, one's own tickets, the queue of an agent."""

from datetime import datetime
from enum import Enum

import strawberry

from api.communities import asked_community
from api.context import Info
from api.payloads import refusal_codes
from api.permissions import CARERS, MEMBER, PART, STAFF, may, seen_by, staff
from api.policy.enums import Evidence, ReasonClass
from api.relay import After, Connection, First, page_of
from api.scalars import Money, money
from api.tickets.offers import Offer, offer
from api.tickets.rulings import line_ids
from api.tickets.types import Ticket, tickets_of_member
from api.transcripts import TranscriptInput, transcript_of
from api.viewer import Role
from care.tickets.authority.left import left_today
from care.tickets.authority.limits import LEADER
from care.tickets.check_eligibility import Eligibility as Found
from care.tickets.check_eligibility import check_eligibility
from care.tickets.errors import AlreadyApplied, LineCancelled, NothingLeft, NotSigned, WindowClosed
from care.tickets.rules import Verdict
from care.tickets.timeline import Actor

__all__ = ["TicketsQuery"]


@refusal_codes(AlreadyApplied, LineCancelled, NotSigned, NothingLeft, WindowClosed)
class IneligibleCode(Enum):
    """Why a reason cannot be claimed for a line now."""


@seen_by(PART)
@strawberry.type(description="One reason, judged for one order line (G2).")
class ReasonVerdict:
    model: strawberry.Private[Verdict]

    @strawberry.field
    def reason(self) -> str:
        """The reason's code."""
        return self.model.reason.code

    @strawberry.field
    def label(self) -> str:
        """What the member reads."""
        return self.model.reason.label

    @strawberry.field
    def reason_class(self) -> ReasonClass:  # type: ignore[valid-type]
        """What kind of wish or fault the reason is."""
        return self.model.reason.reason_class

    @strawberry.field
    def eligible(self) -> bool:
        """Whether it can be claimed now."""
        return self.model.eligible

    @strawberry.field
    def why_not(self) -> IneligibleCode | None:
        """The refusal that an application would meet."""
        return IneligibleCode[self.model.why_not.code] if self.model.why_not else None

    @strawberry.field
    def deadline(self) -> datetime | None:
        """Until when it can be claimed; null before signing."""
        return self.model.deadline

    @strawberry.field
    def evidence(self) -> Evidence:  # type: ignore[valid-type]
        """What is asked for above the instant limit."""
        return self.model.rule.evidence

    @strawberry.field
    def instant(self) -> bool:
        """Whether the tap itself pays the pre-selected offer."""
        return self.model.instant

    @strawberry.field
    def wording(self) -> str:
        """The rule in plain words."""
        return self.model.rule.wording

    @strawberry.field
    def menu(self, info: Info) -> list[Offer]:
        """The remedies on offer; the first is pre-selected."""
        return [offer(info, each) for each in self.model.menu]

    @strawberry.field
    def more_options(self) -> int:
        """How many more a person could offer than `menu` shows, in simple mode (A1)."""
        return self.model.hidden


@seen_by(PART)
@strawberry.type(description="What can be claimed for an order line, shown before the tap (G2).")
class Eligibility:
    model: strawberry.Private[Found]

    @strawberry.field
    def policy_version(self) -> int:
        """The policy that judged."""
        return self.model.policy_version

    @strawberry.field
    def quantity(self) -> int:
        """How many of the line's goods it is about: what was asked for, else all."""
        return self.model.case.facts.claimed_quantity

    @strawberry.field
    def ordered(self) -> int:
        """How many were ordered."""
        return self.model.case.facts.quantity

    @strawberry.field
    def simple_mode(self) -> bool:
        """Whether to ask in large steps: one question a screen, big buttons, a way to speak (A1)."""
        return self.model.case.facts.simple

    @strawberry.field
    def reasons(self) -> list[ReasonVerdict]:
        """Every reason, with its verdict."""
        return [ReasonVerdict(model=verdict) for verdict in self.model.verdicts]

    @strawberry.field
    def suggested_reason(self) -> str | None:
        """The code of the reason that `transcript` suggests, for the member to confirm; null: unsure. Then let them
        choose, or apply with the transcript alone: a person finds out (A1).
        """
        return self.model.suggested

    @strawberry.field
    async def ticket(self, info: Info) -> Ticket | None:
        """The line's ticket, if it has been applied for."""
        return await Ticket.load(info.context, self.model.ticket_id) if self.model.ticket_id else None


@seen_by(PART)
@strawberry.type(description="How far a leader may go by themselves; above it a manager is asked.")
class RefundLimit:
    a_case: Money = strawberry.field(description="For one case, all its rounds together.")
    a_day: Money = strawberry.field(description="In one day.")
    a_member: Money = strawberry.field(description="To one member in a month.")
    left_today: Money = strawberry.field(description="What is left of the day, now.")


@strawberry.type
class TicketsQuery:
    @strawberry.field(metadata=may(MEMBER))
    def eligibility(
        self,
        info: Info,
        line_id: strawberry.ID,
        quantity: int | None = None,
        transcript: TranscriptInput | None = None,
    ) -> Eligibility:
        """What can be claimed for one's own order line, or so many of its goods, until when, and what is offered."""
        order_id, line = line_ids(line_id, field="line_id")
        desk, member_id = info.context.app.desk, info.context.viewer.id
        said = transcript_of(transcript) if transcript else None
        return Eligibility(model=check_eligibility(desk, member_id, order_id, line, quantity, said=said))

    @strawberry.field(metadata=may(MEMBER))
    def my_tickets(self, info: Info, first: First = 20, after: After = None) -> Connection[Ticket]:
        """The caller's own claims, the newest first."""
        return tickets_of_member(info, "myTickets", info.context.viewer.id, first, after)

    @strawberry.field(metadata=may(CARERS))
    def ticket_queue(
        self, info: Info, assignee: str | None = None, first: First = 50, after: After = None
    ) -> Connection[Ticket]:
        """Open cases of an assignee (the caller by default): the urgent first, then the oldest."""
        whose = assignee or info.context.viewer.id
        return page_of(info, "ticketQueue", whose, first, after, fetch=info.context.app.tickets.queue, kind=Ticket)

    @strawberry.field(metadata=may(STAFF | staff(Role.LEADER)))
    def community_tickets(
        self, info: Info, community: str | None = None, first: First = 50, after: After = None
    ) -> Connection[Ticket]:
        """Open cases of a community's members, the urgent first, then what is due first: a leader's own; staff name
        one (T1).
        """
        whose, tickets = asked_community(info, community), info.context.app.tickets
        return page_of(info, "communityTickets", whose, first, after, fetch=tickets.open_in, kind=Ticket)

    @strawberry.field(metadata=may(staff(Role.LEADER)))
    def my_refund_limit(self, info: Info) -> RefundLimit:
        """How much the calling leader may give back by themselves, before they do: `refundAsLeader` (G5, T1)."""
        left = left_today(info.context.app.desk, Actor(role=LEADER, id=info.context.viewer.id))
        authority = left.authority
        return RefundLimit(
            a_case=money(authority.case_fen),
            a_day=money(authority.day_fen),
            a_member=money(authority.member_fen),
            left_today=money(left.today_fen),
        )
