"""G5, G6, G10: an agent or a manager decides a case, or asks a manager to."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import CARERS, may
from api.relay import local_id
from api.scalars import Fen
from api.tickets.approvals import Approval, decided
from api.tickets.changes import actor
from api.tickets.enums import CareOutcome
from api.tickets.types import Ticket
from care.accounts.errors import BenefitCapExceeded, CapExceeded, FreightCapExceeded
from care.dynamo.requests import Answer
from care.tickets.authority.errors import AskedTooOften, OverrideReasonRequired, OwnCase
from care.tickets.authority.wishes import Wish
from care.tickets.deadlines.errors import AppealOpen, SamePerson
from care.tickets.decide_ticket import Decision, decide_ticket
from care.tickets.errors import (
    AlreadyDecided,
    CareOutcomeRequired,
    CaseChanged,
    LineCancelled,
    NothingLeft,
    TicketNotOpen,
    WordsBanned,
)
from care.tickets.holds.errors import CaseHeld

__all__ = ["DecideTicket"]


@error_codes(
    AlreadyDecided,
    AppealOpen,
    AskedTooOften,
    CareOutcomeRequired,
    BenefitCapExceeded,
    CapExceeded,
    CaseChanged,
    CaseHeld,
    FreightCapExceeded,
    LineCancelled,
    NothingLeft,
    OverrideReasonRequired,
    OwnCase,
    SamePerson,
    TicketNotOpen,
    WordsBanned,
)
class DecideTicketErrorCode(Enum):
    """Why a decision was refused."""


@strawberry.input(description="A decision: one remedy, or words alone.")
class DecideTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    text: str = strawberry.field(description="What the member and the timeline are told, 1 to 1000 characters.")
    seen_step: int = strawberry.field(description="The `step` that the caller saw.")
    remedy: str | None = strawberry.field(description="A remedy's code; none to resolve by words alone.", default=None)
    refund_fen: Fen | None = strawberry.field(
        description="Instead of a remedy: so much of what was paid for the line, from 1.", default=None
    )
    quantity: int | None = strawberry.field(
        description="For so many of the line's goods; without a remedy, their money back.", default=None
    )
    override_reason: str | None = strawberry.field(
        description="Why it is given though the rule does not allow it, or gives more than this; on record for staff, "
        "1 to 1000 characters.",
        default=None,
    )
    care_outcome: CareOutcome | None = strawberry.field(  # type: ignore[valid-type]
        description="What came of care for a silent member: needed to close it (P2).", default=None
    )
    closes_children: bool = strawberry.field(
        description="Resolve by the same words what was merged into it and has no remedy.", default=False
    )


@strawberry.type(description="What became of the decision.")
class DecideTicketPayload(Payload[DecideTicketErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")
    approval: Approval | None = strawberry.field(
        description="It is above the caller's authority: a manager has been asked, and nothing is paid so far."
    )


@strawberry.type
class DecideTicket:
    @strawberry.mutation(metadata=may(CARERS))
    async def decide_ticket(
        self, info: Info, input: DecideTicketInput, idempotency_key: IdempotencyKey
    ) -> DecideTicketPayload:
        """Decide a case: with a remedy, or with words. Above one's authority a manager is asked."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            decision = Decision(
                ticket_id=ticket_id,
                words=input.text,
                seen_step=input.seen_step,
                wish=Wish(remedy=input.remedy, refund_fen=input.refund_fen, quantity=input.quantity),
                override_reason=input.override_reason,
                care_outcome=input.care_outcome,
                closes_children=input.closes_children,
            )
            request = request_of(info, idempotency_key, input)
            return decide_ticket(info.context.app.desk, actor(info), decision, request)

        done = decided(info, DecideTicketErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        approval = await Approval.waited_for(info, ticket.model) if ticket else None
        return DecideTicketPayload(ticket=ticket, approval=approval, replayed=done.replayed, user_errors=done.errors)
