"""The arithmetic of clocks: laws that hold whenever a clock is paused, goes on, is met."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from care.hours.baseline import baseline_calendar
from care.hours.holidays import Holidays
from care.hours.model import Calendar
from care.kernel.settings import Settings
from care.tickets.clocks import rules
from care.tickets.clocks.model import SlaClass, SlaStep
from care.tickets.clocks.rules import MOST_CLOCKS, Terms
from care.tickets.clocks.targets import targets_of

TERMS = Terms(calendar=Calendar(baseline_calendar().timetable, Holidays().kind_of), settings=Settings())
MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LAWS = settings(max_examples=150, deadline=None)
moments = st.integers(0, 30 * 86_400).map(lambda second: MONDAY + timedelta(seconds=second))
spans = st.integers(0, 4 * 86_400).map(lambda second: timedelta(seconds=second))
classes = st.sampled_from([[SlaClass.OWN_CHANNEL], [SlaClass.COMPLAINT], [SlaClass.RED_ALERT], list(SlaClass)])


def started(at: datetime, of: list[SlaClass]) -> rules.Clocks:
    return rules.start((), targets_of(of), 0, at, TERMS)


@LAWS
@given(moments, classes)
def test_a_warning_lies_between_start_and_due(at: datetime, of: list[SlaClass]) -> None:
    for clock in started(at, of):
        assert clock.started_at < clock.warn_at < clock.due_at


@LAWS
@given(moments)
def test_of_several_classes_no_step_is_due_later_than_in_any_of_them(at: datetime) -> None:
    strictest = {clock.step: clock for clock in started(at, list(SlaClass))}
    for each in SlaClass:
        for clock in started(at, [each]):
            assert strictest[clock.step].due_at <= clock.due_at


@LAWS
@given(moments, classes, spans, spans)
def test_a_pause_takes_nothing_and_gives_nothing(
    at: datetime, of: list[SlaClass], before: timedelta, length: timedelta
) -> None:
    running = started(at, of)
    paused = rules.pause(running, at + before, TERMS)
    again = rules.resume(paused, at + before + length, TERMS)
    for first, stopped, then in zip(running, paused, again, strict=True):
        if stopped.paused_left_s is None:
            assert then.due_at == first.due_at, "it was late, or is nobody's to pause"
            continue
        assert then.due_at >= first.due_at
        assert then.generation > stopped.generation > first.generation
        used = rules.business_seconds(first, at + before, TERMS)
        if not first.round_the_clock:
            assert rules.business_seconds(then, at + before + length, TERMS) == used


@LAWS
@given(moments, classes, spans)
def test_met_late_is_breached_and_met_in_time_is_not(at: datetime, of: list[SlaClass], after: timedelta) -> None:
    for clock in rules.meet(started(at, of), lambda _clock: True, at + after, TERMS):
        assert clock.met_wall_s == int(after.total_seconds())
        assert clock.met_business_s is not None
        assert 0 <= clock.met_business_s <= clock.met_wall_s
        late = at + after > clock.due_at
        assert clock.breached_at == (clock.due_at if late else None)
        if not clock.round_the_clock:
            assert (clock.met_business_s > clock.target_minutes * 60) <= late


def test_a_step_has_one_open_clock_at_a_time() -> None:
    once = started(MONDAY, [SlaClass.OWN_CHANNEL])
    assert rules.start(once, targets_of([SlaClass.COMPLAINT]), 0, MONDAY, TERMS)[:2] == once
    twice = rules.start(once, targets_of(SlaClass), 0, MONDAY, TERMS)
    steps = [clock.step for clock in twice if clock.open]
    assert sorted(steps) == sorted(set(steps))


def test_what_was_dropped_as_it_started_leaves_no_trace() -> None:
    clocks = started(MONDAY, [SlaClass.OWN_CHANNEL])
    assert rules.drop(clocks, MONDAY) == ()
    later = rules.drop(clocks, MONDAY + timedelta(seconds=1))
    assert [clock.open for clock in later] == [False, False]
    assert rules.drop(later, MONDAY + timedelta(days=1)) == later


def test_a_ticket_forgets_the_oldest_ended_clocks_first() -> None:
    clocks: rules.Clocks = started(MONDAY, [SlaClass.RED_ALERT])
    for number in range(20):
        at = MONDAY + timedelta(hours=number)
        clocks = rules.start(clocks, targets_of([SlaClass.INQUIRY]), 0, at, TERMS)
        clocks = rules.meet(clocks, lambda clock: clock.sla_class is SlaClass.INQUIRY, at, TERMS)
    assert len(clocks) == MOST_CLOCKS
    assert [clock.step for clock in clocks if clock.open] == [
        SlaStep.AUTO_ACTION, SlaStep.FIRST_OPINION, SlaStep.CLOSED_BY,
    ]  # fmt: skip
    assert clocks[-1].started_at == MONDAY + timedelta(hours=19)


def test_a_resumed_clock_that_has_warned_keeps_its_warning() -> None:
    (reply, _answer) = started(MONDAY, [SlaClass.OWN_CHANNEL])
    warned = replace(reply, warned_at=reply.warn_at)
    at = MONDAY + timedelta(minutes=27)
    (again,) = rules.resume(rules.pause((warned,), at, TERMS), at + timedelta(hours=1), TERMS)
    assert (again.warn_at, again.due_at) == (reply.warn_at, reply.due_at + timedelta(hours=1))
    (unwarned,) = rules.resume(rules.pause((reply,), at, TERMS), at + timedelta(hours=1), TERMS)
    assert unwarned.warn_at == at + timedelta(hours=1), "less is left than a warning leaves: at once"
