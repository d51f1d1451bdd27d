"""P5: an operator switches delivery slots on or off in a region."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.logistics.region_slots import RegionSlots
from api.payloads import Payload, attempt, error_codes
from api.permissions import may, staff
from api.viewer import Role
from care.dynamo.requests import Answer

__all__ = ["SetRegionSlots"]


@error_codes()
class SetRegionSlotsErrorCode(Enum):
    """Why nothing was changed."""


@strawberry.input(description="Whether slots are booked in a region.")
class SetRegionSlotsInput:
    region: str = strawberry.field(description="Which.")
    open: bool | None = strawberry.field(description="Null: as everywhere (`logistics.slots_open`).")


@strawberry.type(description="What became of it.")
class SetRegionSlotsPayload(Payload[SetRegionSlotsErrorCode]):
    region_slots: RegionSlots | None = strawberry.field(description="As it is now.")


@strawberry.type
class SetRegionSlots:
    @strawberry.mutation(metadata=may(staff(Role.OPERATOR)))
    async def set_region_slots(
        self, info: Info, input: SetRegionSlotsInput, idempotency_key: IdempotencyKey
    ) -> SetRegionSlotsPayload:
        """Open slots in a region, with the notice before each, or close them; what is booked stays booked."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            return info.context.app.slot_regions.set(request, info.context.viewer.id, input.region, input.open)

        done = attempt(info, SetRegionSlotsErrorCode, use_case)
        found = await done.load(info, RegionSlots)
        return SetRegionSlotsPayload(region_slots=found, replayed=done.replayed, user_errors=done.errors)
