"""快递鸟's pushes: a form with `RequestData` (JSON) and `DataSign`: Base64 of MD5(RequestData + key) as hex."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import md5

import msgspec

from care.kernel.clock import SHANGHAI
from care.kernel.facts import Id
from care.logistics.carriers.trace import Trace, carrier_of, check_sign, field, local_time, read_json, step_for
from care.logistics.rules import plain_place

__all__ = ["answer", "read", "sign"]


class _Row(msgspec.Struct):
    time: str = msgspec.field(name="AcceptTime")
    action: str | None = msgspec.field(name="Action", default=None)
    place: str | None = msgspec.field(name="Location", default=None)


class _Parcel(msgspec.Struct):
    carrier: str = msgspec.field(name="ShipperCode")
    number: Id = msgspec.field(name="LogisticCode")
    state: str | None = msgspec.field(name="State", default=None)
    detailed: str | None = msgspec.field(name="StateEx", default=None)
    rows: list[_Row] = msgspec.field(name="Traces", default_factory=list)


class _Push(msgspec.Struct):
    parcels: list[_Parcel] = msgspec.field(name="Data")


def sign(data: str, key: str) -> str:
    """What the hub signs a push with."""
    return b64encode(md5((data + key).encode(), usedforsecurity=False).hexdigest().encode()).decode()


def read(form: Mapping[str, str], key: str) -> list[Trace]:
    """BadSignature, Malformed. Of all parcels of the push, each with the oldest first, as they come."""
    data = field(form, "RequestData")
    check_sign(field(form, "DataSign"), sign(data, key))
    return [trace for parcel in read_json(data, _Push).parcels for trace in _traces(parcel)]


def answer(business_id: str, now: datetime, fault: str | None = None) -> dict[str, object]:
    """What the hub wants to hear; without `Success` it sends the push again."""
    told = now.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    return {"EBusinessID": business_id, "UpdateTime": told, "Success": fault is None, "Reason": fault or ""}


def _traces(parcel: _Parcel) -> Iterator[Trace]:
    for number, row in enumerate(parcel.rows, 1):
        newest = (parcel.detailed, parcel.state) if number == len(parcel.rows) else ()
        if step := step_for("kdniao", row.action, *newest):
            yield Trace(
                waybill=parcel.number,
                carrier=carrier_of(parcel.carrier),
                step=step,
                at=local_time(row.time),
                place=plain_place(row.place),
            )
