"""Asks the mall to chase a carrier (P4): the event, and the errand that puts it out."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.facts import Instant
from care.kernel.ids import derived_id
from care.kernel.work import Firing
from care.logistics.model import Parcel
from care.logistics.store import parcel_at

__all__ = ["AskCarrier", "ShipmentChaseRequested"]

Name = Annotated[str, Meta(min_length=1, max_length=200)]


class ShipmentChaseRequested(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member waits for a parcel that has not moved since `since`: chase its carrier."""

    version: Literal[1]
    occurred_at: Instant
    key: Annotated[str, Meta(min_length=1, max_length=200, description="what the mall acts on once")]
    member_id: Name
    order_id: Name
    shipment_id: Name
    waybill: Annotated[Name, Meta(description="the carrier's number, as it was stated")]
    carrier: Name | None = None
    since: Annotated[Instant, Meta(description="its last movement")]


class AskCarrier:
    """The errand of `shipment.chase`. A crash after the event asks once more under the same key."""

    def __init__(self, storage: Storage, clock: Clock, put: Callable[[object, datetime], None]) -> None:
        self._storage = storage
        self._clock = clock
        self._put = put

    def send(self, firing: Firing) -> None:
        """Ask, unless the parcel has moved since."""
        parcel: Parcel | None = self._storage.get(*parcel_at(firing.item.subject))
        if parcel and parcel.open_stall and int(parcel.last.at.timestamp()) == firing.item.generation:
            now = self._clock.now()
            self._put(_request(parcel, firing.item, now), now)
        firing.commit(lambda _batch: None)


def _request(parcel: Parcel, item: AgendaItem, now: datetime) -> ShipmentChaseRequested:
    return ShipmentChaseRequested(
        version=1,
        occurred_at=now,
        key=derived_id("chase", item.subject, item.generation, item.part),
        member_id=str(item.payload["member_id"]),
        order_id=parcel.order_id,
        shipment_id=parcel.shipment_id,
        waybill=parcel.waybill,
        carrier=parcel.carrier,
        since=parcel.last.at,
    )
