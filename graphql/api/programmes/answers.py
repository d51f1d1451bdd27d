"""What every answer to an invitation shares: its input, and the way to the use case."""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Outcome, attempt
from api.relay import local_id
from care.dynamo.requests import Answer, Request

__all__ = ["InvitationInput", "UseCase", "answer"]

E = TypeVar("E", bound=Enum)
UseCase = Callable[[Request, str, str], Answer]
"""(request, member id, invitation id) → the invitation's id."""


@strawberry.input(description="Which invitation it is about.")
class InvitationInput:
    invitation_id: strawberry.ID = strawberry.field(description="The invitation.")


def answer(
    info: Info, codes: type[E], use_case: UseCase, input_: InvitationInput, key: IdempotencyKey
) -> Outcome[Answer, E]:
    """As `attempt`; the result is the invitation's id."""

    def run() -> Answer:
        invitation_id = local_id("Invitation", input_.invitation_id, field="invitation_id")
        return use_case(request_of(info, key, input_), info.context.viewer.id, invitation_id)

    return attempt(info, codes, run)
