"""What a staff entry must be, and which statement of a leader holds (A2). Pure."""

from collections.abc import Iterable
from dataclasses import replace

from care.kernel.errors import BadInput, Forbidden
from care.kernel.facts import Mark
from care.staff.events import LeaderChanged
from care.staff.model import DUTY_DESK, Leader, Role, StaffMember

__all__ = ["check_entry", "registered", "stated"]

_LONGEST_ID = 64
_LONGEST_NAME = 40
_MOST_REGIONS = 50
_MOST_IDS = 10
_LEVELS = range(1, 4)


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
    if entry.level not in _LEVELS:
        raise BadInput(f"a level is {_LEVELS[0]} to {_LEVELS[-1]}", field="level")
    if entry.stand_in in (entry.id, DUTY_DESK):
        raise BadInput("a stand-in is a colleague", field="stand_in")
    if len(entry.corp_user) > _LONGEST_ID or entry.corp_user != entry.corp_user.strip() or "|" in entry.corp_user:
        raise BadInput(
            f"a user id of 企业微信 has at most {_LONGEST_ID} characters, no blanks around", field="corp_user"
        )
    if len(entry.also) > _MOST_IDS or not all(0 < len(each) <= _LONGEST_ID for each in entry.also):
        raise BadInput(f"at most {_MOST_IDS} ids, each of 1 to {_LONGEST_ID} characters", field="also")


def registered(
    known: StaffMember | None, entry: StaffMember, granted_by: Iterable[Role], *, themselves: bool
) -> StaffMember:
    """The staff member after registration; shifts and presence stay, but who has left is absent.

    Forbidden: only a manager makes or unmakes managers, and nobody but a manager changes their own roles; only another
    manager says which members and leaders they are; nobody raises their own level, by which authority goes (G5).
    """
    before = set(known.roles) if known else set()
    changed = before ^ set(entry.roles)
    if Role.MANAGER not in granted_by and (Role.MANAGER in changed or (themselves and changed)):
        raise Forbidden("only a manager may grant this", field="roles")
    if set(entry.also) != set(known.also if known else ()) and (Role.MANAGER not in granted_by or themselves):
        raise Forbidden("only another manager may say this", field="also")
    if themselves and entry.level > (known.level if known else _LEVELS[0]):
        raise Forbidden("only somebody else may raise this", field="level")
    return replace(
        entry,
        roles=tuple(sorted(set(entry.roles))),
        regions=tuple(sorted(set(entry.regions))),
        skills=tuple(sorted(set(entry.skills))),
        functions=tuple(sorted(set(entry.functions))),
        also=tuple(sorted(set(entry.also))),
        shifts=known.shifts if known else None,
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
        member_id=event.member_id,
        changed_at=mark.at,
        change_id=mark.id,
        version=known.version if known else 0,
    )
