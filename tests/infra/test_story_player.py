"""Stories are played as they are written, and a bad line never stops the rest."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from local_cloud import LocalCloud
from local_cloud.story.delivery import Unkindness
from local_cloud.story.lines import read_story
from local_cloud.story.player import Player, Result
from small_cloud import bootstrap

T10 = "2026-03-02T10:00:00+08:00"  # when the small cloud starts


def play(cloud: LocalCloud, *lines: dict[str, Any] | str, **options: Any) -> Result:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return Player(cloud, **options).play(read_story(texts))


def taken() -> list[tuple[str, Any]]:
    """Type and detail of every event that the queue's function was given, in order."""
    bodies = [json.loads(record["body"]) for event in bootstrap.seen("queue") for record in event["Records"]]
    return [(body["detail-type"], body["detail"]) for body in bodies]


def order(number: int, **more: Any) -> dict[str, Any]:
    return {"event": "OrderPlaced", "detail": {"n": number, **more}}


def say(data: Any, **line: Any) -> dict[str, Any]:
    return {"call": "Say", "as": "member:M001", "variables": {"data": data}, **line}


# ---------------------------------------------------------------- events


def test_an_event_comes_at_its_time_with_the_envelope_filled_in(cloud: LocalCloud) -> None:
    result = play(cloud, {"at": "2026-03-02T11:30:00+08:00", "event": "OrderPlaced", "detail": {"n": 1}})
    assert result == Result(played=1)
    assert taken() == [("OrderPlaced", {"version": 1, "occurred_at": "2026-03-02T03:30:00+00:00", "n": 1})]
    assert cloud.clock.now() == datetime(2026, 3, 2, 3, 30, tzinfo=UTC)


def test_what_an_event_says_itself_stands(cloud: LocalCloud) -> None:
    play(cloud, order(1, version=7, occurred_at="x"))
    ((_type, detail),) = taken()
    assert (detail["version"], detail["occurred_at"]) == (7, "x")


def test_each_event_is_delivered_as_often_as_a_test_wants(cloud: LocalCloud) -> None:
    play(cloud, order(1), order(2), unkindness=Unkindness(times=3))
    assert sorted(detail["n"] for _type, detail in taken()) == [1, 1, 1, 2, 2, 2]


def test_a_seed_permutes_one_stop_and_keeps_stops_apart(cloud: LocalCloud) -> None:
    first = [order(number) for number in range(6)]
    later = [order(number) for number in range(6, 9)]
    play(cloud, *first, {"at": "2026-03-02T11:00:00+08:00"}, *later, unkindness=Unkindness(seed=1))
    numbers = [detail["n"] for _type, detail in taken()]
    assert numbers[:6] != list(range(6))
    assert sorted(numbers[:6]) == list(range(6))
    assert sorted(numbers[6:]) == [6, 7, 8]


def test_a_late_copy_comes_some_stops_later_or_at_the_end(cloud: LocalCloud) -> None:
    moves = [{"at": f"2026-03-02T{hour}:00:00+08:00"} for hour in range(11, 14)]
    play(cloud, order(1), *moves, order(2), unkindness=Unkindness(late_by=2))
    assert [detail["n"] for _type, detail in taken()] == [1, 1, 2, 2]


# ---------------------------------------------------------------- calls


def test_values_are_saved_and_referred_to(cloud: LocalCloud) -> None:
    result = play(
        cloud,
        say({"apply": {"tickets": [{"id": "T9"}]}}, save={"ticket": "apply.tickets.0.id"}),
        say({"seen": ["$ticket", "$$ticket", "@Order:O1"]}, expect={"seen": ["T9", "$$ticket", "T3JkZXI6TzE"]}),
        order(1, ticket="$ticket"),
    )
    assert result == Result(played=3)
    assert taken()[0][1]["ticket"] == "T9"


def test_a_call_bears_the_callers_token(cloud: LocalCloud) -> None:
    play(cloud, say({}, community="C1"), {"call": "Say"})
    first, second = bootstrap.seen("api")
    assert first["headers"]["authorization"].startswith("Bearer ")
    assert "authorization" not in second["headers"]


@pytest.mark.parametrize(
    ("answer", "expected", "bad"),
    [
        ({"data": {"pay": {"userErrors": [{"code": "CAP", "message": "满了"}]}}}, None, "CAP: 满了"),
        ({"data": {"pay": {"userErrors": [{"code": "CAP", "message": "满了"}]}}}, "CAP", None),
        ({"errors": [{"message": "no", "extensions": {"code": "FORBIDDEN"}}]}, None, "FORBIDDEN: no"),
        ({"errors": [{"message": "no", "extensions": {"code": "FORBIDDEN"}}]}, "FORBIDDEN", None),
        (
            {"errors": [{"message": "no", "extensions": {"code": "FORBIDDEN"}}]},
            "CAP",
            "expected CAP, got FORBIDDEN: no",
        ),
        ({"data": {"pay": {"userErrors": []}}}, "CAP", "expected CAP, got no error"),
    ],
)
def test_errors_must_be_the_expected_ones(
    cloud: LocalCloud, answer: dict[str, Any], expected: str | None, bad: str | None
) -> None:
    result = play(cloud, {"call": "Say", "variables": answer, "expect_error": expected}, order(1))
    assert result.bad == ([(1, bad)] if bad else [])
    assert len(taken()) == 1, "the rest plays"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "cannot be read"),
        ("[]", "not an object"),
        ({"evnt": "OrderPlaced"}, "unknown: evnt"),
        ({"event": "OrderPlaced"}, "cannot be read: 'detail'"),
        ({"event": "A", "detail": {}, "call": "B"}, "several things at once: call, event"),
        ({"at": "2026-03-02T10:00:00"}, "a time needs an offset"),
        ({"at": "2026-03-01T10:00:00+08:00", "event": "OrderPlaced", "detail": {"n": 9}}, "the clock never goes back"),
        ({"call": "Nothing"}, "no operation Nothing"),
        ({"call": "Say", "as": "M001"}, "not a caller"),
        ({"call": "Say", "variables": {"data": "$nothing"}}, "nothing was saved as nothing"),
        (say({"a": 1}, save={"b": "a.b"}), "a.b leads nowhere at b"),
        (say({"a": 1}, expect={"a": 2}), "a is 1, not 2"),
        ({"event": "Broken", "detail": "not json"}, "detail is an object"),
        ({"mall": "sleeps"}, "the mall confirms, fails, silent, fails_once, reverses"),
    ],
)
def test_a_bad_line_is_reported_by_number_and_the_rest_plays(cloud: LocalCloud, line: Any, reason: str) -> None:
    result = play(cloud, {"at": T10}, line, {"at": "2026-03-02T11:00:00+08:00"}, order(1))
    ((number, told),) = result.bad
    assert number == 2
    assert reason in told
    assert [detail["n"] for _type, detail in taken()] == [1]


# ---------------------------------------------------------------- the mall's answers

ASK = {"key": "P1", "attempt": 1, "amount_fen": 500}


def answers() -> list[tuple[str, int, str]]:
    """Type, attempt and time of each answer of the mall."""
    return [(kind, detail["attempt"], detail["occurred_at"][11:16]) for kind, detail in taken() if "key" in detail]


def test_the_mall_confirms_after_a_minute(cloud: LocalCloud) -> None:
    play(cloud, order(1, ask=ASK), {"at": "2026-03-02T11:00:00+08:00"})
    assert answers() == [("RefundConfirmed", 1, "02:01")]
    assert taken()[1][1]["amount_fen"] == 500


def test_the_mall_answers_as_it_is_told(cloud: LocalCloud) -> None:
    play(
        cloud,
        {"mall": "silent"},
        order(1, ask=ASK),
        {"at": "2026-03-02T11:00:00+08:00", "mall": "fails", "after_minutes": 5},
        order(2, ask=ASK | {"key": "P2"}),
        {"at": "2026-03-02T12:00:00+08:00", "mall": "fails_once"},
        order(3, ask=ASK | {"key": "P3"}),
        order(4, ask=ASK | {"key": "P3", "attempt": 2}),
        {"at": "2026-03-02T13:00:00+08:00"},
    )
    assert answers() == [("RefundFailed", 1, "03:05"), ("RefundFailed", 1, "04:01"), ("RefundConfirmed", 2, "04:01")]


def test_the_mall_takes_back_what_it_confirmed_as_late_again(cloud: LocalCloud) -> None:
    play(
        cloud,
        {"mall": "reverses", "after_minutes": 5},
        order(1, ask=ASK),
        {"at": "2026-03-02T11:00:00+08:00"},
    )
    assert answers() == [("RefundConfirmed", 1, "02:05"), ("RefundReversed", 1, "02:10")]


def test_the_mall_says_the_same_thing_when_it_is_asked_twice(cloud: LocalCloud) -> None:
    play(cloud, order(1, ask=ASK), {"at": "2026-03-02T10:30:00+08:00", "mall": "fails"}, order(2, ask=ASK))
    play(cloud, {"at": "2026-03-02T11:00:00+08:00"})
    said = [detail for _type, detail in taken() if "key" in detail]
    assert len(said) == 1, "the second player has a mall of its own"
    player = Player(cloud)
    player.play(read_story([json.dumps(order(number, ask=ASK | {"key": "P5"})) for number in (5, 6)]))
    player.go_to(datetime(2026, 3, 2, 4, tzinfo=UTC))
    first, second = [detail for _type, detail in taken() if detail.get("key") == "P5"]
    assert first == second
