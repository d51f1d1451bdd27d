"""A carrier's push, taken as the mall's own `ShipmentMoved` is: for every parcel of ours that bears its number."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta

from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.logistics.carriers.trace import Trace
from care.logistics.model import Parcel
from care.logistics.store import parcel_at, waybill_at
from care.orders.events import ShipmentMoved

__all__ = ["Pushes"]

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(hours=24)
"""A time further ahead comes from a wrong clock, as in the mall's events."""


class Pushes:
    """`take_fact` is the door of the mall's `ShipmentMoved`, so that a push leads to just what the event does."""

    def __init__(self, storage: Storage, clock: Clock, take_fact: Callable[[ShipmentMoved], None]) -> None:
        self._storage = storage
        self._clock = clock
        self._take_fact = take_fact

    def take(self, traces: Iterable[Trace]) -> int:
        """How many movements were new: known ones cost two reads in all, however often the hub repeats them.

        NotFound where no parcel of ours bears any of the numbers: the mall may tell of it yet, and the hub comes again.
        """
        by_number: dict[str, list[Trace]] = defaultdict(list)
        for trace in traces:
            by_number[trace.waybill].append(trace)
        waybills = fetch_by_id(self._storage, waybill_at, by_number)
        if by_number and not waybills:
            raise NotFound(field="waybill")
        parcels = fetch_by_id(self._storage, parcel_at, {key for each in waybills.values() for key in each.parcels})
        named = [(parcels[key], number) for number, each in waybills.items() for key in each.parcels]
        facts = [fact for parcel, number in named for fact in self._new(parcel, by_number[number])]
        for fact in facts:
            self._take_fact(fact)
        return len(facts)

    def _new(self, parcel: Parcel, traces: list[Trace]) -> Iterator[ShipmentMoved]:
        known = {(each.at, each.step) for each in parcel.movements}
        latest = self._clock.now() + _AHEAD
        for trace in sorted(traces, key=lambda each: each.at):
            if (trace.at, trace.step) not in known and _EARLIEST <= trace.at <= latest:
                yield ShipmentMoved(
                    shipment_id=parcel.shipment_id,
                    order_id=parcel.order_id,
                    status=trace.step,
                    moved_at=trace.at,
                    place=trace.place,
                    carrier=trace.carrier,
                )
