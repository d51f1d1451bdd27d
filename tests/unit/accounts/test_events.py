"""The events about money: what goes out, what comes in, and what is broken."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import msgspec
import pytest
from moto import mock_aws

from care.accounts.asked import request_event
from care.accounts.event_bridge import EventBridgeMall, NotPutOut
from care.accounts.events import BenefitRedeemed, OrderRefunded, RefundConfirmed, RefundFailed
from care.accounts.mall import MallAnswer, PayoutRequest
from care.accounts.model import Outcome, Payout
from fakes.house import START
from fakes.till import COUPON, POINTS, REFUND, Till

AT = "2026-03-02T10:00:00+08:00"
HEAD: dict[str, Any] = {"version": 1, "occurred_at": AT}


@pytest.fixture
def payouts() -> tuple[Payout, ...]:
    return Till().book(REFUND, COUPON, POINTS)


def _detail(payout: Payout, asking: int = 1) -> dict[str, Any]:
    event = request_event(PayoutRequest(payout=payout, asking=asking, at=START))
    detail: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(event))
    return detail


def test_a_refund_is_asked_for(payouts: tuple[Payout, ...]) -> None:
    detail = _detail(payouts[0])
    assert len(detail.pop("event_id")) == 26
    assert detail == {
        "version": 1,
        "occurred_at": "2026-03-02T02:00:00Z",
        "key": "ticket:t:0.0",
        "attempt": 1,
        "kind": "REFUND",
        "member_id": "m",
        "order_id": "o",
        "line_id": "l",
        "amount_fen": 600,
    }


def test_benefits_are_asked_for_in_their_own_unit(payouts: tuple[Payout, ...]) -> None:
    coupon, points = (_detail(payout) for payout in payouts[1:])
    assert (coupon["kind"], coupon["amount_fen"], "points" in coupon) == ("COUPON", 300, False)
    assert (points["kind"], points["points"], "amount_fen" in points) == ("POINTS", 50, False)


def test_the_same_asking_bears_the_same_event_id(payouts: tuple[Payout, ...]) -> None:
    assert _detail(payouts[0]) == _detail(payouts[0])
    assert _detail(payouts[0])["event_id"] != _detail(payouts[0], asking=2)["event_id"]


def test_answers_are_read_and_their_time_is_utc() -> None:
    confirmed = msgspec.convert(HEAD | {"key": "s.0", "attempt": 1, "amount_fen": 600}, RefundConfirmed)
    at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    assert confirmed.answer() == MallAnswer(key="s.0", attempt=1, outcome=Outcome.CONFIRMED, at=at, amount_fen=600)
    assert confirmed.answer().at.tzinfo is UTC
    failed = msgspec.convert(HEAD | {"key": "s.0", "attempt": 2, "reason": "closed"}, RefundFailed)
    assert failed.answer() == MallAnswer(key="s.0", attempt=2, outcome=Outcome.FAILED, at=at, reason="closed")


def test_a_redemption_is_read() -> None:
    used = msgspec.convert(HEAD | {"key": "s.0", "redeemed_at": AT}, BenefitRedeemed).redemption()
    assert (used.key, used.redeemed_at, used.order_id) == ("s.0", START, None)


def test_a_refund_of_several_lines_is_one_for_each() -> None:
    lines = [{"line_id": "1", "amount_fen": 5}, {"line_id": "2", "amount_fen": 7}, {"line_id": "1", "amount_fen": 3}]
    event = msgspec.convert(HEAD | {"order_id": "o", "refund_id": "r", "lines": lines}, OrderRefunded)
    assert [(refund.line_id, refund.amount_fen) for refund in event.refunds()] == [("1", 8), ("2", 7)]


def test_a_refund_without_an_id_of_its_own_counts_once_for_what_it_says() -> None:
    def ids(**more: object) -> set[str]:
        lines = [{"line_id": "1", "amount_fen": 5}]
        event = msgspec.convert(HEAD | {"order_id": "o", "lines": lines} | more, OrderRefunded)
        return {refund.refund_id for refund in event.refunds()}

    assert ids(refund_id="r", event_id="e") == {"r"}
    assert ids(event_id="e") == {"e"}
    assert ids() == ids(occurred_at="2026-03-02T02:00:00Z")
    assert ids() != ids(occurred_at="2026-03-02T02:00:01Z")
    assert ids() != ids(lines=[{"line_id": "1", "amount_fen": 6}])


@pytest.mark.parametrize(
    "broken",
    [
        {"version": 2},
        {"occurred_at": "2026-03-02T10:00:00"},
        {"occurred_at": "yesterday"},
        {"key": ""},
        {"attempt": 0},
        {"amount_fen": -1},
        {"amount_fen": 1.5},
        {"amount_fen": "600"},
    ],
)
def test_what_does_not_fit_is_broken(broken: dict[str, object]) -> None:
    body = HEAD | {"key": "s.0", "attempt": 1, "amount_fen": 600}
    msgspec.convert(body, RefundConfirmed)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body | broken, RefundConfirmed)


@pytest.mark.parametrize("lines", [[], [{"line_id": "1", "amount_fen": 0}], [{"line_id": "1", "amount_fen": 0.5}]])
def test_a_mall_refund_that_does_not_fit_is_broken(lines: list[object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(HEAD | {"order_id": "o", "refund_id": "r", "lines": lines}, OrderRefunded)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        boto3.client("events", region_name="cn-north-1").create_event_bus(Name="mall-bus")
        yield "mall-bus"


def test_the_event_goes_out_on_the_bus(bus: str, payouts: tuple[Payout, ...]) -> None:
    mall = EventBridgeMall(bus, region="cn-north-1")
    sent: list[dict[str, Any]] = []
    mall._client.meta.events.register(
        "provide-client-params.events.PutEvents", lambda params, **_: sent.extend(params["Entries"])
    )
    mall.ask(PayoutRequest(payout=payouts[1], asking=1, at=START))
    (entry,) = sent
    assert (entry["EventBusName"], entry["Source"], entry["DetailType"]) == (
        "mall-bus",
        "aftercare",
        "BenefitRequested",
    )
    assert msgspec.json.decode(entry["Detail"]) == _detail(payouts[1])


def test_an_entry_that_was_refused_is_no_success(
    bus: str, payouts: tuple[Payout, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    mall = EventBridgeMall(bus, region="cn-north-1")
    refusal = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure", "ErrorMessage": "try again"}]}
    monkeypatch.setattr(mall._client, "put_events", lambda **_: refusal)
    with pytest.raises(NotPutOut, match="InternalFailure: try again"):
        mall.ask(PayoutRequest(payout=payouts[0], asking=1, at=START))
