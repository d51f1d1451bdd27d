"""G1: an operator schedules a draft as it was checked, to take effect at a stated time."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.policy.drafts import wish
from api.policy.types import PolicyVersion
from api.publishing import PUBLISHERS
from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Answer
from care.policy.drafts import Schedule
from care.policy.errors import CheckOutdated, DraftChanged, DraftEnded, NotChecked

__all__ = ["SchedulePolicy"]


@error_codes(CheckOutdated, DraftChanged, DraftEnded, EffectiveTooSoon, NotChecked)
class SchedulePolicyErrorCode(Enum):
    """Why a policy was not scheduled."""


@strawberry.input(description="Which draft holds from when, and why.")
class SchedulePolicyInput:
    draft_id: strawberry.ID = strawberry.field(description="The draft.")
    expected_version: int = strawberry.field(description="Its version as it was read.")
    effective_at: datetime = strawberry.field(description="At least `policy.lead_minutes` ahead.")
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")


@strawberry.type(description="What became of the draft.")
class SchedulePolicyPayload(Payload[SchedulePolicyErrorCode]):
    policy: PolicyVersion | None = strawberry.field(description="The policy as scheduled.")


@strawberry.type
class SchedulePolicy:
    @strawberry.mutation(metadata=may(PUBLISHERS))
    async def schedule_policy(
        self, info: Info, input: SchedulePolicyInput, idempotency_key: IdempotencyKey
    ) -> SchedulePolicyPayload:
        """Schedule a policy. Versions that wait for a later time are put aside by it; running tickets keep theirs."""

        def use_case() -> Answer:
            about = wish(info, input.draft_id, input.expected_version)
            schedule = Schedule(effective_at=input.effective_at, why=input.why)
            request = request_of(info, idempotency_key, input)
            return info.context.app.policies.drafts.schedule(about, schedule, request)

        done = attempt(info, SchedulePolicyErrorCode, use_case)
        policy = await done.load(info, PolicyVersion)
        return SchedulePolicyPayload(policy=policy, replayed=done.replayed, user_errors=done.errors)
