"""G10: goods are handed in at the pickup point, or to staff."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import may, staff
from api.tickets.changes import change
from api.tickets.return_slip import ReturnCondition
from api.tickets.types import Ticket
from api.viewer import Role
from care.dynamo.requests import Answer
from care.tickets.authority.errors import OwnCase
from care.tickets.authority.limits import LEADER
from care.tickets.returns import model
from care.tickets.returns.errors import SlipUsed, SlipVoid
from care.tickets.returns.hand_in import accept_return
from care.tickets.returns.model import Receipt
from care.tickets.timeline import Actor

__all__ = ["AcceptReturn"]

_COUNTERS = staff(Role.LEADER, Role.AGENT, Role.MANAGER)
_STAFF = frozenset({Role.AGENT, Role.MANAGER})


@error_codes(OwnCase, SlipUsed, SlipVoid)
class AcceptReturnErrorCode(Enum):
    """Why goods were not taken back."""


@strawberry.input(description="Goods that a member hands in.")
class AcceptReturnInput:
    code: str = strawberry.field(description="The code of the member's slip, as it was scanned.")
    quantity: int = strawberry.field(description="How many came: 1 to as many as the slip is for.")
    condition: ReturnCondition = strawberry.field(  # type: ignore[valid-type]
        description="How they came.", default=model.ReturnCondition.AS_EXPECTED
    )


@strawberry.type(description="What became of it.")
class AcceptReturnPayload(Payload[AcceptReturnErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The case as it is now, where the caller sees it.")


@strawberry.type
class AcceptReturn:
    @strawberry.mutation(metadata=may(_COUNTERS))
    async def accept_return(
        self, info: Info, input: AcceptReturnInput, idempotency_key: IdempotencyKey
    ) -> AcceptReturnPayload:
        """Take goods that a member hands in: what waited for them is paid; where they are not as promised, or late, a
        person looks at it. For the leader of the order, agents and managers.
        """

        def use_case() -> Answer:
            viewer = info.context.viewer
            receipt = Receipt(
                code=input.code.strip().upper(),
                quantity=input.quantity,
                condition=input.condition,
                by=Actor(role="staff" if viewer.roles & _STAFF else LEADER, id=viewer.id),
                at=info.context.app.clock.now(),
            )
            return accept_return(info.context.app.desk, receipt, request_of(info, idempotency_key, input))

        done = change(info, AcceptReturnErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return AcceptReturnPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
