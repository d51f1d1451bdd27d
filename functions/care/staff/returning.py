"""When somebody can be given cases again (A2, G6): they came, or their shift began. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime

from care.kernel.agenda import AgendaItem, Lane
from care.staff.model import StaffMember
from care.staff.shifts import begins_at, next_begin

__all__ = ["begun", "returned", "upcoming_shift"]


def returned(member: StaffMember, at: datetime) -> Iterator[AgendaItem]:
    """The fact `staff.returned`, if cases go to them first from now on."""
    if member.available(at):
        second = int(at.timestamp())
        yield AgendaItem(lane=Lane.NOW, kind="staff.returned", due=at, subject=member.id, generation=second)


def upcoming_shift(member: StaffMember, after: datetime) -> Iterator[AgendaItem]:
    """`shift.begins` for the next of their shifts; planned anew by each that begins, and when shifts are set."""
    if member.roles and member.shifts and (begins := next_begin(member.shifts, after)):
        yield AgendaItem(
            lane=Lane.CLOCKS,
            kind="shift.begins",
            due=begins.astimezone(UTC),
            subject=member.id,
            generation=int(begins.timestamp()),
            stamp=member.version,
        )


def begun(member: StaffMember | None, item: AgendaItem, now: datetime) -> Iterator[AgendaItem]:
    """What follows from `shift.begins`; nothing where their shifts are others by now."""
    at = datetime.fromtimestamp(item.generation, UTC)
    if member and member.shifts and begins_at(member.shifts, at):
        yield from upcoming_shift(member, at)
        yield from returned(member, now)
