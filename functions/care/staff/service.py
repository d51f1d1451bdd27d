"""The staff directory (A2): who is here, who takes a ticket, who leads which community."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.work import Batch, UnitOfWork
from care.staff.events import LeaderChanged
from care.staff.model import Leader, Role, StaffMember
from care.staff.rules import assign, check_entry, registered, stated
from care.staff.store import LEADERS, STAFF, leader_at, staff_at, whole_staff

__all__ = ["Directory"]

FRESH = timedelta(seconds=60)


class Directory:
    """Reads the whole staff at most once a minute: presence steers who takes the next ticket, it decides no money."""

    def __init__(self, storage: Storage, uow: UnitOfWork, requests: Requests, clock: Clock) -> None:
        self._storage = storage
        self._uow = uow
        self._requests = requests
        self._clock = clock
        self._roster: tuple[StaffMember, ...] = ()
        self._read_at: datetime | None = None

    def register(self, entry: StaffMember, request: Request, *, by: str, granted_by: Sequence[Role]) -> Answer:
        """Take on a staff member or change their entry; `result` is the id. BadInput, Forbidden (rules.registered)."""

        def decide(batch: Batch) -> str:
            check_entry(entry)
            known = self._storage.get(*staff_at(entry.id))
            member = registered(known, entry, granted_by, themselves=by == entry.id)
            batch.add(STAFF.save(member, name="staff.register"))
            return member.id

        answer = self._requests.once(request, decide)
        self._read_at = None
        return answer

    def set_presence(self, staff_id: str, *, present: bool) -> StaffMember:
        """Come or go; NotFound, BadInput for who has left. Saying it again changes nothing."""

        def decide(batch: Batch) -> StaffMember:
            member = self._storage.get(*staff_at(staff_id))
            if member is None:
                raise NotFound("no such staff member", field="staff_id")
            return _present(member, batch, present=present)

        member = self._uow.run(decide)
        self._read_at = None
        return member

    def roster(self) -> tuple[StaffMember, ...]:
        """The whole staff in order of their ids, as it was less than a minute ago."""
        now = self._clock.now()
        if self._read_at is None or not timedelta() <= now - self._read_at < FRESH:
            self._roster = tuple(self._read_all())
            self._read_at = now
        return self._roster

    def assignee(self, ticket_id: str, region: str | None) -> str:
        """Who takes the ticket: a staff member's id or DUTY_DESK."""
        return assign(ticket_id, region, self.roster())

    def get_many(self, staff_ids: Sequence[str]) -> dict[str, StaffMember]:
        """Those of `staff_ids` that are known."""
        return fetch_by_id(self._storage, staff_at, staff_ids)

    def page(self, limit: int, after: Place) -> tuple[list[StaffMember], Place]:
        """Part of the staff in order of their ids, and where the next part begins."""
        page = self._storage.query(whole_staff(limit=limit, after=after))
        return page.of(STAFF), page.after

    def leader(self, leader_id: str) -> Leader | None:
        return self._storage.get(*leader_at(leader_id))

    def take(self, event: LeaderChanged) -> None:
        """Merge a statement of the mall; an older one than what is known changes nothing."""

        def decide(batch: Batch) -> None:
            known = self._storage.get(*leader_at(event.leader_id))
            leader = stated(known, event)
            if leader is not known:
                batch.add(LEADERS.save(leader, name="leader.state"))

        self._uow.run(decide)

    def _read_all(self) -> list[StaffMember]:
        staff: list[StaffMember] = []
        after: dict[str, str] | None = None
        while True:
            page = self._storage.query(whole_staff(after=after))
            staff += page.of(STAFF)
            if page.after is None:
                return staff
            after = page.after


def _present(member: StaffMember, batch: Batch, *, present: bool) -> StaffMember:
    if present and not member.roles:
        raise BadInput("who has left cannot be present", field="present")
    if member.present == present:
        return member
    changed = replace(member, present=present)
    batch.add(STAFF.replace(changed, name="staff.presence"))
    return replace(changed, version=member.version + 1)
