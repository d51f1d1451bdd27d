"""P5: a member asks to have what has come kept at the pickup point (延时保管)."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.logistics.holds import ParcelHold
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from care.dynamo.requests import Answer
from care.logistics.holding.errors import ColdStoreFull, HoldTooLong, NothingToHold

__all__ = ["HoldParcel"]


@error_codes(NothingToHold, HoldTooLong, ColdStoreFull)
class HoldParcelErrorCode(Enum):
    """Why the goods are not kept longer."""


@strawberry.input(description="Until when an order's goods should be kept.")
class HoldParcelInput:
    order_id: strawberry.ID = strawberry.field(description="The caller's order.")
    until: datetime | None = strawberry.field(description="Null: as long as the goods keep.", default=None)


@strawberry.type(description="What became of the wish.")
class HoldParcelPayload(Payload[HoldParcelErrorCode]):
    hold: ParcelHold | None = strawberry.field(description="As it is now.")


@strawberry.type
class HoldParcel:
    @strawberry.mutation(metadata=may(MEMBER))
    async def hold_parcel(
        self, info: Info, input: HoldParcelInput, idempotency_key: IdempotencyKey
    ) -> HoldParcelPayload:
        """Have all that lies at the pickup point of one's own order kept there; asked again, until another time."""

        def use_case() -> Answer:
            order_id = local_id("Order", input.order_id, field="order_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.holdings.hold(request, info.context.viewer.id, order_id, input.until)

        done = attempt(info, HoldParcelErrorCode, use_case)
        hold = await done.load(info, ParcelHold)
        return HoldParcelPayload(hold=hold, replayed=done.replayed, user_errors=done.errors)
