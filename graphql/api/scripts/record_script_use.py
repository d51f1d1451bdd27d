"""C6: a script was said where we do not hear it: on the phone, in the community's chat, at the pickup point."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import CARERS, may, staff, visible
from api.relay import local_id
from api.tickets.changes import actor
from api.tickets.types import Ticket
from api.viewer import Role
from care.dynamo.requests import Answer
from care.kernel.errors import NotFound
from care.scripts.errors import UnknownScript
from care.tickets.authority.limits import LEADER
from care.tickets.timeline import Actor

__all__ = ["RecordScriptUse"]


@error_codes(UnknownScript)
class RecordScriptUseErrorCode(Enum):
    """Why nothing was counted."""


@strawberry.input(description="Which script was said about which case.")
class RecordScriptUseInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    script: str = strawberry.field(description="The script's code, as `scriptsFor` shows it.")


@strawberry.type(description="What became of it.")
class RecordScriptUsePayload(Payload[RecordScriptUseErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket, which is as it was.")


@strawberry.type
class RecordScriptUse:
    @strawberry.mutation(metadata=may(CARERS | staff(Role.LEADER)))
    async def record_script_use(
        self, info: Info, input: RecordScriptUseInput, idempotency_key: IdempotencyKey
    ) -> RecordScriptUsePayload:
        """Count a script that was said to the member elsewhere; what is said here is counted by `replyToTicket`."""
        ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
        ticket = await Ticket.load(info.context, ticket_id)

        def use_case() -> Answer:
            if ticket is None or not visible(info.context.viewer, ticket):
                raise NotFound(field="ticket_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.ticket_scripts.record(_speaker(info), ticket.model, input.script, request)

        done = attempt(info, RecordScriptUseErrorCode, use_case)
        shown = ticket if done.value else None
        return RecordScriptUsePayload(ticket=shown, replayed=done.replayed, user_errors=done.errors)


def _speaker(info: Info) -> Actor:
    leads = Role.LEADER in info.context.viewer.roles
    return Actor(role=LEADER, id=info.context.viewer.id) if leads else actor(info)
