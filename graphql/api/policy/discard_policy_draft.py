"""G1: an operator puts a draft aside."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.policy.drafts import PolicyDraft, wish
from api.publishing import PUBLISHERS
from care.dynamo.requests import Answer
from care.policy.errors import DraftChanged, DraftEnded

__all__ = ["DiscardPolicyDraft"]


@error_codes(DraftChanged, DraftEnded)
class DiscardPolicyDraftErrorCode(Enum):
    """Why a draft was not put aside."""


@strawberry.input(description="Which draft to put aside.")
class DiscardPolicyDraftInput:
    draft_id: strawberry.ID = strawberry.field(description="The draft.")
    expected_version: int = strawberry.field(description="Its version as it was read.")


@strawberry.type(description="What became of the draft.")
class DiscardPolicyDraftPayload(Payload[DiscardPolicyDraftErrorCode]):
    draft: PolicyDraft | None = strawberry.field(description="The draft as it is now.")


@strawberry.type
class DiscardPolicyDraft:
    @strawberry.mutation(metadata=may(PUBLISHERS))
    async def discard_policy_draft(
        self, info: Info, input: DiscardPolicyDraftInput, idempotency_key: IdempotencyKey
    ) -> DiscardPolicyDraftPayload:
        """Put a draft aside for good; it stays readable."""

        def use_case() -> Answer:
            about = wish(info, input.draft_id, input.expected_version)
            return info.context.app.policies.drafts.discard(about, request_of(info, idempotency_key, input))

        done = attempt(info, DiscardPolicyDraftErrorCode, use_case)
        draft = await done.load(info, PolicyDraft)
        return DiscardPolicyDraftPayload(draft=draft, replayed=done.replayed, user_errors=done.errors)
