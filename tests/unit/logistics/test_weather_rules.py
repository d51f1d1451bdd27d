"""Bad weather, pure: what works off a norm, which ways there are, whom it concerns."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from care.kernel.facts import Mark
from care.logistics.slots.model import HalfDay, Slot
from care.logistics.slots.rules import SlotTerms
from care.logistics.weather.model import CommunityWeather, Level, Spell, Way, WeatherAlert, WeatherKind
from care.logistics.weather.rules import (
    Options,
    bad_weather,
    in_bad_weather,
    kind_of,
    title_of,
    ways_for,
    with_spell,
    worked_off,
)

START = datetime(2026, 3, 2, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
TERMS = SlotTerms(
    capacity=40,
    days=7,
    begins={HalfDay.MORNING: 9, HalfDay.AFTERNOON: 14},
    closes=timedelta(hours=2),
    notice=timedelta(minutes=30),
)


def spell(begin: float, end: float, **changes: object) -> Spell:
    made = {"alert_id": "W", "kind": WeatherKind.RAINSTORM, "level": Level.RED} | changes
    return Spell(starts_at=START + begin * HOUR, ends_at=START + end * HOUR, **made)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spells", "due"),
    [
        ([], 10),
        ([(2, 5)], 13),
        ([(2, 5), (3, 4)], 13),
        ([(2, 5), (4, 8)], 16),
        ([(-4, -1)], 10),
        ([(-4, 2)], 12),
        ([(10, 20)], 10),
        ([(9, 20)], 21),
        ([(2, 5), (11, 12), (14, 15)], 15 - 1),
    ],
)
def test_a_norm_is_worked_off_in_good_weather(spells: list[tuple[float, float]], due: float) -> None:
    assert worked_off(START, 10 * HOUR, [spell(*each) for each in spells]) == START + due * HOUR


def test_hour_by_hour_it_is_the_same() -> None:
    """Against the plain definition: so many hours that no spell covers."""
    rng = random.Random(4)
    for _ in range(5_000):
        pairs = [(at := rng.randrange(-10, 40), at + rng.randrange(1, 15)) for _ in range(rng.randrange(5))]
        norm, passed, hour = rng.randrange(1, 30), 0, 0
        while passed < norm:
            passed += not any(begin <= hour < end for begin, end in pairs)
            hour += 1
        assert worked_off(START, norm * HOUR, [spell(*each) for each in pairs]) == START + hour * HOUR, (pairs, norm)


def options(**changes: object) -> Options:
    days = [
        Slot(community="C", day=START.date() + timedelta(days=day), part=part) for day in (1, 2, 3) for part in HalfDay
    ]
    return Options(**({"free": days, "by": None, "hold_until": None, "refundable": False} | changes))  # type: ignore[arg-type]


def test_to_leave_it_comes_first_and_only_what_is_after_it_is_offered() -> None:
    storm = spell(20, 38)
    assert [title_of(each) for each in ways_for(storm, options(), TERMS)] == [
        "照常送",
        "改到3月4日上午",
        "改到3月4日下午",
    ]
    few = ways_for(storm, options(simple=True, hold_until=START + 50 * HOUR, refundable=True), TERMS)
    assert [each.way for each in few] == [Way.KEEP, Way.MOVE, Way.HOLD, Way.REFUND]


def test_what_spoils_is_moved_no_further_than_it_keeps() -> None:
    storm = spell(20, 38)
    assert [each.slot.part for each in ways_for(storm, options(by=START + 50 * HOUR), TERMS) if each.slot] == [
        "MORNING"
    ]
    assert [each.way for each in ways_for(storm, options(by=START + 24 * HOUR), TERMS)] == [Way.KEEP]


def test_a_half_day_touches_a_spell_by_any_part_of_it() -> None:
    tuesday = Slot(community="C", day=START.date() + timedelta(days=1), part=HalfDay.MORNING)
    assert in_bad_weather(tuesday, [spell(27, 40)], TERMS), "from one to two in the afternoon"
    assert not in_bad_weather(tuesday, [spell(28, 40)], TERMS)
    assert not in_bad_weather(tuesday, [spell(0, 23)], TERMS)
    assert not bad_weather([spell(20, 40, kind=WeatherKind.HEAT)], TERMS)(tuesday)


@pytest.mark.parametrize(
    ("text", "kind"), [("暴雨", "RAINSTORM"), (" typhoon ", "TYPHOON"), ("沙尘", "OTHER"), ("道路结冰", "ICE")]
)
def test_a_kind_by_code_or_name(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def alert(**changes: object) -> WeatherAlert:
    made = {
        "kind": WeatherKind.GALE,
        "level": Level.ORANGE,
        "starts_at": START,
        "ends_at": START + 9 * HOUR,
        "by": "mall",
    }
    return WeatherAlert(id="W1", mark=Mark(START, "1"), **(made | changes))  # type: ignore[arg-type]


def test_a_community_s_weather_has_each_alert_once_as_it_was_last_stated() -> None:
    weather = CommunityWeather(community="C")
    for hours in (3, 5):
        weather = with_spell(weather, alert(ends_at=START + hours * HOUR), START, concerned=True, level=2)
    assert [each.ends_at for each in weather.spells] == [START + 5 * HOUR]
    lifted = with_spell(weather, alert(lifted_at=START + HOUR), START + HOUR, concerned=True, level=2)
    assert [each.ends_at for each in lifted.spells] == [START + HOUR], "that it was is remembered"
    never = alert(starts_at=START + 2 * HOUR, lifted_at=START + HOUR)
    assert with_spell(weather, never, START, concerned=True, level=2).spells == ()
    assert with_spell(weather, alert(), START, concerned=False, level=2).spells == ()
    assert with_spell(weather, alert(), START, concerned=True, level=4).spells == ()
    other = alert()
    later = with_spell(weather, other, START + timedelta(days=30), concerned=False, level=2)
    assert later.spells == (), "what was long ago is forgotten"
