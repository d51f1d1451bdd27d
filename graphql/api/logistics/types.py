"""Parcels as members, their leader and staff see them (P4, P5)."""

from datetime import datetime
from typing import Self

import strawberry

from api.context import Context
from api.enums import described
from api.permissions import PART, seen_by
from care.logistics import model
from care.orders.model import Order

__all__ = ["Parcel", "ParcelStall", "ShippingMovement", "ShippingStep", "parcels_of"]

ShippingStep = described(
    model.Step,
    "What a movement of a parcel is to the member.",
    name="ShippingStep",
    SHIPPED="It has left the warehouse.",
    IN_TRANSIT="It is on its way.",
    ARRIVED_CITY="It has come to the member's city.",
    OUT_FOR_DELIVERY="Somebody is on the way with it.",
    AT_PICKUP="It lies at the pickup point.",
    SIGNED="It was signed for.",
    PROBLEM="The carrier tells of a problem.",
    RETURNED="It goes back.",
)
StallState = described(
    model.StallState,
    "Where a stall stands.",
    name="StallState",
    ASKED="The member has been asked what should be done.",
    CHASED="The member had the carrier chased.",
    WAITING="The member waits on.",
    REFUND="The member would rather have their money back.",
)


@seen_by(PART)
@strawberry.type(description="One movement of a parcel.")
class ShippingMovement:
    step: ShippingStep = strawberry.field(description="What it is to the member.")  # type: ignore[valid-type]
    at: datetime = strawberry.field(description="When it moved.")
    place: str | None = strawberry.field(description="Where; null where it is not known.")


@seen_by(PART)
@strawberry.type(description="That a parcel has not moved past its norm (P4).")
class ParcelStall:
    since: datetime = strawberry.field(description="Its last movement.")
    state: StallState = strawberry.field(description="Where it stands.")  # type: ignore[valid-type]
    look_at: datetime | None = strawberry.field(description="When it is asked about again if nothing moves by then.")


@seen_by(PART)
@strawberry.type(description="A parcel of an order: its steps, and whether it moves.")
class Parcel:
    shipment_id: str = strawberry.field(description="The mall's id of it.")
    carrier: str | None = strawberry.field(description="Who carries it, where that is known.")
    movements: list[ShippingMovement] = strawberry.field(description="The oldest first; at most 48.")
    stall: ParcelStall | None = strawberry.field(description="Null while it moves.")

    @classmethod
    def of(cls, parcel: model.Parcel) -> Self:
        stall = parcel.open_stall
        return cls(
            shipment_id=parcel.shipment_id,
            carrier=parcel.carrier,
            movements=[ShippingMovement(step=each.step, at=each.at, place=each.place) for each in parcel.movements],
            stall=ParcelStall(since=stall.since, state=stall.state, look_at=stall.look_at) if stall else None,
        )


async def parcels_of(context: Context, order: Order) -> list[Parcel]:
    """The parcels of an order, by their shipments' ids; all of a request are read together."""
    waiting = [
        context.loaders.load("parcels", context.app.logistics.get_many, model.parcel_key(order.id, each))
        for each in sorted(order.shipments)
    ]
    return [Parcel.of(found) for each in waiting if (found := await each)]
