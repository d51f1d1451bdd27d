from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.kernel.settings import Settings
from care.members.model import Member, Stats
from care.orders.model import Order
from care.trust.figures import (
    CLAIMS_LEAST,
    CLAIMS_POINTS,
    HOLD_SCORE,
    NEIGHBOURS_POINTS,
    NEW_POINTS,
    PHOTO_POINTS,
    VALUE_POINTS,
)
from care.trust.model import Day, Signal, Standing, Voucher
from care.trust.rules import assess, day_of
from fakes.house import START

TODAY = day_of(START)
OLD = Member(id="M001", stats=Stats(first_order_at=START - timedelta(days=400)))


def standing(neighbours: int = 0, days_ago: int = 0, **counts: int) -> Standing:
    day = (TODAY - timedelta(days=days_ago)).isoformat()
    return Standing(id="M001", days={day: Day(**counts)}, neighbours=neighbours)


def points(known: Standing | None, order: Order | None = None, member: Member | None = OLD) -> dict[Signal, int]:
    found = assess(known, order, member, START, Settings())
    assert found.score == sum(each.points for each in found.reasons)
    return {each.signal: each.points for each in found.reasons}


def test_who_has_no_standing_has_nothing_against_them() -> None:
    found = assess(None, None, None, START, Settings())
    assert (found.score, found.reasons, found.hold) == (0, (), False)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"claims": 2, "orders": 2}, {}),
        ({"claims": 3, "orders": 7}, {}),
        ({"claims": 3, "orders": 6}, {Signal.CLAIM_RATE: 30}),
        ({"claims": 3, "orders": 0}, {Signal.CLAIM_RATE: 30}),
        ({"asked_fen": 29_999, "bought_fen": 29_999}, {}),
        ({"asked_fen": 30_000, "bought_fen": 60_001}, {}),
        ({"asked_fen": 30_000, "bought_fen": 60_000}, {Signal.CLAIM_VALUE: 20}),
        ({"repeated_photos": 1}, {Signal.REPEATED_PHOTO: 40}),
        ({"repeated_photos": 2}, {Signal.REPEATED_PHOTO: 80}),
        ({"repeated_photos": 9}, {Signal.REPEATED_PHOTO: 80}),
        ({"neighbours": 2}, {}),
        ({"neighbours": 3}, {Signal.SHARED_ADDRESS: 15}),
    ],
)
def test_what_counts_from_when_on(counts: dict[str, int], expected: dict[Signal, int]) -> None:
    assert points(standing(**counts)) == expected


@pytest.mark.parametrize(("days_ago", "counts"), [(89, True), (90, False), (-1, False)])
def test_the_window_slides(days_ago: int, counts: bool) -> None:  # noqa: FBT001 - a column
    assert bool(points(standing(days_ago=days_ago, repeated_photos=1))) is counts


@pytest.mark.parametrize(("age", "new"), [(0, True), (13, True), (14, False)])
def test_an_account_is_as_old_as_its_first_order_was_when_this_one_was_placed(age: int, new: bool) -> None:  # noqa: FBT001
    placed = START - timedelta(days=100)
    member = Member(id="M001", stats=Stats(first_order_at=placed - timedelta(days=age)))
    assert (Signal.NEW_ACCOUNT in points(None, Order(id="O1", placed_at=placed), member)) is new


def test_a_member_as_such_is_as_old_as_now() -> None:
    young = Member(id="M001", stats=Stats(first_order_at=START - timedelta(days=3)))
    assert points(None, None, young) == {Signal.NEW_ACCOUNT: 15}


def test_a_day_is_one_of_shanghai() -> None:
    assert day_of(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)


def test_from_the_threshold_on_a_person_looks() -> None:
    bad = standing(claims=3, orders=3, neighbours=3, repeated_photos=1)
    score = assess(bad, None, OLD, START, Settings()).score
    for threshold, hold in ((score, True), (score + 1, False)):
        settings = Settings(values={HOLD_SCORE.key: threshold})
        assert assess(bad, None, OLD, START, settings).hold is hold


def test_a_reason_that_is_worth_nothing_is_not_told() -> None:
    settings = Settings(values={PHOTO_POINTS.key: 0})
    assert assess(standing(repeated_photos=3), None, OLD, START, settings).reasons == ()


def test_a_managers_word_keeps_from_a_hold_and_hides_no_reason() -> None:
    word = Voucher(by="B01", why="核实过", until=START + timedelta(days=1))
    bad = Standing(id="M001", days=standing(repeated_photos=2).days, voucher=word)
    found = assess(bad, None, OLD, START, Settings())
    assert (found.score, found.hold) == (80, False)
    assert assess(bad, None, OLD, word.until, Settings()).hold is True


def test_no_single_reason_but_photos_reaches_the_threshold_as_it_is_set() -> None:
    alone = (CLAIMS_POINTS, VALUE_POINTS, PHOTO_POINTS, NEW_POINTS, NEIGHBOURS_POINTS)
    assert all(each.default < HOLD_SCORE.default for each in alone)


@given(
    claims=st.integers(0, 50), orders=st.integers(0, 50), asked=st.integers(0, 10**6), bought=st.integers(0, 10**6),
    photos=st.integers(0, 9), neighbours=st.integers(0, 20),
)  # fmt: skip
def test_more_of_anything_suspicious_never_lowers_the_score(
    claims: int, orders: int, asked: int, bought: int, photos: int, neighbours: int
) -> None:
    def score(more: int) -> int:
        known = standing(
            claims=claims + more,
            orders=orders,
            asked_fen=asked + more,
            bought_fen=bought,
            repeated_photos=photos + more,
            neighbours=neighbours + more,
        )
        return assess(known, None, OLD, START, Settings()).score

    assert score(0) <= score(1) <= score(CLAIMS_LEAST.default)
