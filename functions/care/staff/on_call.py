"""Who is on call for a function, and who is told when they do not answer (A2). Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from care.kernel.clock import SHANGHAI
from care.kernel.errors import BadInput, NotFound
from care.staff.model import DUTY_DESK, Function, Role, StaffMember
from care.staff.shifts import FARTHEST, WEEK, Span, covers

__all__ = ["Because", "Duty", "OnCall", "Rung", "Stint", "check_on_call", "ladder"]

MOST_STINTS = 60
MOST_DUTIES = 200
MOST_TURN = 5
"""Staff of one turn: the first is told first."""
MOST_RUNGS = 12
"""Before the desk: an alert is not passed around for half a day."""


class Because(StrEnum):
    """Why somebody stands on the ladder."""

    ROTA = "ROTA"
    STAND_IN = "STAND_IN"
    FUNCTION = "FUNCTION"
    MANAGER = "MANAGER"
    DESK = "DESK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stint:
    """Every week on this day (0: Monday) these, in this order."""

    weekday: int
    span: Span
    staff_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Once, instead of what the week says."""

    starts_at: datetime
    ends_at: datetime
    staff_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """The roster of a function."""

    function: Function
    rota: tuple[Stint, ...] = ()
    duties: tuple[Duty, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        return self.function.value

    @property
    def names(self) -> set[str]:
        """Of everybody on it."""
        turns = (*(each.staff_ids for each in self.rota), *(each.staff_ids for each in self.duties))
        return {name for names in turns for name in names}

    def turn(self, at: datetime) -> tuple[str, ...]:
        """Whose turn it is, in order; a single duty goes before the week."""
        once = [each.staff_ids for each in self.duties if each.starts_at <= at < each.ends_at]
        return tuple(dict.fromkeys(name for names in once or self._weekly(at) for name in names))

    def _weekly(self, at: datetime) -> list[tuple[str, ...]]:
        today = at.astimezone(SHANGHAI).date()
        days = (today, today - timedelta(days=1))
        return [
            each.staff_ids
            for each in self.rota
            if any(day.weekday() == each.weekday and covers(day, each.span, at) for day in days)
        ]


@dataclass(frozen=True, slots=True)
class Rung:
    """One who is told."""

    staff_id: str
    because: Because


def ladder(on_call: OnCall, staff: Iterable[StaffMember], region: str | None, at: datetime) -> tuple[Rung, ...]:
    """Whom an alert tells, one after the other; the last is the desk, so that it never goes nowhere.

    Whose turn it is; their stand-ins; whoever bears the function and is available; managers. Within each of these
    those who serve the region come first. Who has left is on no rung.
    """
    here = {each.id: each for each in staff if each.roles}
    rungs: dict[str, Because] = {}
    for because, members in _steps(on_call, here, at):
        for each in sorted(members, key=lambda member: region is not None and not member.serves(region)):
            rungs.setdefault(each.id, because)
    told = [Rung(name, because) for name, because in rungs.items()][:MOST_RUNGS]
    return (*told, Rung(DUTY_DESK, Because.DESK))


def _steps(
    on_call: OnCall, here: Mapping[str, StaffMember], at: datetime
) -> Iterator[tuple[Because, Sequence[StaffMember]]]:
    turn = [here[name] for name in on_call.turn(at) if name in here]
    yield Because.ROTA, turn
    yield Because.STAND_IN, [here[name] for name in (each.stand_in for each in turn) if name and name in here]
    yield Because.FUNCTION, _who(here, lambda each: on_call.function in each.functions and each.available(at))
    yield Because.MANAGER, _who(here, lambda each: Role.MANAGER in each.roles and each.available(at))
    yield Because.MANAGER, _who(here, lambda each: Role.MANAGER in each.roles)


def _who(here: Mapping[str, StaffMember], fits: Callable[[StaffMember], bool]) -> list[StaffMember]:
    return [each for each in here.values() if fits(each)]


def check_on_call(on_call: OnCall, known: Mapping[str, StaffMember], today: date) -> None:
    """BadInput or NotFound, naming the field."""
    if len(on_call.rota) > MOST_STINTS or not all(0 <= each.weekday < WEEK for each in on_call.rota):
        raise BadInput(f"at most {MOST_STINTS} turns a week", field="rota")
    if len(on_call.duties) > MOST_DUTIES or not all(_fits(each, today) for each in on_call.duties):
        raise BadInput(f"at most {MOST_DUTIES} duties, each with an end after its start, within a year", field="duties")
    for field, turns in (("rota", on_call.rota), ("duties", on_call.duties)):
        for turn in turns:
            _check_turn(turn.staff_ids, known, field)


def _fits(duty: Duty, today: date) -> bool:
    return duty.starts_at < duty.ends_at and duty.starts_at.astimezone(SHANGHAI).date() <= today + FARTHEST


def _check_turn(staff_ids: Sequence[str], known: Mapping[str, StaffMember], field: str) -> None:
    if not 0 < len(set(staff_ids)) == len(staff_ids) <= MOST_TURN:
        raise BadInput(f"a turn has 1 to {MOST_TURN} people, each once", field=field)
    for name in staff_ids:
        if name not in known or not known[name].roles:
            raise NotFound(f"no such staff member: {name}", field=field)
