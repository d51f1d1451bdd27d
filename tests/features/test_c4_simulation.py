"""C4: a changed rule is tried on past claims before it is published: what it costs, who gains, who loses."""

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from api.relay import parse_global_id
from care.tickets.model import Ticket
from care.tickets.simulation.simulate import Simulation, days_between
from care.tickets.simulation.tally import MOST_EXAMPLES
from care.tickets.store import TICKETS
from fakes.front import ME, Front
from fakes.house import START
from fakes.policy_desk import content_of

OPERATOR = "operator:O01"
DAY = "2026-03-02"
Change = Callable[[dict[str, dict[str, Any]]], object]


@pytest.fixture
def front() -> Front:
    return Front()


def draft(front: Front, change: Change) -> str:
    """Id of a draft: the policy in force with its rules, by their codes, changed."""
    content = content_of(front.call("PolicyContent", OPERATOR))
    change({rule["code"]: rule for rule in content["rules"]})
    return str(front.call("SavePolicyDraft", OPERATOR, input={"content": content})["draft"]["id"])


def simulate(front: Front, draft_id: str, *, first: str = DAY, last: str = DAY, **more: Any) -> dict[str, Any]:
    wanted = {"draftId": draft_id, "from": first, "to": last, **more}
    return dict(front.call("SimulatePolicy", OPERATOR, **wanted))


def group(answer: dict[str, Any], by: str, value: str) -> dict[str, Any]:
    (found,) = [each for each in answer["groups"] if (each["by"], each["value"]) == (by, value)]
    return dict(found)


def slower(rules: dict[str, dict[str, Any]]) -> None:
    rules["FRESH_QUALITY"]["instantLimitFen"] = 0


def cheaper(rules: dict[str, dict[str, Any]]) -> None:
    rules["QUALITY"] |= {"remedies": ["KEEP_COUPON", "REISSUE"], "defaultRemedy": "KEEP_COUPON"}


def test_the_same_policy_changes_nothing(front: Front) -> None:
    front.tap()
    front.tap("2")
    answer = simulate(front, draft(front, lambda _rules: None))
    total = answer["total"]
    assert (total["claims"], total["changed"], total["gain"], total["lose"]) == (2, 0, 0, 0)
    assert total["costBefore"] == total["costAfter"] == {"fen": 3980 + 12_900 + 2 * 100, "yuan": "170.80"}
    assert (answer["complete"], answer["topGains"], answer["topLosses"]) == (True, [], [])


def test_what_is_not_paid_at_once_any_more_is_a_loss_without_a_fen_less(front: Front) -> None:
    ticket = front.tap()
    answer = simulate(front, draft(front, slower))
    total = answer["total"]
    assert (total["changed"], total["lose"], total["noLongerInstant"], total["newlyInstant"]) == (1, 1, 1, 0)
    assert total["costBefore"] == total["costAfter"]
    (loss,) = answer["topLosses"]
    assert loss["ticket"]["id"] == ticket["id"]
    assert (loss["before"]["instant"], loss["after"]["instant"]) == (True, False)


def test_who_loses_and_how_much_is_told_by_segment_category_and_reason(front: Front) -> None:
    front.tap()
    oil = front.tap("2")
    answer = simulate(front, draft(front, cheaper))
    for by, value in (("SEGMENT", "REGULAR"), ("REASON", "DAMAGED")):
        both = group(answer, by, value)
        assert (both["claims"], both["changed"], both["lose"]) == (2, 1, 1)
    hit, spared = group(answer, "CATEGORY", "GRAIN_OIL"), group(answer, "CATEGORY", "FRESH")
    assert (hit["costBefore"]["fen"], hit["costAfter"]["fen"], spared["changed"]) == (13_000, 1_100, 0)
    (loss,) = answer["topLosses"]
    assert (loss["ticket"]["id"], loss["before"]["remedy"], loss["after"]["remedy"]) == (
        oil["id"],
        "FULL_REFUND",
        "KEEP_COUPON",
    )


def test_what_the_member_took_counts_where_the_draft_still_has_it(front: Front) -> None:
    front.pick(front.tap("2"), "KEEP_COUPON")
    answer = simulate(front, draft(front, cheaper))
    assert (answer["total"]["changed"], answer["total"]["costBefore"]["fen"]) == (0, 1_100)


def _an_hour(rules: dict[str, Any]) -> None:
    rules["FRESH_QUALITY"].update(
        windowHours=1, wording="签收后1小时内发现质量问题,无条件退款。", hostLine="签收1小时内,坏了就退。"
    )


def test_a_shorter_window_refuses_who_came_late(front: Front) -> None:
    front.advance(minutes=90)
    front.tap()
    answer = simulate(front, draft(front, _an_hour))
    total = answer["total"]
    assert (total["newlyRefused"], total["lose"], total["costAfter"]["fen"]) == (1, 1, 0)
    (loss,) = answer["topLosses"]
    assert (loss["before"]["whyNot"], loss["after"]["whyNot"]) == (None, "WINDOW_CLOSED")


def test_each_claim_is_compared_with_the_policy_that_it_was_opened_under(front: Front) -> None:
    """What was published since is no part of the comparison."""
    front.tap("2")
    content = content_of(front.call("PolicyContent", OPERATOR))
    cheaper({rule["code"]: rule for rule in content["rules"]})
    saved = front.call("SavePolicyDraft", OPERATOR, input={"content": content})["draft"]
    step = {"draftId": saved["id"], "expectedVersion": saved["version"]}
    checked = front.call("CheckPolicyDraft", OPERATOR, input=step)["draft"]
    at = (START + timedelta(hours=1)).isoformat()
    step = {"draftId": saved["id"], "expectedVersion": checked["version"], "effectiveAt": at, "why": "更省"}
    front.call("SchedulePolicy", OPERATOR, input=step)
    front.advance(hours=2)
    answer = simulate(front, saved["id"])
    assert (answer["total"]["lose"], answer["total"]["costBefore"]["fen"]) == (1, 13_000)


def test_it_changes_nothing_and_reads_a_query_a_day(front: Front) -> None:
    front.tap()
    wanted = draft(front, slower)
    before = {home: dict(item) for home, item in front.memory.items.items()}
    front.memory.calls.clear()
    simulate(front, wanted, last="2026-03-08")
    assert front.memory.calls.count("query") <= 7 + 1
    assert "transact" not in front.memory.calls
    assert front.memory.items == before


@pytest.mark.parametrize("who", [ME, "agent:A01", "leader:L001", "quality:Q01"])
def test_only_who_publishes_simulates(front: Front, who: str) -> None:
    wanted = {"draftId": draft(front, slower), "from": DAY, "to": DAY}
    assert front.run("SimulatePolicy", who, **wanted).codes == ["FORBIDDEN"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "2026-03-01"},
        {"to": "2026-04-03"},
        {"sample": 0},
        {"sample": 201},
        {"draftId": "x"},
    ],
)
def test_what_is_out_of_bounds_is_refused(front: Front, wrong: dict[str, Any]) -> None:
    wanted = {"draftId": draft(front, slower), "from": DAY, "to": DAY} | wrong
    assert front.run("SimulatePolicy", OPERATOR, **wanted).codes == ["BAD_INPUT"]


def test_a_draft_with_a_hole_is_not_played(front: Front) -> None:
    def hole(rules: dict[str, dict[str, Any]]) -> None:
        rules["QUALITY"]["match"]["category"] = "PACKAGED"

    wanted = {"draftId": draft(front, hole), "from": DAY, "to": DAY}
    assert front.run("SimulatePolicy", OPERATOR, **wanted).codes == ["POLICY_GAP"]


def past(front: Front, many: int, days: int) -> None:
    """So many claims like the one that was just made, spread over the days before it."""
    model: Ticket = front.memory.all(TICKETS)[0]
    for number in range(many):
        at = START - timedelta(days=1 + number % days, seconds=number)
        _lay(front, replace(model, id=f"past-{number:05}", opened_at=at))


def _lay(front: Front, ticket: Ticket) -> None:
    key = TICKETS.key(ticket)
    front.memory.items["tickets", key.pk, key.sk] = TICKETS.dump(ticket)


def test_a_sample_is_spread_over_the_days_and_says_that_it_is_one(front: Front) -> None:
    front.tap()
    past(front, 600, days=20)
    answer = simulate(front, draft(front, slower), first="2026-02-10", last="2026-03-01", sample=100)
    assert (answer["total"]["claims"], answer["complete"]) == (100, False)
    assert len(answer["topLosses"]) == MOST_EXAMPLES
    assert len({each["ticket"]["id"] for each in answer["topLosses"]}) == MOST_EXAMPLES


@pytest.mark.reliability
def test_ten_thousand_past_claims_take_no_more_memory_than_a_thousand(front: Front) -> None:
    front.tap()
    _, draft_id = parse_global_id(draft(front, slower)) or ("", "")
    peaks = {}
    for many in (1_000, 10_000):
        past(front, many, days=10)
        peaks[many] = _peak(front, draft_id, many)
    assert peaks[10_000] < 4 * peaks[1_000], f"ten times the claims, the same page, counters and examples: {peaks}"
    assert peaks[10_000] < 4 * 1024 * 1024, "a page, the counters and the examples"


def _peak(front: Front, draft_id: str, many: int) -> int:
    """The greatest number of bytes that the simulation of all claims holds at once."""
    simulation = Simulation(front.app.desk, draft_id)
    days = days_between(date(2026, 2, 18), date(2026, 3, 1))
    tracemalloc.start()
    for day in days:
        simulation.add_day(day)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (simulation.tally.total.cases, simulation.tally.total.losses) == (many, many)
    return peak
