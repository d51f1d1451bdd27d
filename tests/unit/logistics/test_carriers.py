"""Pushes of 快递100 and 快递鸟 as their documents state them: verified, then put into our own words."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from care.contact.inbound.faults import BadSignature, Malformed
from care.logistics.carriers import kdniao, kuaidi100
from care.logistics.carriers.trace import Trace
from care.logistics.model import Step
from fakes.house import START

SALT, KEY = "salt-of-ours", "key-of-theirs"
ROWS = [
    {
        "time": "2026-03-03 09:10:00",
        "status": "派件",
        "context": "张三 13812345678 正在派送",
        "areaName": "浙江,杭州市",
    },
    {"time": "2026-03-03 07:00:00", "statusCode": "1001", "status": "在途", "context": "到达杭州"},
    {"time": "2026-03-02 20:00:00", "status": "揽收", "areaName": "上海市"},
    {"time": "2026-03-02 18:00:00", "statusCode": "102", "status": "揽收", "context": "等待揽收"},
]
TRACES = [
    {"AcceptTime": "2026/03/02 20:00:00", "AcceptStation": "已揽收", "Action": "1", "Location": "上海市"},
    {"AcceptTime": "2026-03-03 09:10:00", "AcceptStation": "派送中 13812345678", "Action": "202"},
    {"AcceptTime": "2026-03-03 12:00:00", "AcceptStation": "已签收"},
]


def hundred(param: Any = None, **changes: str) -> dict[str, str]:
    result = {"state": "5", "com": "shunfeng", "nu": "SF1234567890", "data": ROWS}
    text = json.dumps({"status": "polling", "lastResult": result} if param is None else param, ensure_ascii=False)
    return {"param": text, "sign": kuaidi100.sign(text, SALT)} | changes


def bird(data: Any = None, **changes: str) -> dict[str, str]:
    parcel = {"ShipperCode": "SF", "LogisticCode": "SF1234567890", "State": "3", "Success": True, "Traces": TRACES}
    text = json.dumps({"EBusinessID": "1151847", "Count": "1", "Data": [parcel]} if data is None else data)
    return {"RequestData": text, "DataSign": kdniao.sign(text, KEY), "RequestType": "101"} | changes


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In Shanghai."""
    return datetime(2026, 3, day, hour - 8, minute, tzinfo=UTC)


def test_the_signatures_are_those_of_the_documents() -> None:
    assert kuaidi100.sign("{}", "salt") == "4DF345D41BAFC8E489CC9C94112F002A", "md5sum, in capitals"
    assert kdniao.sign("{}", KEY) == "ZGUzNDExNDc5MDZmNGFmMmNhZDJmYjZkNDg0MDAyMjc=", "md5sum, then base64"


def test_kuaidi100_in_our_words() -> None:
    assert kuaidi100.read(hundred(), SALT) == [
        trace(Step.OUT_FOR_DELIVERY, at(3, 9, 10), "浙江,杭州市"),
        trace(Step.ARRIVED_CITY, datetime(2026, 3, 2, 23, tzinfo=UTC)),
        trace(Step.SHIPPED, at(2, 20), "上海市"),
    ], "what waits to be fetched has not moved"


def test_kdniao_in_our_words() -> None:
    assert kdniao.read(bird(), KEY) == [
        trace(Step.SHIPPED, at(2, 20), "上海市"),
        trace(Step.OUT_FOR_DELIVERY, at(3, 9, 10)),
        trace(Step.SIGNED, at(3, 12)),
    ]


def trace(step: Step, when: datetime, place: str | None = None) -> Trace:
    return Trace(waybill="SF1234567890", carrier="SF", step=step, at=when, place=place)


@pytest.mark.parametrize("form", [hundred(sign="0" * 32), hundred(sign="é"), hundred() | {"param": "{}"}])
def test_kuaidi100_is_not_believed_unsigned(form: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        kuaidi100.read(form, SALT)


@pytest.mark.parametrize("form", [bird(DataSign="x"), bird() | {"RequestData": "{}"}])
def test_kdniao_is_not_believed_unsigned(form: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        kdniao.read(form, KEY)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"param": "{}"},
        hundred(["a list"]),
        hundred({"lastResult": {"com": "SF", "nu": "no number at all", "state": "0"}}),
        hundred({"lastResult": {"com": "SF", "nu": "1", "state": "0", "data": [{"time": "yesterday"}]}}),
        {"param": "x" * 300_000, "sign": "0"},
    ],
)
def test_kuaidi100_must_say_what_it_says_in_its_documents(form: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        kuaidi100.read(form, SALT)


@pytest.mark.parametrize("form", [{}, bird({"Data": 7}), bird({"Data": [{"ShipperCode": "SF"}]})])
def test_kdniao_must_say_what_it_says_in_its_documents(form: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        kdniao.read(form, KEY)


def test_a_push_that_found_nothing_is_none() -> None:
    assert kuaidi100.read(hundred({"status": "abort", "message": "3天查询无记录"}), SALT) == []


def test_the_hubs_are_answered_as_they_want() -> None:
    assert kuaidi100.answer() == {"result": True, "returnCode": "200", "message": "成功"}
    assert kuaidi100.answer("unknown")["result"] is False
    told = kdniao.answer("1151847", START)
    assert told == {"EBusinessID": "1151847", "UpdateTime": "2026-03-02 10:00:00", "Success": True, "Reason": ""}
    assert kdniao.answer("1151847", START, "unknown")["Success"] is False
