"""P6: what a member answered when the mini-program asked to notify them."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.members.types import Member
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from care.contact.errors import TemplateUnknown
from care.dynamo.requests import Answer

__all__ = ["RecordSubscription"]


@error_codes(TemplateUnknown)
class RecordSubscriptionErrorCode(Enum):
    """Why the answer was not recorded."""


@strawberry.input(description="What the caller answered to one prompt.")
class RecordSubscriptionInput:
    accepted: list[str] = strawberry.field(description="Templates that they accepted, one notice each.")
    refused: list[str] = strawberry.field(description="Templates that they refused.", default_factory=list)


@strawberry.type(description="What became of the answer.")
class RecordSubscriptionPayload(Payload[RecordSubscriptionErrorCode]):
    member: Member | None = strawberry.field(description="The caller.")


@strawberry.type
class RecordSubscription:
    @strawberry.mutation(metadata=may(MEMBER))
    async def record_subscription(
        self,
        info: Info,
        input: RecordSubscriptionInput,  # Relay's own name
        idempotency_key: IdempotencyKey,
    ) -> RecordSubscriptionPayload:
        """Keep what the caller accepted: each acceptance is good for one notice of the mini-program."""
        mine, wishes = info.context.viewer.id, info.context.app.contact_wishes

        def use_case() -> Answer:
            return wishes.record(request_of(info, idempotency_key, input), mine, input.accepted, input.refused)

        done = attempt(info, RecordSubscriptionErrorCode, use_case)
        member = await done.load(info, Member)
        return RecordSubscriptionPayload(member=member, replayed=done.replayed, user_errors=done.errors)
