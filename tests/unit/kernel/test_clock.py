"""Time is aware UTC inside; a story's clock never goes back."""

from datetime import UTC, datetime, timedelta

import pytest

from care.kernel.clock import SHANGHAI, SettableClock, SystemClock, parse_instant, stamp
from fakes.house import START


def test_a_stamp_is_utc_of_fixed_width() -> None:
    assert stamp(START.astimezone(SHANGHAI)) == "2026-03-02T02:00:00.000000Z"
    assert len(stamp(START + timedelta(microseconds=7))) == len(stamp(START))


def test_a_time_without_an_offset_is_refused() -> None:
    naive = START.replace(tzinfo=None)
    for refuse in (lambda: stamp(naive), lambda: SettableClock(naive), lambda: parse_instant("2026-03-02T10:00:00")):
        with pytest.raises(ValueError, match="offset"):
            refuse()


def test_instants_are_compared_not_texts() -> None:
    assert parse_instant("2026-03-02T10:00:00+08:00") == parse_instant("2026-03-02T02:00:00Z") == START


def test_a_settable_clock_never_goes_back() -> None:
    clock = SettableClock(START)
    clock.move(timedelta(hours=1))
    clock.move_to(START)
    assert clock.now() == START + timedelta(hours=1)


def test_the_system_clock_is_aware() -> None:
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-10:00", "9999-12-31T23:59:59Z"])
def test_the_ends_of_the_calendar_are_refused_like_any_other_wrong_time(text: str) -> None:
    with pytest.raises(ValueError, match="out of range"):
        parse_instant(text)
