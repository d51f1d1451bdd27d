"""M4, basic: what whoever runs the system is told: metrics of lanes, messages and payouts, each alarm fed by them."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

import deployment
from care.accounts.mall import PayoutRequest
from care.contact.channels import ChannelKind, ChannelRefused, Outgoing, Receipt, Then
from fakes.front import ME, Front, line_of
from fakes.mall import line
from fakes.shop import FRESH
from handlers.observability import metrics

pytestmark = pytest.mark.usefixtures("nothing_on_top")

Emitted = list[dict[str, Any]]


class Expired:
    """A channel whose account is out of order."""

    def send(self, _outgoing: Outgoing) -> Receipt:
        raise ChannelRefused("40013", Then.ALARM)


@pytest.fixture
def front(monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Aftercare")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "aftercare-test")
    metrics.cache_clear()
    yield Front()
    metrics.cache_clear()


def emitted(front: Front, capsys: pytest.CaptureFixture[str]) -> Emitted:
    """What CloudWatch reads from the log since the last flush, as {metric, value, namespace, dimension …}."""
    capsys.readouterr()
    front.app.gauges.flush()
    lines = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    return [each for written in lines for each in _metrics(written)]


def _metrics(written: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for block in written["_aws"]["CloudWatchMetrics"]:
        (names,) = block["Dimensions"]
        dimensions = {name: written[name] for name in names}
        for metric in block["Metrics"]:
            yield {"metric": metric["Name"], "value": sum(written[metric["Name"]])} | dimensions


def value(found: Emitted, metric: str, **dimensions: str) -> float:
    wanted = {"metric": metric, "service": "aftercare-test", **dimensions}
    matching = (each for each in found if {name: each.get(name) for name in wanted} == wanted)
    return sum(float(each["value"]) for each in matching)


def test_a_day_of_the_product_is_told_by_lane_and_by_what_became_of_messages(
    front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    front.tap()
    front.advance(days=1)
    found = emitted(front, capsys)
    assert value(found, "ItemsFired") > 5
    assert value(found, "Messages", state="SENT") == 3, "paid, settled, survey"
    assert {each["lane"] for each in found if each["metric"] == "LaneLagSeconds"} == {"now", "clocks", "care"}
    assert value(found, "ItemsFailed") == value(found, "DeadLaneItems") == value(found, "PayoutFailed") == 0


def test_what_is_told_begins_anew_each_time(front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    front.tap()
    front.settle()
    assert emitted(front, capsys)
    assert emitted(front, capsys) == []


def test_a_lane_that_is_late_says_by_how_much(front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    emitted(front, capsys)
    front.tap()
    front.clock.move(timedelta(minutes=7))
    front.settle()
    assert value(emitted(front, capsys), "LaneLagSeconds", lane="now") == 420


def test_a_payout_that_fails_is_counted(front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    front.mall = lambda _request: "FAILED"
    front.tap()
    front.advance(minutes=5)
    assert value(emitted(front, capsys), "PayoutFailed") == 1


def test_an_item_that_is_given_up_is_counted_once_and_holds_up_nothing(
    front: Front, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_request: PayoutRequest) -> None:
        raise OSError("the bus is down")

    monkeypatch.setattr(front.app, "ask", broken)
    monkeypatch.setattr(logging.getLogger("care.dynamo.firing"), "disabled", True)
    front.tap()
    front.advance(days=1)
    found = emitted(front, capsys)
    assert [(item.kind, item.home) for item in front.dead()] == [("mall.ask", "now")]
    assert value(found, "DeadLaneItems") == 1
    assert value(found, "ItemsFailed") == front.dead()[0].attempts
    assert value(found, "Messages", state="SENT") >= 1, "the rest went on"


def test_an_unknown_category_is_reported(front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    emitted(front, capsys)
    front.place("O002", lines=[line(category="火星特产")])
    assert value(emitted(front, capsys), "UnknownCategory") == 1


def test_each_alarm_on_our_own_metrics_is_fed_by_what_the_product_tells(
    front: Front, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    front.mall = lambda request: "FAILED" if request.payout.amount_fen == 12_900 else "CONFIRMED"
    front.tap()
    front.tap("2")
    front.advance(days=3)
    front.tap_closure(fine=True)
    front.advance(days=2)
    monkeypatch.setattr(logging.getLogger("care.dynamo.firing"), "disabled", True)
    monkeypatch.setattr(front.app, "ask", None)
    front.place("O002", lines=[FRESH])
    front.sign("O002", lines=[FRESH])
    front.app.ways[ChannelKind.WECOM_TEMPLATE] = Expired()
    front.event("MemberChanged", member_id="M001", external_id="wm-1", occurred_at=front.clock.now().isoformat())
    front.call("ApplyForAftercare", ME, input=front.wish() | {"lineId": line_of("1", "O002")})
    front.sign("O003", lines=[FRESH])
    front.advance(days=1)
    told = {
        (each["metric"], frozenset(each) - {"metric", "value"}, each.get("lane")) for each in emitted(front, capsys)
    }
    alarms = [alarm["Properties"] for alarm in deployment.of_type("AWS::CloudWatch::Alarm").values()]
    ours = [alarm for alarm in alarms if alarm["Namespace"] == "Aftercare"]
    assert len(ours) == 10
    for alarm in ours:
        dimensions = {each["Name"]: each["Value"] for each in alarm["Dimensions"]}
        assert (alarm["MetricName"], frozenset(dimensions), dimensions.get("lane")) in told, alarm["MetricName"]


def test_neither_logs_nor_metrics_name_anybody(
    front: Front, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    front.tap(text="我是王小燕,电话13812345678")
    front.advance(days=7)
    front.run("ApplyForAftercare", ME, input=front.wish() | {"reason": "13812345678"})
    front.app.gauges.flush()
    written = capsys.readouterr().out + caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    for personal in ("王小燕", "13812345678", "oAbc_123"):
        assert personal not in written
