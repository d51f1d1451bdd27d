"""G6: watch a case."""

from enum import Enum

import strawberry

from api.context import Info
from api.payloads import UserError, attempt, error_codes
from api.permissions import PART, STAFF, may, seen_by
from api.relay import local_id
from api.tickets.types import Ticket
from care.tickets import model
from care.tickets.teamwork.errors import TooManyWatchers
from care.tickets.teamwork.watch_ticket import watch_ticket

__all__ = ["WatchTicket"]


@error_codes(TooManyWatchers)
class WatchTicketErrorCode(Enum):
    """Why nothing was changed."""


@strawberry.input(description="Whether to watch a case.")
class WatchTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    watch: bool = strawberry.field(description="True to be told of each entry from now on; false to cease.")


@seen_by(PART)
@strawberry.type(description="What became of it.")
class WatchTicketPayload:
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")
    user_errors: list[UserError[WatchTicketErrorCode]] = strawberry.field(description="Why nothing was done.")


@strawberry.type
class WatchTicket:
    @strawberry.mutation(metadata=may(STAFF, repeatable=True))
    def watch_ticket(self, info: Info, input: WatchTicketInput) -> WatchTicketPayload:
        """Begin or cease to watch a case. Saying it again changes nothing."""

        def use_case() -> model.Ticket:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            return watch_ticket(info.context.app.desk, info.context.viewer.id, ticket_id, watch=input.watch)

        done = attempt(info, WatchTicketErrorCode, use_case)
        ticket = Ticket(model=done.value) if done.value else None
        return WatchTicketPayload(ticket=ticket, user_errors=done.errors)
