"""Who takes a ticket, what a staff entry must be, and which statement of a leader holds (A2). Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from care.kernel.errors import BadInput, Forbidden
from care.kernel.facts import Mark
from care.kernel.ids import derived_id
from care.staff.events import LeaderChanged
from care.staff.model import DUTY_DESK, Leader, Role, StaffMember

__all__ = ["assign", "check_entry", "registered", "stated"]

_LONGEST_ID = 64
_LONGEST_NAME = 40
_MOST_REGIONS = 50


def assign(ticket_id: str, region: str | None, roster: Iterable[StaffMember]) -> str:
    """Id of the assignee; there always is one.

    The first circle that is not empty decides, and inside it rendezvous hashing: each of n has 1/n of the tickets,
    and when one comes or goes no other's tickets move.
    """
    for circle in _circles(region, list(roster)):
        if circle:
            return max(circle, key=lambda each: derived_id(ticket_id, each.id)).id
    return DUTY_DESK


def _circles(region: str | None, roster: Sequence[StaffMember]) -> Iterator[list[StaffMember]]:
    agents = [each for each in roster if Role.AGENT in each.roles]
    present = [each for each in agents if each.present]
    yield [each for each in present if each.serves(region)]
    yield present
    yield agents
    yield [each for each in roster if Role.MANAGER in each.roles]


def check_entry(entry: StaffMember) -> None:
    """BadInput naming the field that cannot be meant."""
    if not 0 < len(entry.id) <= _LONGEST_ID or entry.id == DUTY_DESK or "#" in entry.id:
        raise BadInput(f"an id has 1 to {_LONGEST_ID} characters, no #, and is not {DUTY_DESK}", field="staff_id")
    if not 0 < len(entry.name.strip()) <= _LONGEST_NAME:
        raise BadInput(f"a name has 1 to {_LONGEST_NAME} characters", field="name")
    if not all(role.is_staff for role in entry.roles):
        raise BadInput("members and leaders are no staff", field="roles")
    if len(entry.regions) > _MOST_REGIONS or not all(region.strip() for region in entry.regions):
        raise BadInput(f"at most {_MOST_REGIONS} regions, none blank", field="regions")


def registered(
    known: StaffMember | None, entry: StaffMember, granted_by: Iterable[Role], *, themselves: bool
) -> StaffMember:
    """The staff member after registration; presence stays, but who has left is absent.

    Forbidden: only a manager makes or unmakes managers, and nobody but a manager changes their own roles.
    """
    before = set(known.roles) if known else set()
    changed = before ^ set(entry.roles)
    if Role.MANAGER not in granted_by and (Role.MANAGER in changed or (themselves and changed)):
        raise Forbidden("only a manager may grant this", field="roles")
    return replace(
        entry,
        roles=tuple(sorted(set(entry.roles))),
        regions=tuple(sorted(set(entry.regions))),
        present=bool(known and known.present and entry.roles),
        version=known.version if known else 0,
    )


def stated(known: Leader | None, event: LeaderChanged) -> Leader:
    """The leader after `event`; `known` itself where it bears a mark at least as late."""
    mark = event.mark
    if known is not None and mark <= Mark(known.changed_at, known.change_id):
        return known
    return Leader(
        id=event.leader_id,
        name=event.name,
        community=event.community,
        region=event.region,
        changed_at=mark.at,
        change_id=mark.id,
        version=known.version if known else 0,
    )
