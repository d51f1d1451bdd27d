"""G5: a leader gives money back in one tap."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import may, staff
from api.scalars import Fen
from api.tickets.approvals import Approval, decided
from api.tickets.rulings import line_ids
from api.tickets.types import Ticket
from api.viewer import Role
from care.accounts.errors import CapExceeded
from care.dynamo.requests import Answer
from care.tickets.authority.errors import AskedTooOften, OwnCase
from care.tickets.authority.leader_refund import LeaderRefund, refund_as_leader
from care.tickets.authority.limits import LEADER
from care.tickets.errors import (
    AlreadyApplied,
    AlreadyDecided,
    LineCancelled,
    NothingLeft,
    NotSigned,
    TicketNotOpen,
    UnknownReason,
    WindowClosed,
    WordsBanned,
)
from care.tickets.timeline import Actor

__all__ = ["RefundAsLeader"]


@error_codes(
    AlreadyApplied,
    AlreadyDecided,
    AskedTooOften,
    CapExceeded,
    LineCancelled,
    NotSigned,
    NothingLeft,
    OwnCase,
    TicketNotOpen,
    UnknownReason,
    WindowClosed,
    WordsBanned,
)
class RefundAsLeaderErrorCode(Enum):
    """Why nothing was given back."""


@strawberry.input(description="What a leader gives back, and why.")
class RefundAsLeaderInput:
    line_id: strawberry.ID = strawberry.field(description="A line of an order of the caller's community.")
    reason: str = strawberry.field(description="A reason of the policy in force.")
    amount_fen: Fen = strawberry.field(description="So much of what was paid for the line, from 1.")
    text: str | None = strawberry.field(description="What the member is told, 1 to 1000 characters.", default=None)


@strawberry.type(description="What became of it.")
class RefundAsLeaderPayload(Payload[RefundAsLeaderErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")
    approval: Approval | None = strawberry.field(
        description="It is above the caller's authority: a manager has been asked, and nothing is paid so far."
    )


@strawberry.type
class RefundAsLeader:
    @strawberry.mutation(metadata=may(staff(Role.LEADER)))
    async def refund_as_leader(
        self, info: Info, input: RefundAsLeaderInput, idempotency_key: IdempotencyKey
    ) -> RefundAsLeaderPayload:
        """Give a member of one's community money back for a line; above the leader's authority a manager is asked."""

        def use_case() -> Answer:
            order_id, line_id = line_ids(input.line_id, field="line_id")
            refund = LeaderRefund(
                order_id=order_id,
                line_id=line_id,
                reason=input.reason,
                amount_fen=input.amount_fen,
                words=input.text,
            )
            leader = Actor(role=LEADER, id=info.context.viewer.id)
            request = request_of(info, idempotency_key, input)
            return refund_as_leader(info.context.app.desk, leader, refund, request)

        done = decided(info, RefundAsLeaderErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        approval = await Approval.waited_for(info, ticket.model) if ticket else None
        return RefundAsLeaderPayload(ticket=ticket, approval=approval, replayed=done.replayed, user_errors=done.errors)
