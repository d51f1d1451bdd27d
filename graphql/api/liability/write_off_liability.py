"""G9: what a party owes is given up."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.liability.inputs import LiablePartyInput, party
from api.liability.types import Liability
from api.payloads import Payload, attempt, error_codes
from api.permissions import may, staff
from api.relay import local_id
from api.viewer import Role
from care.dynamo.requests import Answer
from care.liability.errors import DisputeOpen, NothingToWriteOff, NotLiable

__all__ = ["WriteOffLiability"]


@error_codes(DisputeOpen, NotLiable, NothingToWriteOff)
class WriteOffLiabilityErrorCode(Enum):
    """Why nothing was written off."""


@strawberry.input(description="Whose share is given up, and why.")
class WriteOffLiabilityInput:
    liability_id: strawberry.ID = strawberry.field(description="The liability.")
    party: LiablePartyInput = strawberry.field(description="Who.")
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")


@strawberry.type(description="What became of it.")
class WriteOffLiabilityPayload(Payload[WriteOffLiabilityErrorCode]):
    liability: Liability | None = strawberry.field(description="The liability as it is now.")


@strawberry.type
class WriteOffLiability:
    @strawberry.mutation(metadata=may(staff(Role.MANAGER)))
    async def write_off_liability(
        self, info: Info, input: WriteOffLiabilityInput, idempotency_key: IdempotencyKey
    ) -> WriteOffLiabilityPayload:
        """Give up what a party owes of it; managers only."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            liability_id = local_id("Liability", input.liability_id, field="liability_id")
            me = info.context.viewer.id
            return info.context.app.liabilities.write_off(request, liability_id, party(input.party), me, input.why)

        done = attempt(info, WriteOffLiabilityErrorCode, use_case)
        liability = await done.load(info, Liability)
        return WriteOffLiabilityPayload(liability=liability, replayed=done.replayed, user_errors=done.errors)
