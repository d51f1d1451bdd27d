"""How clocks start, pause, go on, are met and are dropped (G7). Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.hours import business
from care.hours.model import Calendar
from care.kernel.settings import Settings
from care.tickets.clocks.figures import LADDER_PERCENT, WARN_PERCENT
from care.tickets.clocks.model import SlaClock, SlaStep
from care.tickets.clocks.targets import Target

__all__ = [
    "Clocks",
    "Terms",
    "business_seconds",
    "climbs_at",
    "drop",
    "fail",
    "meet",
    "pause",
    "resume",
    "start",
    "wall_seconds",
]

Clocks = tuple[SlaClock, ...]
MOST_CLOCKS = 24
"""Of one ticket: beyond it the oldest ended ones are forgotten; their breaches stay on the timeline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What time is counted by."""

    calendar: Calendar
    settings: Settings

    def after(self, since: datetime, span: timedelta, *, round_the_clock: bool) -> datetime:
        return since + span if round_the_clock else business.add(self.calendar, since, span)


def start(clocks: Clocks, targets: Iterable[Target], round_: int, at: datetime, terms: Terms) -> Clocks:
    """With new clocks for the steps that have no open one; of several targets for a step the one due first."""
    taken = {clock.step for clock in clocks if clock.open}
    found: dict[SlaStep, SlaClock] = {}
    for target in targets:
        clock = _started(target, _next(clocks), round_, at, terms)
        rival = found.get(target.step)
        if target.step not in taken and (rival is None or clock.due_at < rival.due_at):
            found[target.step] = clock
    return _kept((*clocks, *found.values()))


def meet(clocks: Clocks, which: Callable[[SlaClock], bool], at: datetime, terms: Terms) -> Clocks:
    """Open clocks are met, in time or late: both are on record."""

    def met(clock: SlaClock) -> SlaClock:
        late = clock.running and at > clock.due_at
        return replace(
            clock,
            met_at=at,
            met_wall_s=wall_seconds(clock, at),
            met_business_s=business_seconds(clock, at, terms),
            breached_at=clock.breached_at or (clock.due_at if late else None),
            paused_left_s=None,
        )

    return _changed(clocks, lambda clock: clock.open and which(clock), met)


def fail(clocks: Clocks, which: Callable[[SlaClock], bool], at: datetime) -> Clocks:
    """Open clocks that are late by now, whatever was left of them."""
    return _changed(
        clocks,
        lambda clock: clock.open and clock.breached_at is None and which(clock),
        lambda clock: replace(clock, breached_at=min(at, clock.due_at)),
    )


def drop(clocks: Clocks, at: datetime, which: Callable[[SlaClock], bool] = lambda _clock: True) -> Clocks:
    """Open clocks that nobody needs any more. One that was dropped as it started leaves no trace."""
    dropped = _changed(
        clocks,
        lambda clock: clock.open and which(clock),
        lambda clock: replace(clock, dropped_at=at, paused_left_s=None),
    )
    return tuple(clock for clock in dropped if clock.dropped_at != clock.started_at)


def pause(clocks: Clocks, at: datetime, terms: Terms) -> Clocks:
    """The agent's running clocks stand still, with what is left of them. A late one stays late."""

    def paused(clock: SlaClock) -> SlaClock:
        left = clock.due_at - at if clock.round_the_clock else business.between(terms.calendar, at, clock.due_at)
        return replace(clock, paused_left_s=_seconds(left), generation=_next(clocks))

    return _changed(clocks, lambda clock: clock.running and clock.agents and at < clock.due_at, paused)


def resume(clocks: Clocks, at: datetime, terms: Terms) -> Clocks:
    """Paused clocks go on with what was left; the ladder of a late one of the agent's begins its rung anew."""

    def resumed(clock: SlaClock) -> SlaClock:
        if clock.paused_left_s is None:
            return replace(clock, generation=_next(clocks))
        left = timedelta(seconds=clock.paused_left_s)
        due_at = terms.after(at, left, round_the_clock=clock.round_the_clock)
        return replace(
            clock,
            paused_left_s=None,
            due_at=due_at,
            warn_at=clock.warn_at if clock.warned_at else _warns_at(clock, at, left, terms),
            generation=_next(clocks),
        )

    def stopped(clock: SlaClock) -> bool:
        return clock.open and (not clock.running or (clock.agents and clock.rung > 0))

    return _changed(clocks, stopped, resumed)


def climbs_at(clock: SlaClock, since: datetime, terms: Terms) -> datetime:
    """When a breach that nobody mends climbs by the next rung."""
    wait = timedelta(minutes=clock.target_minutes) * terms.settings.of(LADDER_PERCENT) / 100
    return terms.after(since, wait, round_the_clock=clock.round_the_clock)


def wall_seconds(clock: SlaClock, at: datetime) -> int:
    """From its start to `at`."""
    return _seconds(at - clock.started_at)


def business_seconds(clock: SlaClock, at: datetime, terms: Terms) -> int:
    """Service hours that it has taken by `at`; time in which it was paused does not count."""
    calendar = terms.calendar
    if clock.round_the_clock:
        return _seconds(business.between(calendar, clock.started_at, at))
    target = clock.target_minutes * 60
    if clock.paused_left_s is not None:
        return target - clock.paused_left_s
    left, over = business.between(calendar, at, clock.due_at), business.between(calendar, clock.due_at, at)
    return target - _seconds(left) + _seconds(over)


def _started(target: Target, generation: int, round_: int, at: datetime, terms: Terms) -> SlaClock:
    minutes = terms.settings.of(target.minutes)
    span = timedelta(minutes=minutes)
    warning = span * terms.settings.of(WARN_PERCENT) / 100
    return SlaClock(
        step=target.step,
        sla_class=target.sla_class,
        generation=generation,
        round=round_,
        started_at=at,
        due_at=terms.after(at, span, round_the_clock=target.round_the_clock),
        warn_at=terms.after(at, warning, round_the_clock=target.round_the_clock),
        target_minutes=minutes,
        round_the_clock=target.round_the_clock,
        agents=target.agents,
    )


def _warns_at(clock: SlaClock, at: datetime, left: timedelta, terms: Terms) -> datetime:
    """When as little is left as a warning leaves; at once where less is left already."""
    last = timedelta(minutes=clock.target_minutes) * (100 - terms.settings.of(WARN_PERCENT)) / 100
    return terms.after(at, max(left - last, timedelta()), round_the_clock=clock.round_the_clock)


def _changed(clocks: Clocks, which: Callable[[SlaClock], bool], how: Callable[[SlaClock], SlaClock]) -> Clocks:
    return tuple(how(clock) if which(clock) else clock for clock in clocks)


def _next(clocks: Clocks) -> int:
    return max((clock.generation for clock in clocks), default=-1) + 1


def _kept(clocks: Clocks) -> Clocks:
    spare = len(clocks) - MOST_CLOCKS
    ended = [clock for clock in clocks if not clock.open][: max(spare, 0)]
    return tuple(clock for clock in clocks if clock not in ended)


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
