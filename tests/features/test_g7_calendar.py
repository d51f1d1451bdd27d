"""G7: business calendars: several intervals a day, holidays, make-up workdays, overrides; published by operators."""

from datetime import datetime
from typing import Any

import pytest

from care.kernel.clock import SHANGHAI
from fakes.front import AGENT
from fakes.timed import Timed
from handlers.observability import metrics

WEEK = [["09:00-12:00", "14:00-18:00"]] * 5 + [[], []]


@pytest.fixture
def front() -> Timed:
    return Timed()


def calendar(at: str = "2026-03-02T10:10:00+08:00", **changes: Any) -> dict[str, Any]:
    plain = {"week": WEEK, "holidays": [], "makeUpDays": ["09:00-12:00"], "overrides": [], "why": "换班"}
    return plain | {"effectiveAt": at} | changes


def publish(front: Timed, **changes: Any) -> dict[str, Any]:
    return dict(front.call("PublishCalendar", "operator:O01", input=calendar(**changes))["calendar"])


@pytest.mark.parametrize(
    ("when", "due", "why"),
    [
        ((3, 2, 11, 45), "03-02 13:15", "the noon break"),
        ((3, 2, 21, 30), "03-03 09:00", "after hours"),
        ((3, 7, 19, 45), "03-08 09:15", "a Saturday evening, and Sunday begins at nine"),
        ((4, 4, 18, 30), "04-05 10:30", "Qingming: the short day"),
        ((5, 9, 8, 30), "05-09 09:00", "a Saturday that is worked for a holiday begins as a weekday does"),
    ],
)
def test_the_built_in_calendar(front: Timed, when: tuple[int, int, int, int], due: str, why: str) -> None:
    front.until(*when)
    assert front.due(front.claim_anew(), "FIRST_REPLY") == due, why


@pytest.mark.parametrize(
    ("when", "due", "why"),
    [
        ((3, 2, 11, 50), "03-02 14:20", "another noon break"),
        ((3, 6, 17, 50), "03-09 09:20", "closed at weekends"),
        ((4, 3, 17, 50), "04-07 09:20", "closed over Qingming, which takes in the Monday"),
        ((5, 8, 17, 50), "05-09 09:20", "a worked Saturday"),
        ((5, 9, 11, 50), "05-11 09:20", "which ends at noon"),
    ],
)
def test_a_published_calendar(front: Timed, when: tuple[int, int, int, int], due: str, why: str) -> None:
    publish(front)
    front.until(*when)
    assert front.due(front.claim_anew(), "FIRST_REPLY") == due, why


def test_an_override_always_wins(front: Timed) -> None:
    """A typhoon on a Tuesday, and a holiday that is worked."""
    publish(front, overrides=[{"date": "2026-03-03", "hours": []}, {"date": "2026-04-06", "hours": ["10:00-16:00"]}])
    front.until(3, 2, 17, 50)
    assert front.due(front.claim_anew("O002"), "FIRST_REPLY") == "03-04 09:20"
    front.until(4, 3, 17, 50)
    assert front.due(front.claim_anew("O003"), "FIRST_REPLY") == "04-06 10:20"


def test_it_takes_effect_at_its_time_and_what_runs_keeps_its_due_time(front: Timed) -> None:
    before = front.tap("2")
    publish(front, overrides=[{"date": "2026-03-02", "hours": []}])
    front.until(3, 2, 10, 11)
    assert front.due(before, "FIRST_REPLY") == "03-02 10:30"
    assert front.due(front.claim_anew(), "FIRST_REPLY") == "03-03 09:30"


def test_staff_read_it_and_its_history(front: Timed) -> None:
    made = publish(front, overrides=[{"date": "2026-03-03", "hours": []}])
    assert (made["number"], made["week"], made["overrides"]) == (1, WEEK, [{"date": "2026-03-03", "hours": []}])
    assert front.call("Calendar", AGENT)["number"] == 0, "not yet in force"
    assert front.call("Calendar", AGENT, at="2026-03-02T10:10:00+08:00") == front.call(
        "Calendar", "operator:O01", at="2026-03-03T00:00:00+08:00"
    )
    (edge,) = front.call("CalendarVersions", AGENT)["edges"]
    assert (edge["node"]["publishedBy"], edge["node"]["why"]) == ("O01", "换班")


def test_the_built_in_one_is_read_as_it_is_written(front: Timed) -> None:
    seen = front.call("Calendar", AGENT)
    assert seen["week"] == [["08:30-12:00", "13:00-21:00"]] * 5 + [["09:00-12:00", "13:00-20:00"]] * 2
    assert (seen["holidays"], seen["makeUpDays"]) == (["10:00-12:00", "14:00-18:00"], ["08:30-12:00", "13:00-21:00"])


@pytest.mark.parametrize("who", ["member:M001", "leader:L001", "agent:A01", "quality:Q01", "product:P01"])
def test_only_operators_and_managers_publish(front: Timed, who: str) -> None:
    assert front.refused("PublishCalendar", who, input=calendar()) == "FORBIDDEN"


@pytest.mark.parametrize("who", ["member:M001", "leader:L001"])
def test_it_is_staffs_to_read(front: Timed, who: str) -> None:
    assert front.run("Calendar", who).codes == ["FORBIDDEN"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"week": [[]] * 7}, "NO_SERVICE_HOURS"),
        ({"overrides": [{"date": f"2026-03-{day:02}", "hours": []} for day in range(2, 21)]}, "NO_SERVICE_HOURS"),
        ({"week": WEEK[:6]}, "BAD_WEEK"),
        ({"holidays": ["10:00-12:00", "11:00-13:00"]}, "BAD_INTERVAL"),
        ({"makeUpDays": ["9-12"]}, "BAD_INTERVAL"),
        ({"overrides": [{"date": "2026-03-03", "hours": []}] * 2}, "BAD_OVERRIDE"),
        ({"at": "2026-03-02T10:01:00+08:00"}, "EFFECTIVE_TOO_SOON"),
        ({"why": " "}, "BAD_INPUT"),
    ],
)
def test_what_cannot_be_is_refused(front: Timed, changes: dict[str, Any], code: str) -> None:
    assert front.refused("PublishCalendar", "operator:O01", input=calendar(**changes)) == code


def test_in_an_unknown_year_the_weekdays_rule_holds(front: Timed) -> None:
    """1 October 2040 is a Monday: until the library knows its holidays, or an operator overrides them."""
    front.clock.move_to(datetime(2040, 10, 1, 10, tzinfo=SHANGHAI))
    assert front.due(front.claim_anew(), "FIRST_REPLY") == "10-01 10:30"


def test_an_unknown_year_is_counted(
    front: Timed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Aftercare")
    metrics.cache_clear()
    front.clock.move_to(datetime(2040, 10, 1, 10, tzinfo=SHANGHAI))
    front.claim_anew("O002")
    front.claim_anew("O003")
    front.app.gauges.flush()
    metrics.cache_clear()
    assert '"UnknownHolidays":[1.0]' in capsys.readouterr().out
