"""P6: a member says what they want no messages for."""

from enum import Enum

import strawberry

from api.contact import MessagePurpose
from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.members.types import Member
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from care.dynamo.requests import Answer
from care.members.errors import ServiceIsNeeded

__all__ = ["SetContactPreferences"]


@error_codes(ServiceIsNeeded)
class SetContactPreferencesErrorCode(Enum):
    """Why the preferences were not changed."""


@strawberry.input(description="What the caller wants no messages for.")
class SetContactPreferencesInput:
    opted_out: list[MessagePurpose] = strawberry.field(  # type: ignore[valid-type]
        description="All purposes without messages: SURVEY, CARE, MARKETING; none: all messages are welcome."
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
        """Opt out of messages by purpose, and in again; messages about the caller's own cases always come."""
        mine = info.context.viewer.id

        def use_case() -> Answer:
            return info.context.app.members.opt_out(request_of(info, idempotency_key, input), mine, input.opted_out)

        done = attempt(info, SetContactPreferencesErrorCode, use_case)
        member = await done.load(info, Member)
        return SetContactPreferencesPayload(member=member, replayed=done.replayed, user_errors=done.errors)
