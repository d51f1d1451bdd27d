"""L4: staff publish or decline a post."""

from enum import Enum

import strawberry

from api.context import Info
from api.enums import described
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.programmes.posts import PLANNERS, Post
from api.relay import local_id
from care.dynamo.requests import Answer
from care.programmes import model
from care.programmes.errors import PostModerated
from care.programmes.posts import Moderation
from care.tickets.errors import WordsBanned

__all__ = ["ModeratePost"]

ModerationVerdict = described(
    model.Verdict,
    "What is decided about a post.",
    name="ModerationVerdict",
    PUBLISH="The neighbours read it.",
    DECLINE="They do not; its author may rewrite it.",
)


@error_codes(PostModerated, WordsBanned)
class ModeratePostErrorCode(Enum):
    """Why a post was not decided about."""


@strawberry.input(description="A decision about a post.")
class ModeratePostInput:
    post_id: strawberry.ID = strawberry.field(description="The post.")
    verdict: model.Verdict = strawberry.field(description="Publish or decline.")
    reason: str | None = strawberry.field(
        description="With DECLINE, and only with it: 2 to 40 characters that the author reads.", default=None
    )


@strawberry.type(description="What became of the decision.")
class ModeratePostPayload(Payload[ModeratePostErrorCode]):
    post: Post | None = strawberry.field(description="The post as it is now.")


@strawberry.type
class ModeratePost:
    @strawberry.mutation(metadata=may(PLANNERS))
    async def moderate_post(
        self,
        info: Info,
        input: ModeratePostInput,
        idempotency_key: IdempotencyKey,
    ) -> ModeratePostPayload:
        """Publish a post to the author's community, or decline it; the author is told either way."""

        def use_case() -> Answer:
            post_id = local_id("Post", input.post_id, field="post_id")
            who = info.context.viewer.id
            moderation = Moderation(post_id=post_id, verdict=input.verdict, reason=input.reason, by=who)
            return info.context.app.posts.moderate(request_of(info, idempotency_key, input), moderation)

        done = attempt(info, ModeratePostErrorCode, use_case)
        post = await done.load(info, Post)
        return ModeratePostPayload(post=post, replayed=done.replayed, user_errors=done.errors)
