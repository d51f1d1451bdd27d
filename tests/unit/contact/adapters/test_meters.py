"""Meters hold below what a provider allows: in any window, whenever it begins."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.contact.adapters.metered import Metered
from care.contact.adapters.meters import METERS, Full, Meter, Meters, Pace, Period, Ration, Taken, sliced, take
from care.contact.channels import ChannelRefused, Then
from care.kernel.errors import Conflict
from fakes.house import START, House

NOW = datetime(2026, 1, 31, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai


def passed(pace: Pace, waits: list[float]) -> list[datetime]:
    """When those passed that tried, one after another, after these seconds each."""
    now, meter, times = START, Meter(scope="s", even_at=START), []
    for wait in waits:
        now += timedelta(seconds=wait)
        try:
            meter = take(meter, pace, now)
        except Full:
            continue
        times.append(now)
    return times


def most_in_a_window(times: list[datetime], seconds: float) -> int:
    """In any closed window of so many seconds: the fullest begins at one of them."""
    window = timedelta(seconds=seconds)
    return max((sum(begin <= each <= begin + window for each in times) for begin in times), default=0)


waits = st.lists(st.one_of(st.just(0.0), st.floats(0, 0.5), st.floats(0, 90)), max_size=150)


@given(pace=st.builds(Pace, st.integers(1, 40), st.sampled_from([1, 60, 3600])), waits=waits)
def test_no_window_is_ever_fuller_than_allowed(pace: Pace, waits: list[float]) -> None:
    assert most_in_a_window(passed(pace, waits), pace.seconds) <= pace.most


@given(waits=waits)
def test_thirty_a_minute_keep_below_a_thousand_an_hour_too(waits: list[float]) -> None:
    assert most_in_a_window(passed(Pace(30, 60), waits), 60) < 30 or not waits


def test_a_steady_stream_gets_most_of_what_is_allowed() -> None:
    times = passed(Pace(30, 60), [0.5] * 7200)
    assert 850 < most_in_a_window(times, 3600) < 1000


def test_full_says_when_there_is_a_place_again() -> None:
    pace, meter = Pace(4, 60), Meter(scope="s", even_at=START)
    for _ in range(2):
        meter = take(meter, pace, START)
    with pytest.raises(Full) as full:
        take(meter, pace, START)
    assert timedelta() < full.value.after <= timedelta(seconds=31)
    take(meter, pace, START + full.value.after)
    with pytest.raises(Full):
        take(meter, pace, START + full.value.after - timedelta(milliseconds=1))


@pytest.mark.parametrize(
    ("period", "ends"),
    [
        (Period.DAY, datetime(2026, 1, 31, 16, 0, tzinfo=UTC)),
        (Period.MONTH, datetime(2026, 1, 31, 16, 0, tzinfo=UTC)),
    ],
)
def test_a_ration_ends_with_its_period_in_shanghai(period: Period, ends: datetime) -> None:
    ration, meter = Ration(2, period), Meter(scope="s", even_at=NOW)
    for _ in range(2):
        meter = take(meter, ration, NOW)
    with pytest.raises(Full) as full:
        take(meter, ration, NOW)
    assert NOW + full.value.after == ends
    assert take(meter, ration, ends).used == 1


def test_a_month_ends_with_its_last_day() -> None:
    at = datetime(2026, 2, 10, tzinfo=UTC)
    assert Period.MONTH.ends(at) == datetime(2026, 2, 28, 16, 0, tzinfo=UTC)


@pytest.fixture
def house() -> House:
    return House()


def meters(house: House) -> Meters:
    return Meters(storage=house.storage, uow=house.uow, clock=house.clock)


def test_all_limits_are_taken_or_none(house: House) -> None:
    one, two = Taken(limit=Pace(1, 60), scope="one"), Taken(limit=Pace(10, 60), scope="two")
    meters(house).take([one, two])
    before = house.storage.all(METERS)
    with pytest.raises(Full):
        meters(house).take([one, two])
    assert house.storage.all(METERS) == before


def test_sandboxes_share_a_meter(house: House) -> None:
    for _ in range(15):
        meters(house).take([Taken(limit=Pace(30, 60), scope="s")])
    with pytest.raises(Full):
        meters(house).take([Taken(limit=Pace(30, 60), scope="s")])


def test_nothing_to_count_costs_no_call(house: House) -> None:
    meters(house).take([])
    assert house.storage.calls == []


def test_what_is_full_for_long_takes_the_next_way(house: House) -> None:
    metered = Metered(meters(house), hide=str.upper)
    daily = Taken(limit=Ration(1, Period.DAY), scope="day")
    metered.take([daily])
    with pytest.raises(ChannelRefused) as refused:
        metered.take([daily])
    assert (refused.value.then, refused.value.after) == (Then.FALLBACK, None)


def test_what_is_full_for_a_moment_waits(house: House) -> None:
    metered, minute = Metered(meters(house), hide=str.upper), Taken(limit=Pace(1, 60), scope="minute")
    metered.take([minute])
    with pytest.raises(ChannelRefused) as refused:
        metered.take([minute])
    assert refused.value.then is Then.RETRY
    assert refused.value.after
    assert timedelta(seconds=60) < refused.value.after < timedelta(seconds=61)


def test_a_meter_that_everybody_wants_at_once_is_tried_later(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_decide: object) -> None:
        raise Conflict

    monkeypatch.setattr(house.uow, "run", busy)
    with pytest.raises(ChannelRefused) as refused:
        Metered(meters(house), hide=str.upper).take([Taken(limit=Pace(1, 60), scope="s")])
    assert refused.value.then is Then.RETRY


def test_a_meter_expires_once_it_says_nothing_any_more(house: House) -> None:
    meters(house).take([Taken(limit=Pace(1, 60), scope="s")])
    (meter,) = house.storage.all(METERS)
    assert METERS.expires
    assert METERS.expires(meter) == meter.even_at + timedelta(hours=1)


def test_a_meter_that_breaks_says_for_certain_that_nothing_went_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_decide: object) -> None:
        raise OSError

    monkeypatch.setattr(house.uow, "run", broken)
    with pytest.raises(ChannelRefused) as refused:
        Metered(meters(house), hide=str.upper).take([Taken(limit=Pace(1, 60), scope="s")])
    assert (refused.value.code, refused.value.then) == ("METER_BROKEN", Then.RETRY)


def test_many_at_once_do_not_take_more_than_there_is(house: House) -> None:
    passed_by, limit = [], Taken(limit=Pace(12, 60), scope="s")

    def try_five_times() -> None:
        for _ in range(5):
            try:
                meters(house).take([limit])
            except (Full, Conflict):
                continue
            passed_by.append(1)

    crowd = [Thread(target=try_five_times) for _ in range(8)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert len(passed_by) == 6


@given(most=st.integers(1, 20_000))
def test_slices_stay_below_the_limit_together(most: int) -> None:
    found = {each.scope: each.limit.most for each in (sliced(Pace(most, 60), "app", str(n)) for n in range(300))}
    assert sum(found.values()) <= most
    assert len(found) == max(1, min(16, most // 200))


def test_a_key_always_meets_its_own_slice() -> None:
    assert sliced(Pace(10_000, 60), "app", "m1") == sliced(Pace(10_000, 60), "app", "m1")
