"""P5: the place of what was kept is given back, by the member or by the leader of the community."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.logistics.holds import ParcelHold
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may, staff
from api.relay import local_id
from api.viewer import Role
from care.dynamo.requests import Answer
from care.logistics.holding.errors import HoldOver

__all__ = ["ReleaseParcel"]


@error_codes(HoldOver)
class ReleaseParcelErrorCode(Enum):
    """Why nothing was given back."""


@strawberry.input(description="An order whose goods need not be kept any longer.")
class ReleaseParcelInput:
    order_id: strawberry.ID = strawberry.field(
        description="The caller's order, or one of the community that they lead."
    )


@strawberry.type(description="What became of it.")
class ReleaseParcelPayload(Payload[ReleaseParcelErrorCode]):
    hold: ParcelHold | None = strawberry.field(description="As it is now.")


@strawberry.type
class ReleaseParcel:
    @strawberry.mutation(metadata=may(MEMBER | staff(Role.LEADER)))
    async def release_parcel(
        self, info: Info, input: ReleaseParcelInput, idempotency_key: IdempotencyKey
    ) -> ReleaseParcelPayload:
        """Give the place back: the member comes for it, or the leader has dealt with what was not collected."""

        def use_case() -> Answer:
            viewer, holdings = info.context.viewer, info.context.app.holdings
            return holdings.release(
                request_of(info, idempotency_key, input),
                local_id("Order", input.order_id, field="order_id"),
                member_id=viewer.id if Role.MEMBER in viewer.roles else None,
                community=viewer.community if Role.LEADER in viewer.roles else None,
            )

        done = attempt(info, ReleaseParcelErrorCode, use_case)
        hold = await done.load(info, ParcelHold)
        return ReleaseParcelPayload(hold=hold, replayed=done.replayed, user_errors=done.errors)
