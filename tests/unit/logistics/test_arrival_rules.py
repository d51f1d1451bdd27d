"""Which plan holds, and when it is told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from care.kernel.clock import SHANGHAI
from care.logistics.arrivals.events import ArrivalPlanned, GoodsPlanned
from care.logistics.arrivals.model import Arrival
from care.logistics.arrivals.rules import DigestTerms, looked, over_at, stated, telling
from care.logistics.arrivals.wording import day_words

TERMS = DigestTerms(hour=18, settle=timedelta(minutes=10), most=3)
DAY = date(2026, 3, 4)
BEFORE = datetime(2026, 3, 2, 4, tzinfo=UTC)


def plan(pieces: int = 3, at: datetime = BEFORE, known: Arrival | None = None) -> Arrival | None:
    goods = (GoodsPlanned(sku="S", name="苹果", pieces=pieces, members=2),)
    event = ArrivalPlanned(occurred_at=at, community="阳光花园", leader_id="L001", day=DAY, goods=goods)
    return stated(known, event)


def first(at: datetime = BEFORE) -> Arrival:
    made = plan(at=at)
    assert made is not None
    return made


def test_the_latest_statement_holds() -> None:
    known = first()
    assert plan(9, BEFORE - timedelta(minutes=1), known) is None
    assert plan(3, BEFORE, known) is None
    later = plan(9, BEFORE + timedelta(minutes=1), known)
    assert later is not None
    assert later.goods[0].pieces == 9


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (BEFORE, datetime(2026, 3, 3, 18, tzinfo=SHANGHAI)),
        (datetime(2026, 3, 3, 17, 55, tzinfo=SHANGHAI), datetime(2026, 3, 3, 18, 5, tzinfo=SHANGHAI)),
        (datetime(2026, 3, 4, 9, tzinfo=SHANGHAI), datetime(2026, 3, 4, 9, 10, tzinfo=SHANGHAI)),
    ],
)
def test_it_is_looked_at_the_day_before_or_soon(now: datetime, due: datetime) -> None:
    after = looked(first(), now.astimezone(UTC), TERMS)
    assert (after.look, after.look_at) == (1, due)
    assert looked(after, now.astimezone(UTC), TERMS) == after, "one look is enough"


def test_when_the_day_is_over_nothing_is_told() -> None:
    assert over_at(DAY) == datetime(2026, 3, 5, tzinfo=SHANGHAI)
    assert telling(first(), over_at(DAY) - timedelta(seconds=1), TERMS)
    assert not telling(first(), over_at(DAY), TERMS)
    assert looked(first(), over_at(DAY), TERMS).look == 0


def test_a_day_is_named_by_its_date() -> None:
    assert day_words(DAY) == "3月4日（周三）"
