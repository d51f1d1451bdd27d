"""P6: the call that a task asks for. The number is not here: `startCall` tells it, to who has the task."""

from datetime import datetime

import strawberry

from api.contact import Message
from api.context import Info
from api.enums import described
from api.permissions import CARERS, PART, may, seen_by
from care.contact.calls import model
from care.contact.calls.rules import in_hand_of
from care.contact.calls.store import calls_by_id
from care.tickets.model import Ticket

__all__ = ["CallOutcome", "CallTask", "call_of", "number_for"]

CallState = described(
    model.CallState,
    "Where a call stands.",
    WANTED="Somebody should call.",
    STARTED="Somebody has the number and calls.",
    ENDED="It was made; `outcome` says what came of it.",
    LAPSED="Nobody called in time: the message went by the next channel.",
)
CallOutcome = described(
    model.CallOutcome,
    "What came of a call.",
    REACHED="The member was told.",
    NOT_REACHED="Nobody answered: the message goes by the next channel.",
    WRONG_NUMBER="The number is not theirs: nothing more of it goes to that number.",
)


@seen_by(PART)
@strawberry.type(description="A call that one of us is to make to a member.")
class CallTask:
    model: strawberry.Private[model.Call]

    @strawberry.field
    def state(self) -> CallState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def until(self) -> datetime:
        """After that nobody needs to call: the message goes by the next channel."""
        return self.model.until

    @strawberry.field(metadata=may(CARERS))
    async def message(self, info: Info) -> Message | None:
        """What is to be said, and asked: read it out."""
        return await Message.load(info.context, self.model.message_id)

    @strawberry.field
    def started_by(self) -> str | None:
        """Staff id of who was given the number."""
        return self.model.started_by or None

    @strawberry.field
    def started_at(self) -> datetime | None:
        """When they were."""
        return self.model.started_at

    @strawberry.field
    def outcome(self) -> CallOutcome | None:  # type: ignore[valid-type]
        """What came of it."""
        return self.model.outcome

    @strawberry.field
    def ended_at(self) -> datetime | None:
        """When it was over."""
        return self.model.ended_at


async def call_of(info: Info, ticket: Ticket) -> CallTask | None:
    """The call of a task; null for any other case."""
    found = await _call(info, ticket)
    return CallTask(model=found) if found else None


async def number_for(info: Info, ticket: Ticket) -> str | None:
    """The member's whole number, for who has the task and is calling; null for anybody else, and once it is over."""
    call, viewer, app = await _call(info, ticket), info.context.viewer, info.context.app
    if call is None or ticket.assignee != viewer.id or not in_hand_of(call, viewer.id):
        return None
    member = await info.context.loaders.load("members", app.members.get_many, call.member_id)
    return app.members.personal(member).phone if member else None


async def _call(info: Info, ticket: Ticket) -> model.Call | None:
    if ticket.call_id is None:
        return None
    storage = info.context.app.desk.storage
    return await info.context.loaders.load("calls", lambda ids: calls_by_id(storage, ids), ticket.call_id)
