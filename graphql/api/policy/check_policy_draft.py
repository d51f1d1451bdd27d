"""G1: an operator lets a draft be checked: gaps, overlaps, vague words and all else, each with its place."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, UserError, error_codes
from api.permissions import may
from api.policy.drafts import PolicyDraft, wish
from api.publishing import PUBLISHERS, attempt_publication
from care.dynamo.requests import Answer
from care.policy.errors import DraftChanged, DraftEnded
from care.policy.faults import POLICY_FLAWS

__all__ = ["CheckPolicyDraft"]


@error_codes(DraftChanged, DraftEnded, *POLICY_FLAWS)
class CheckPolicyDraftErrorCode(Enum):
    """What is wrong with a draft."""


@strawberry.input(description="Which draft to check.")
class CheckPolicyDraftInput:
    draft_id: strawberry.ID = strawberry.field(description="The draft.")
    expected_version: int = strawberry.field(description="Its version as it was read.")


@strawberry.type(description="What the check found.")
class CheckPolicyDraftPayload(Payload[CheckPolicyDraftErrorCode]):
    draft: PolicyDraft | None = strawberry.field(description="The draft, which may be scheduled now.")
    user_errors: list[UserError[CheckPolicyDraftErrorCode]] = strawberry.field(description="All that is wrong with it.")


@strawberry.type
class CheckPolicyDraft:
    @strawberry.mutation(metadata=may(PUBLISHERS))
    async def check_policy_draft(
        self, info: Info, input: CheckPolicyDraftInput, idempotency_key: IdempotencyKey
    ) -> CheckPolicyDraftPayload:
        """Check a draft by the figures in force. A draft with flaws stays what it was."""

        def use_case() -> Answer:
            about = wish(info, input.draft_id, input.expected_version)
            return info.context.app.policies.drafts.check(about, request_of(info, idempotency_key, input))

        done = attempt_publication(info, CheckPolicyDraftErrorCode, use_case)
        draft = await done.load(info, PolicyDraft)
        return CheckPolicyDraftPayload(draft=draft, replayed=done.replayed, user_errors=done.errors)
