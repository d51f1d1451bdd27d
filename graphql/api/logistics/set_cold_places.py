"""P5: a leader says how many orders their pickup point can keep cold."""

from enum import Enum

import strawberry

from api.communities import led_community
from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.logistics.holds import ColdStore
from api.payloads import Payload, attempt, error_codes
from api.permissions import may, staff
from api.viewer import Role
from care.dynamo.requests import Answer
from care.kernel.errors import NotFound

__all__ = ["SetColdPlaces"]


@error_codes()
class SetColdPlacesErrorCode(Enum):
    """Why the number was not taken."""


@strawberry.input(description="The cold places of the caller's pickup point.")
class SetColdPlacesInput:
    places: int | None = strawberry.field(description="How many orders at a time; null: as the product's figure says.")


@strawberry.type(description="What became of it.")
class SetColdPlacesPayload(Payload[SetColdPlacesErrorCode]):
    cold_store: ColdStore | None = strawberry.field(description="As it is now.")


@strawberry.type
class SetColdPlaces:
    @strawberry.mutation(metadata=may(staff(Role.LEADER)))
    async def set_cold_places(
        self, info: Info, input: SetColdPlacesInput, idempotency_key: IdempotencyKey
    ) -> SetColdPlacesPayload:
        """Say how many cold places there are. What is kept stays; nothing more is taken until there is room."""

        def use_case() -> Answer:
            request, community = request_of(info, idempotency_key, input), led_community(info)
            if not community:
                raise NotFound("you lead no community")
            return info.context.app.holdings.set_places(request, community, input.places)

        done = attempt(info, SetColdPlacesErrorCode, use_case)
        store = await done.load(info, ColdStore)
        return SetColdPlacesPayload(cold_store=store, replayed=done.replayed, user_errors=done.errors)
