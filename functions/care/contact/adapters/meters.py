"""How often a provider may be called: counted by us, below what it allows, because some drop the excess in silence.

A `Pace` is a bucket that refills steadily: in any window of `seconds`, wherever it begins, at most `most` pass. A
`Ration` is so many in a calendar day or month of Shanghai.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zlib import crc32

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Storage, Wanted
from care.dynamo.writes import Key
from care.kernel.clock import SHANGHAI, Clock
from care.kernel.work import Batch, UnitOfWork

__all__ = ["METERS", "Full", "Meter", "Meters", "Pace", "Period", "Ration", "Taken", "sliced", "take"]


_SLICES = 16
_LEAST = 200
"""A slice is no smaller than this: unequal ones would waste what is allowed."""


class Period(StrEnum):
    """What a ration is for."""

    DAY = "DAY"
    MONTH = "MONTH"

    def begins(self, at: datetime) -> datetime:
        day = at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
        return day if self is Period.DAY else day.replace(day=1)

    def ends(self, at: datetime) -> datetime:
        begins = self.begins(at)
        return begins + timedelta(days=1) if self is Period.DAY else (begins + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `most` in any `seconds`: half of them at once, the others as time passes."""

    most: int
    seconds: int

    @property
    def burst(self) -> int:
        return max(1, self.most // 2)

    @property
    def interval(self) -> timedelta:
        """Between two, in the long run. In a window, closed at both ends, pass burst + ⌊window ÷ interval⌋ ≤ most."""
        refill = max(1, self.most - self.burst)
        return timedelta(seconds=self.seconds) / refill + timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Ration:
    """At most `most` in a calendar period."""

    most: int
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A call to be counted: at which limit, and whose."""

    limit: Pace | Ration
    scope: str


def sliced(pace: Pace, scope: str, key: str) -> Taken:
    """A slice, by `key`, of a limit that many share: together they stay below it, and calls seldom meet on one."""
    slices = max(1, min(_SLICES, pace.most // _LEAST))
    return Taken(limit=replace(pace, most=pace.most // slices), scope=f"{scope}#{crc32(key.encode()) % slices}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """What one scope has used of one limit. `even_at`: when the bucket is full again."""

    scope: str
    even_at: datetime
    used: int = 0
    version: int = 0


METERS = Shelf(
    shape=Meter,
    kind="meter",
    table="contact",
    key=lambda meter: _key(meter.scope),
    expires=lambda meter: meter.even_at + timedelta(hours=1),
)


class Full(Exception):
    """Nothing more may go out before `after`."""

    def __init__(self, scope: str, after: timedelta) -> None:
        super().__init__(scope)
        self.after = after


def take(meter: Meter, limit: Pace | Ration, now: datetime) -> Meter:
    """The meter after one more; Full if there is no place."""
    if isinstance(limit, Ration):
        return _ration(meter, limit, now)
    even_at = max(meter.even_at, now) + limit.interval
    early = even_at - now - limit.burst * limit.interval
    if early > timedelta():
        raise Full(meter.scope, early)
    return replace(meter, even_at=even_at)


def _ration(meter: Meter, limit: Ration, now: datetime) -> Meter:
    ends = limit.period.ends(now)
    used = meter.used if meter.even_at >= ends else 0
    if used >= limit.most:
        raise Full(meter.scope, ends - now)
    return replace(meter, used=used + 1, even_at=ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meters:
    """Counts calls, in one transaction each, before they are made: a call that then fails has been counted too."""

    storage: Storage
    uow: UnitOfWork
    clock: Clock

    def take(self, taken: Iterable[Taken]) -> None:
        """All of them or none. Full: wait; Conflict: others called at this very moment, again and again."""
        wanted = {each.scope: each for each in taken}

        def decide(batch: Batch) -> None:
            now = self.clock.now()
            found = self.storage.fetch([_at(scope) for scope in wanted])
            for scope, each in wanted.items():
                meter = found.get(*_at(scope)) or Meter(scope=scope, even_at=now)
                batch.add(METERS.save(take(meter, each.limit, now), name="meter.take"))

        if wanted:
            self.uow.run(decide)


def _at(scope: str) -> Wanted:
    return (METERS, _key(scope))


def _key(scope: str) -> Key:
    return Key(f"METER#{scope}", "METER")
