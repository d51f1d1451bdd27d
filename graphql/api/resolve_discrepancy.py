"""C5: an operator says why a discrepancy is none, or that it has been put right."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.relay import local_id
from api.settlement import BOOKKEEPERS, Discrepancy, DiscrepancyState
from care.accounts.settlement.errors import DiscrepancyNotOpen
from care.dynamo.requests import Answer

__all__ = ["ResolveDiscrepancy"]


@error_codes(DiscrepancyNotOpen)
class ResolveDiscrepancyErrorCode(Enum):
    """Why a discrepancy was not resolved."""


@strawberry.input(description="How a discrepancy ends.")
class ResolveDiscrepancyInput:
    discrepancy_id: strawberry.ID = strawberry.field(description="The discrepancy.")
    outcome: DiscrepancyState = strawberry.field(description="EXPLAINED or CORRECTED.")  # type: ignore[valid-type]
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")


@strawberry.type(description="What became of it.")
class ResolveDiscrepancyPayload(Payload[ResolveDiscrepancyErrorCode]):
    discrepancy: Discrepancy | None = strawberry.field(description="The discrepancy as it is now.")


@strawberry.type
class ResolveDiscrepancy:
    @strawberry.mutation(metadata=may(BOOKKEEPERS))
    async def resolve_discrepancy(
        self, info: Info, input: ResolveDiscrepancyInput, idempotency_key: IdempotencyKey
    ) -> ResolveDiscrepancyPayload:
        """Say why a discrepancy is none, or that it has been put right."""

        def use_case() -> Answer:
            return info.context.app.reconciliation.resolve(
                request_of(info, idempotency_key, input),
                local_id("Discrepancy", input.discrepancy_id, field="discrepancy_id"),
                input.outcome,
                info.context.viewer.id,
                input.why,
            )

        done = attempt(info, ResolveDiscrepancyErrorCode, use_case)
        found = await done.load(info, Discrepancy)
        return ResolveDiscrepancyPayload(discrepancy=found, replayed=done.replayed, user_errors=done.errors)
