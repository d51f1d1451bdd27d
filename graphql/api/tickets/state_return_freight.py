"""G10: a member who posts goods back states what the parcel cost."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from api.scalars import Fen
from api.tickets.changes import change
from api.tickets.types import Ticket
from care.dynamo.requests import Answer
from care.tickets.returns.errors import FreightTooHigh, GoodsNotAwaited, OwnFreight
from care.tickets.returns.state_freight import state_freight

__all__ = ["StateReturnFreight"]


@error_codes(FreightTooHigh, GoodsNotAwaited, OwnFreight)
class StateReturnFreightErrorCode(Enum):
    """Why it was not taken down."""


@strawberry.input(description="What a parcel back cost.")
class StateReturnFreightInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket whose goods go back.")
    freight_fen: Fen = strawberry.field(description="What the member paid for the parcel, from 1.")
    waybill: str = strawberry.field(description="The parcel's number; 1 to 40 characters.")


@strawberry.type(description="What became of it.")
class StateReturnFreightPayload(Payload[StateReturnFreightErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket with its slip.")


@strawberry.type
class StateReturnFreight:
    @strawberry.mutation(metadata=may(MEMBER))
    async def state_return_freight(
        self, info: Info, input: StateReturnFreightInput, idempotency_key: IdempotencyKey
    ) -> StateReturnFreightPayload:
        """State what one has paid to post goods back, where one does not bear it: once the goods have come as
        promised, it is paid. Stated again, the last word counts. At the pickup point goods are handed in for nothing.
        """

        def use_case() -> Answer:
            viewer, app = info.context.viewer, info.context.app
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            return state_freight(app.desk, viewer.id, ticket_id, input.freight_fen, input.waybill, request)

        done = change(info, StateReturnFreightErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return StateReturnFreightPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
