"""G1: an operator begins a draft of a policy, or goes on with one."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.policy.content import PolicyContentInput
from api.policy.drafts import PolicyDraft, wish
from api.publishing import PUBLISHERS
from care.dynamo.requests import Answer
from care.policy.errors import DraftChanged, DraftEnded

__all__ = ["SavePolicyDraft"]


@error_codes(DraftChanged, DraftEnded)
class SavePolicyDraftErrorCode(Enum):
    """Why a draft was not saved."""


@strawberry.input(description="A draft's whole content; it need not be sound yet.")
class SavePolicyDraftInput:
    content: PolicyContentInput = strawberry.field(description="What is left out is no longer part of it.")
    draft_id: strawberry.ID | None = strawberry.field(description="Which draft; none: a new one.", default=None)
    expected_version: int | None = strawberry.field(
        description="The draft's version as it was read; none for a new one.", default=None
    )


@strawberry.type(description="What became of the draft.")
class SavePolicyDraftPayload(Payload[SavePolicyDraftErrorCode]):
    draft: PolicyDraft | None = strawberry.field(description="The draft as it is now.")


@strawberry.type
class SavePolicyDraft:
    @strawberry.mutation(metadata=may(PUBLISHERS))
    async def save_policy_draft(
        self, info: Info, input: SavePolicyDraftInput, idempotency_key: IdempotencyKey
    ) -> SavePolicyDraftPayload:
        """Keep a draft; what was checked before is to be checked again."""

        def use_case() -> Answer:
            about = wish(info, input.draft_id, input.expected_version)
            request = request_of(info, idempotency_key, input)
            return info.context.app.policies.drafts.save(about, input.content.draft(), request)

        done = attempt(info, SavePolicyDraftErrorCode, use_case)
        draft = await done.load(info, PolicyDraft)
        return SavePolicyDraftPayload(draft=draft, replayed=done.replayed, user_errors=done.errors)
