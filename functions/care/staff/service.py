"""The staff directory (A2): who is here, who takes a ticket, who leads which community."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem
from care.kernel.clock import SHANGHAI, Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.work import Batch, UnitOfWork
from care.staff.assignment import Need, assign
from care.staff.events import LeaderChanged
from care.staff.loads import Loads
from care.staff.model import Leader, Role, Skill, StaffMember
from care.staff.returning import begun, returned, upcoming_shift
from care.staff.rules import check_entry, registered, stated
from care.staff.shifts import Shifts, check_shifts
from care.staff.store import LEADERS, STAFF, leader_at, staff_at, whole_staff

__all__ = ["Directory"]

FRESH = timedelta(seconds=60)


class Directory:
    """Reads the whole staff at most once a minute: presence steers who takes the next ticket, it decides no money.

    Agenda kind: `shift.begins` (decider `on_shift_begins`). Fact: `staff.returned`, when somebody can be given cases.
    """

    def __init__(self, storage: Storage, uow: UnitOfWork, requests: Requests, clock: Clock) -> None:
        self._storage = storage
        self._uow = uow
        self._requests = requests
        self._clock = clock
        self.loads = Loads(storage, clock)
        self._roster: tuple[StaffMember, ...] = ()
        self._read_at: datetime | None = None

    def register(
        self,
        entry: StaffMember,
        request: Request,
        *,
        by: str,
        granted_by: Sequence[Role],
        also: Sequence[str] | None = None,
        corp_user: str | None = None,
    ) -> Answer:
        """Take on a staff member or change their entry;
        `result` is the id. `also`, `corp_user` None: as it is. BadInput, NotFound (the stand-in), and
        Forbidden (rules.registered).
        """

        def decide(batch: Batch) -> str:
            found = self.get_many([entry.id, entry.stand_in or entry.id])
            if entry.stand_in and entry.stand_in not in found:
                raise NotFound("no such colleague", field="stand_in")
            known = found.get(entry.id)
            stated = replace(
                entry,
                also=tuple(also) if also is not None else known.also if known else (),
                corp_user=corp_user if corp_user is not None else known.corp_user if known else "",
            )
            check_entry(stated)
            member = registered(known, stated, granted_by, themselves=by == entry.id)
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
            return self._present(member, batch, present=present)

        member = self._uow.run(decide)
        self._read_at = None
        return member

    def set_shifts(self, staff_id: str, shifts: Shifts | None) -> StaffMember:
        """Replace somebody's shifts; None: whenever they are present. NotFound, BadInput (check_shifts)."""
        now = self._clock.now()
        yesterday = now.astimezone(SHANGHAI).date() - timedelta(days=1)
        if shifts:
            check_shifts(shifts, yesterday)
            shifts = replace(shifts, days=tuple(each for each in shifts.days if each.date >= yesterday))

        def decide(batch: Batch) -> StaffMember:
            member = self._storage.get(*staff_at(staff_id))
            if member is None:
                raise NotFound("no such staff member", field="staff_id")
            changed = replace(member, shifts=shifts)
            batch.add(STAFF.replace(changed, name="staff.shifts"))
            after = replace(changed, version=member.version + 1)
            batch.plan(*upcoming_shift(after, now))
            if not member.available(now):
                batch.plan(*returned(after, now))
            return after

        member = self._uow.run(decide)
        self._read_at = None
        return member

    def on_shift_begins(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `shift.begins`."""
        batch.plan(*begun(self._storage.get(*staff_at(item.subject)), item, self._clock.now()))

    def roster(self, *, anew: bool = False) -> tuple[StaffMember, ...]:
        """The whole staff in order of their ids, as it was less than a minute ago, or as it is now."""
        now = self._clock.now()
        if anew or self._read_at is None or not timedelta() <= now - self._read_at < FRESH:
            self._roster = tuple(self._read_all())
            self._read_at = now
        return self._roster

    def assignee(self, ticket_id: str, region: str | None, skill: Skill = Skill.GENERAL) -> str:
        """Who takes the ticket: a staff member's id or DUTY_DESK."""
        need = Need(region=region, skill=skill)
        who = assign(ticket_id, need, self.roster(), self.loads.current(), self._clock.now())
        self.loads.given(who)
        return who

    def available(self, staff_id: str) -> bool:
        """Whether new cases go to them first; never to the desk."""
        now = self._clock.now()
        return any(member.id == staff_id and member.available(now) for member in self.roster())

    def get_many(self, staff_ids: Sequence[str]) -> dict[str, StaffMember]:
        """Those of `staff_ids` that are known."""
        return fetch_by_id(self._storage, staff_at, staff_ids)

    def called_in_corp(self, user: str) -> list[StaffMember]:
        """Who is this user of 企业微信, which tells no case apart; who has left is nobody. As `roster`."""
        return [each for each in self.roster() if each.roles and each.corp_user.casefold() == user.casefold()]

    def page(self, limit: int, after: Place) -> tuple[list[StaffMember], Place]:
        """Part of the staff in order of their ids, and where the next part begins."""
        page = self._storage.query(whole_staff(limit=limit, after=after))
        return page.of(STAFF), page.after

    def leader(self, leader_id: str) -> Leader | None:
        return self._storage.get(*leader_at(leader_id))

    def leaders(self, leader_ids: Sequence[str]) -> dict[str, Leader]:
        """Those of `leader_ids` that are known."""
        return fetch_by_id(self._storage, leader_at, leader_ids)

    def take(self, event: LeaderChanged) -> None:
        """Merge a statement of the mall; an older one than what is known changes nothing."""

        def decide(batch: Batch) -> None:
            known = self._storage.get(*leader_at(event.leader_id))
            leader = stated(known, event)
            if leader is not known:
                batch.add(LEADERS.save(leader, name="leader.state"))

        self._uow.run(decide)

    def _present(self, member: StaffMember, batch: Batch, *, present: bool) -> StaffMember:
        if present and not member.roles:
            raise BadInput("who has left cannot be present", field="present")
        if member.present == present:
            return member
        changed = replace(member, present=present)
        batch.add(STAFF.replace(changed, name="staff.presence"))
        batch.plan(*returned(changed, self._clock.now()))
        return replace(changed, version=member.version + 1)

    def _read_all(self) -> list[StaffMember]:
        staff: list[StaffMember] = []
        after: dict[str, str] | None = None
        while True:
            page = self._storage.query(whole_staff(after=after))
            staff += page.of(STAFF)
            if page.after is None:
                return staff
            after = page.after
