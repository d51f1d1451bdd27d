"""快递100's pushes: a form with `param` (JSON, the whole history) and `sign` = MD5(param + salt) in capitals."""

from collections.abc import Iterator, Mapping
from hashlib import md5

import msgspec

from care.kernel.facts import Id
from care.logistics.carriers.trace import Trace, carrier_of, check_sign, field, local_time, read_json, step_for
from care.logistics.rules import plain_place

__all__ = ["answer", "read", "sign"]


class _Row(msgspec.Struct):
    time: str
    status: str | None = None
    status_code: str | None = msgspec.field(name="statusCode", default=None)
    area: str | None = msgspec.field(name="areaName", default=None)


class _Result(msgspec.Struct):
    com: str
    nu: Id
    state: str | int
    data: list[_Row] = []


class _Param(msgspec.Struct):
    result: _Result | None = msgspec.field(name="lastResult", default=None)


def sign(param: str, salt: str) -> str:
    """What the hub signs a push with."""
    return md5((param + salt).encode(), usedforsecurity=False).hexdigest().upper()


def read(form: Mapping[str, str], salt: str) -> list[Trace]:
    """BadSignature, Malformed. The newest first, as they come; none where the hub tells that it found nothing."""
    param = field(form, "param")
    check_sign(field(form, "sign").upper(), sign(param, salt))
    result = read_json(param, _Param).result
    return list(_traces(result)) if result else []


def answer(fault: str | None = None) -> dict[str, object]:
    """What the hub wants to hear; without `result` it sends the push again."""
    return {"result": fault is None, "returnCode": "200" if fault is None else "500", "message": fault or "成功"}


def _traces(result: _Result) -> Iterator[Trace]:
    for number, row in enumerate(result.data):
        newest = str(result.state) if number == 0 else None
        if step := step_for("kuaidi100", row.status_code, row.status, newest):
            yield Trace(
                waybill=result.nu,
                carrier=carrier_of(result.com),
                step=step,
                at=local_time(row.time),
                place=plain_place(row.area),
            )
