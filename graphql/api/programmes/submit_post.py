"""L4: a member shares a word."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.programmes.posts import Post
from api.relay import local_id
from care.dynamo.requests import Answer
from care.programmes.errors import (
    CampaignOver,
    InvitationAnswered,
    InvitationExpired,
    NoPostInvited,
    PostSubmitted,
    QuotaFull,
)

__all__ = ["SubmitPost"]


@error_codes(CampaignOver, InvitationAnswered, InvitationExpired, NoPostInvited, PostSubmitted, QuotaFull)
class SubmitPostErrorCode(Enum):
    """Why a post was not taken."""


@strawberry.input(description="A post. Photos follow in a later version.")
class SubmitPostInput:
    invitation_id: strawberry.ID = strawberry.field(description="The invitation that asks for it.")
    text: str = strawberry.field(description="The member's own words, 5 to 500 characters.")


@strawberry.type(description="What became of the post.")
class SubmitPostPayload(Payload[SubmitPostErrorCode]):
    post: Post | None = strawberry.field(description="The post as it is now.")


@strawberry.type
class SubmitPost:
    @strawberry.mutation(metadata=may(MEMBER))
    async def submit_post(
        self,
        info: Info,
        input: SubmitPostInput,
        idempotency_key: IdempotencyKey,
    ) -> SubmitPostPayload:
        """Hand in the one post of an invitation; one that was declined can be rewritten."""

        def use_case() -> Answer:
            invitation_id = local_id("Invitation", input.invitation_id, field="invitation_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.posts.submit(request, info.context.viewer.id, invitation_id, input.text)

        done = attempt(info, SubmitPostErrorCode, use_case)
        post = await done.load(info, Post)
        return SubmitPostPayload(post=post, replayed=done.replayed, user_errors=done.errors)
