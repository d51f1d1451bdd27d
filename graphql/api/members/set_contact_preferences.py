"""P6: a member says how they want to be written to, and what for."""

from enum import Enum

import strawberry

from api.contact import ContactChannel, MessagePurpose
from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.members.types import Member
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from care.contact.errors import ChannelNotOffered, QuietTooLong
from care.contact.quiet import QuietHours
from care.contact.wishes import Wish
from care.dynamo.requests import Answer
from care.kernel.errors import BadInput
from care.members.errors import ServiceIsNeeded

__all__ = ["SetContactPreferences"]

_HOURS = 24


@error_codes(ServiceIsNeeded, QuietTooLong, ChannelNotOffered)
class SetContactPreferencesErrorCode(Enum):
    """Why the preferences were not changed."""


@strawberry.input(description="Hours in which nothing that the system starts reaches the caller.")
class QuietHoursInput:
    start: int = strawberry.field(description="Hour of the day in Shanghai, 0 to 23, inclusive.")
    end: int = strawberry.field(description="Hour of the day in Shanghai, 0 to 23; the same as `start`: none.")


@strawberry.input(description="What the caller wishes; what is left out stays as it is.")
class SetContactPreferencesInput:
    opted_out: list[MessagePurpose] | None = strawberry.field(  # type: ignore[valid-type]
        description="All purposes without messages: SURVEY, CARE, MARKETING; none: all messages are welcome.",
        default=None,
    )
    quiet: QuietHoursInput | None = strawberry.field(
        description="Their own quiet hours, besides ours: they only make the night longer.", default=None
    )
    channels: list[ContactChannel] | None = strawberry.field(  # type: ignore[valid-type]
        description="The only channels wanted besides the inbox, the dearest first; none: we choose.", default=None
    )


@strawberry.type(description="What became of the preferences.")
class SetContactPreferencesPayload(Payload[SetContactPreferencesErrorCode]):
    member: Member | None = strawberry.field(description="The caller as they are now.")


@strawberry.type
class SetContactPreferences:
    @strawberry.mutation(metadata=may(MEMBER))
    async def set_contact_preferences(
        self,
        info: Info,
        input: SetContactPreferencesInput,  # Relay's own name
        idempotency_key: IdempotencyKey,
    ) -> SetContactPreferencesPayload:
        """Opt out of messages by purpose, and in again; own quiet hours; which channels. Messages about the caller's
        own cases always come.
        """
        mine, wishes = info.context.viewer.id, info.context.app.contact_wishes

        def use_case() -> Answer:
            return wishes.set(request_of(info, idempotency_key, input), mine, _wish(input))

        done = attempt(info, SetContactPreferencesErrorCode, use_case)
        member = await done.load(info, Member)
        return SetContactPreferencesPayload(member=member, replayed=done.replayed, user_errors=done.errors)


def _wish(wanted: SetContactPreferencesInput) -> Wish:
    quiet = wanted.quiet
    if quiet and not (0 <= quiet.start < _HOURS and 0 <= quiet.end < _HOURS):
        raise BadInput("an hour is a whole number from 0 to 23", field="quiet")
    return Wish(
        opted_out=wanted.opted_out,
        quiet=QuietHours(quiet.start, quiet.end) if quiet else None,
        channels=wanted.channels,
    )
