"""G5: a manager approves what was asked, or will not have it."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import may, staff
from api.relay import local_id
from api.tickets.approvals import Approval, decided
from api.tickets.changes import actor
from api.tickets.types import Ticket
from api.viewer import Role
from care.accounts.errors import BenefitCapExceeded, CapExceeded, FreightCapExceeded
from care.dynamo.requests import Answer
from care.tickets.authority.answer_approval import Verdict, approve_decision, refuse_decision
from care.tickets.authority.errors import (
    ApprovalSuperseded,
    AskedBefore,
    BeyondAuthority,
    OfferStale,
    OwnCase,
    SelfApproval,
)
from care.tickets.deadlines.errors import SamePerson
from care.tickets.errors import AlreadyDecided, LineCancelled, TicketNotOpen
from care.tickets.holds.errors import CaseHeld

__all__ = ["AnswerApproval"]

_MANAGERS = staff(Role.MANAGER)


@error_codes(
    AlreadyDecided,
    ApprovalSuperseded,
    AskedBefore,
    BenefitCapExceeded,
    BeyondAuthority,
    CapExceeded,
    CaseHeld,
    FreightCapExceeded,
    LineCancelled,
    OfferStale,
    OwnCase,
    SamePerson,
    SelfApproval,
    TicketNotOpen,
)
class ApproveDecisionErrorCode(Enum):
    """Why it was not approved."""


@error_codes(ApprovalSuperseded, OwnCase, SamePerson, SelfApproval)
class RefuseDecisionErrorCode(Enum):
    """Why it was not refused."""


@strawberry.input(description="Which approval is granted.")
class ApproveDecisionInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    nth: int = strawberry.field(description="The approval's `nth`, as the caller saw it.")
    text: str | None = strawberry.field(description="A word to whoever asked, up to 1000 characters.", default=None)


@strawberry.input(description="Which approval is not granted.")
class RefuseDecisionInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    nth: int = strawberry.field(description="The approval's `nth`, as the caller saw it.")
    text: str = strawberry.field(description="Why, for whoever asked; 1 to 1000 characters.")


@strawberry.type(description="What became of it.")
class ApproveDecisionPayload(Payload[ApproveDecisionErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")
    approval: Approval | None = strawberry.field(description="The approval as it is now.")


@strawberry.type(description="What became of it.")
class RefuseDecisionPayload(Payload[RefuseDecisionErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")
    approval: Approval | None = strawberry.field(description="The approval as it is now.")


def _verdict(input: ApproveDecisionInput | RefuseDecisionInput) -> Verdict:
    return Verdict(ticket_id=local_id("Ticket", input.ticket_id, field="ticket_id"), nth=input.nth, words=input.text)


@strawberry.type
class AnswerApproval:
    @strawberry.mutation(metadata=may(_MANAGERS))
    async def approve_decision(
        self, info: Info, input: ApproveDecisionInput, idempotency_key: IdempotencyKey
    ) -> ApproveDecisionPayload:
        """Pay what was asked, by the caller's own authority; not what the caller asked for, nor in their own case."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            return approve_decision(info.context.app.desk, actor(info), _verdict(input), request)

        done = decided(info, ApproveDecisionErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        approval = await Approval.of(info, ticket.model.id) if ticket else None
        return ApproveDecisionPayload(ticket=ticket, approval=approval, replayed=done.replayed, user_errors=done.errors)

    @strawberry.mutation(metadata=may(_MANAGERS))
    async def refuse_decision(
        self, info: Info, input: RefuseDecisionInput, idempotency_key: IdempotencyKey
    ) -> RefuseDecisionPayload:
        """Do not have what was asked: the case stays with whoever has it, and they are told why."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            return refuse_decision(info.context.app.desk, actor(info), _verdict(input), request)

        done = decided(info, RefuseDecisionErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        approval = await Approval.of(info, ticket.model.id) if ticket else None
        return RefuseDecisionPayload(ticket=ticket, approval=approval, replayed=done.replayed, user_errors=done.errors)
