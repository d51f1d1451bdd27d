"""Where parcels lie. Table `orders`:

| pk | sk | item |
| --- | --- | --- |
| `ORDER#order` | `PARCEL#shipment` | a parcel |
| `WAYBILL#number` | `WAYBILL` | the parcels that a carrier's number stands for |
| `NORM#carrier#origin#destination` | `step#bucket` | how often a step lasted so long |
| `MEMBER#id` | `STEPS` | the steps that a member wants to be told of |
"""

from collections.abc import Iterator
from dataclasses import dataclass

from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask, Storage, Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.logistics.model import Parcel, Step, StepWishes, Waybill
from care.logistics.norms import Lane, gaps

__all__ = ["PARCELS", "STEP_WISHES", "WAYBILLS", "learn", "parcel_at", "seen_on", "step_wishes_at", "waybill_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormCell:
    """How often a step lasted so long on a lane, by place of the bucket."""

    lane: str
    cell: str
    bucket: int
    count: int = 0


PARCELS = Shelf(
    shape=Parcel,
    kind="parcel",
    table="orders",
    key=lambda parcel: Key(f"ORDER#{parcel.order_id}", f"PARCEL#{parcel.shipment_id}"),
)
WAYBILLS = Shelf(
    shape=Waybill, kind="waybill", table="orders", key=lambda waybill: Key(f"WAYBILL#{waybill.number}", "WAYBILL")
)
NORM_CELLS = Shelf(shape=NormCell, kind="norm", table="orders", key=lambda cell: Key(cell.lane, cell.cell))
STEP_WISHES = Shelf(
    shape=StepWishes, kind="step-wishes", table="orders", key=lambda wishes: Key(f"MEMBER#{wishes.member_id}", "STEPS")
)


def parcel_at(key: str) -> Wanted:
    """`key` as `Parcel.key`."""
    order_id, _, shipment_id = key.partition("#")
    return PARCELS, Key(f"ORDER#{order_id}", f"PARCEL#{shipment_id}")


def waybill_at(number: str) -> Wanted:
    return WAYBILLS, Key(f"WAYBILL#{number}", "WAYBILL")


def step_wishes_at(member_id: str) -> Wanted:
    return STEP_WISHES, Key(f"MEMBER#{member_id}", "STEPS")


def seen_on(storage: Storage, lane: Lane, step: Step) -> dict[int, int]:
    """How often the step lasted how long on the lane, by bucket: one query of at most 23 small items."""
    page = storage.query(Ask(table="orders", pk=_norm_pk(lane), prefix=f"{step}#"))
    return {each.bucket: each.count for each in page.of(NORM_CELLS)}


def learn(parcel: Parcel, lane: Lane) -> Iterator[DynamoWrite]:
    """Count what the parcel took, on its lane and for its carrier as a whole."""
    for (step, bucket), times in sorted(gaps(parcel).items()):
        for each in (lane, lane.whole_carrier):
            yield _count(_norm_pk(each), step, bucket, times)


def _count(pk: str, step: Step, bucket: int, times: int) -> DynamoWrite:
    key = Key(pk, f"{step}#{bucket:02}")
    return NORM_CELLS.update(
        key,
        attribute("type").set(NORM_CELLS.kind),
        attribute("lane").set(key.pk),
        attribute("cell").set(key.sk),
        attribute("bucket").set(bucket),
        attribute("count").add(times),
        name="norm.count",
    )


def _norm_pk(lane: Lane) -> str:
    return f"NORM#{lane.carrier}#{lane.origin}#{lane.destination}"
