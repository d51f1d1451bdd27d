"""P5: staff state that a product comes late, is short, or is back."""

from datetime import date
from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.logistics.supply import Supply, SupplyState
from api.payloads import Payload, attempt, error_codes
from api.permissions import may, staff
from api.viewer import Role
from care.dynamo.requests import Answer
from care.logistics.supply.statements import SupplyWish

__all__ = ["StateSupply"]


@error_codes()
class StateSupplyErrorCode(Enum):
    """Why the statement was not taken."""


@strawberry.input(description="How it stands with a product from now on, stated whole.")
class StateSupplyInput:
    sku: str = strawberry.field(description="The mall's id of the product.")
    state: SupplyState = strawberry.field(description="How it stands.")  # type: ignore[valid-type]
    expected_on: date | None = strawberry.field(
        description="The day, in Shanghai, on which it is to come: of DELAYED; may be said of SHORT.", default=None
    )
    left: int | None = strawberry.field(description="Pieces that are left, of LOW.", default=None)
    regions: list[str] = strawberry.field(
        description="Whose orders it concerns, 30 at most; none: everybody's.", default_factory=list
    )
    order_ids: list[str] = strawberry.field(
        description="The mall's ids of the orders that it concerns, 500 at most; none: all.", default_factory=list
    )


@strawberry.type(description="What became of it.")
class StateSupplyPayload(Payload[StateSupplyErrorCode]):
    supply: Supply | None = strawberry.field(description="As it is now.")


@strawberry.type
class StateSupply:
    @strawberry.mutation(metadata=may(staff(Role.OPERATOR, Role.PRODUCT)))
    async def state_supply(
        self, info: Info, input: StateSupplyInput, idempotency_key: IdempotencyKey
    ) -> StateSupplyPayload:
        """Say how it stands with a product: whoever awaits it is told and asked, and told again when it is back."""

        def use_case() -> Answer:
            wish = SupplyWish(
                sku=input.sku,
                state=input.state,
                expected_on=input.expected_on,
                left=input.left,
                regions=tuple(input.regions),
                order_ids=tuple(input.order_ids),
            )
            request = request_of(info, idempotency_key, input)
            return info.context.app.supply_statements.state(request, info.context.viewer.id, wish)

        done = attempt(info, StateSupplyErrorCode, use_case)
        supply = await done.load(info, Supply)
        return StateSupplyPayload(supply=supply, replayed=done.replayed, user_errors=done.errors)
