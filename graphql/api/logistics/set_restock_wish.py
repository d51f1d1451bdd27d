"""P5: a member wants to hear when a product is back (补货通知), or no longer."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.logistics.supply import RestockWish
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from care.dynamo.requests import Answer
from care.logistics.supply.errors import InStock

__all__ = ["SetRestockWish"]


@error_codes(InStock)
class SetRestockWishErrorCode(Enum):
    """Why the wish was not taken."""


@strawberry.input(description="Whether to be told when a product is back.")
class SetRestockWishInput:
    sku: str = strawberry.field(description="The mall's id of the product.")
    on: bool = strawberry.field(description="False: no longer.", default=True)


@strawberry.type(description="What became of the wish.")
class SetRestockWishPayload(Payload[SetRestockWishErrorCode]):
    wish: RestockWish | None = strawberry.field(description="As it is now; null where nothing is waited for.")


@strawberry.type
class SetRestockWish:
    @strawberry.mutation(metadata=may(MEMBER))
    async def set_restock_wish(
        self, info: Info, input: SetRestockWishInput, idempotency_key: IdempotencyKey
    ) -> SetRestockWishPayload:
        """Be told when a product is back; said again, it stands as it is."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            return info.context.app.restock_wishes.wish(request, info.context.viewer.id, input.sku, on=input.on)

        done = attempt(info, SetRestockWishErrorCode, use_case)
        wish = await done.load(info, RestockWish)
        return SetRestockWishPayload(wish=wish, replayed=done.replayed, user_errors=done.errors)
