"""P7: one tap, "all fine" or "still not"."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.outreach.types import ClosureCheck
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from care.dynamo.requests import Answer
from care.outreach.errors import ClosureAnswered, ClosureOutdated

__all__ = ["AnswerClosureCheck"]


@error_codes(ClosureAnswered, ClosureOutdated)
class AnswerClosureCheckErrorCode(Enum):
    """Why a tap was not taken."""


@strawberry.input(description="A tap on a closure check.")
class AnswerClosureCheckInput:
    check_id: strawberry.ID = strawberry.field(description="The closure check.")
    fine: bool = strawberry.field(description="true: all is fine, the ticket closes; false: still not, it reopens.")


@strawberry.type(description="What became of the tap.")
class AnswerClosureCheckPayload(Payload[AnswerClosureCheckErrorCode]):
    check: ClosureCheck | None = strawberry.field(description="The closure check as it is now.")


@strawberry.type
class AnswerClosureCheck:
    @strawberry.mutation(metadata=may(MEMBER))
    async def answer_closure_check(
        self,
        info: Info,
        input: AnswerClosureCheckInput,
        idempotency_key: IdempotencyKey,
    ) -> AnswerClosureCheckPayload:
        """Say whether a resolution holds: fine closes the ticket, still not reopens it with priority."""

        def use_case() -> Answer:
            check_id = local_id("ClosureCheck", input.check_id, field="check_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.closure_checks.answer(request, check_id, info.context.viewer.id, fine=input.fine)

        done = attempt(info, AnswerClosureCheckErrorCode, use_case)
        check = await done.load(info, ClosureCheck)
        return AnswerClosureCheckPayload(check=check, replayed=done.replayed, user_errors=done.errors)
