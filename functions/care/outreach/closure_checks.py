"""The follow-up check some days after a resolution, of whatever kind (P7); how many, and in which words, goes by that.

    ticket.resolved ──1–5 days─▶ closure.ask ──▶ OPEN ──"all fine"──▶ CONFIRMED   closure.confirmed: the ticket closes
                                                  ├──"still not"──▶ DISPUTED    closure.disputed: it reopens
                                                  └──3 days──▶ SILENT           closure.silent: it closes

A ticket that was reopened meanwhile is in another round: its check is not sent, or is OUTDATED.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from care.accounts.model import Payout
from care.contact.figures import quiet_hours
from care.contact.service import Contact
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Ask, Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.orders.naming import name_goods
from care.outreach.errors import ClosureAnswered, ClosureOutdated
from care.outreach.figures import check_after, silence_after
from care.outreach.model import CheckState, ClosureCheck, check_id
from care.outreach.notices import closure_check
from care.outreach.resolutions import Resolution, resolution_of
from care.outreach.store import CHECKS, answer_check, check_at, end_check, open_check
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.store import ticket_at
from care.tickets.teamwork.family import is_asked

__all__ = ["ClosureChecks"]

_FACTS = {
    CheckState.CONFIRMED: "closure.confirmed",
    CheckState.DISPUTED: "closure.disputed",
    CheckState.SILENT: "closure.silent",
}


class ClosureChecks:
    """Deciders: `on_ticket_resolved`, `ask` (kind `closure.ask`), `fall_silent` (kind `closure.silence`).

    Facts: `closure.confirmed`, `closure.disputed`, `closure.silent`; subject: the check; payload: ticket_id, round.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        requests: Requests,
        settings: Callable[[], Settings],
        contact: Contact,
        payouts_of: Callable[[str], Sequence[Payout]],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._requests = requests
        self._settings = settings
        self._contact = contact
        self._payouts_of = payouts_of

    def on_ticket_resolved(self, item: AgendaItem, batch: Batch) -> None:
        """Plan the check of a member's claim, outside quiet hours. Of other cases the member knows nothing."""
        if item.payload["kind"] != TicketKind.CLAIM:
            return
        ticket: Ticket | None = self._storage.get(*ticket_at(item.subject))
        if ticket is None:
            return
        settings = self._settings()
        rested = max(item.due + check_after(settings, self._resolution(ticket)), _not_before(item))
        due = quiet_hours(settings).next_allowed(rested)
        batch.plan(replace(item, lane=Lane.CLOSURE, kind="closure.ask", due=due, attempts=0, last_error=""))

    def ask(self, item: AgendaItem, batch: Batch) -> None:
        """Send the check, if the case still rests as it was resolved, and no other is asked about in its stead (G6)."""
        at = check_at(check_id(item.subject, item.generation))
        found = self._storage.fetch([ticket_at(item.subject), at])
        ticket = found.get(*ticket_at(item.subject))
        if found.get(*at) is not None or ticket is None or not _rests(ticket, item.generation):
            return
        if not is_asked(self._storage, ticket):
            return
        check = self._new(ticket)
        batch.add(open_check(check))
        batch.plan(_silence(check))
        self._contact.notify(batch, closure_check(check))

    def answer(self, request: Request, check_id: str, member_id: str, *, fine: bool) -> Answer:
        """The member's one tap. NotFound (not theirs), ClosureAnswered, ClosureOutdated."""
        return self._requests.once(request, lambda batch: self._answer(check_id, member_id, batch, fine=fine))

    def fall_silent(self, item: AgendaItem, batch: Batch) -> None:
        """Nobody answered in time."""
        check: ClosureCheck | None = self._storage.get(*check_at(item.subject))
        if check and check.state is CheckState.OPEN:
            ended = self._ended(check, CheckState.SILENT if self._rests(check) else CheckState.OUTDATED, batch)
            batch.add(end_check(ended))

    def get_many(self, check_ids: Sequence[str]) -> Mapping[str, ClosureCheck]:
        """By id; those that do not exist are absent."""
        return fetch_by_id(self._storage, check_at, check_ids)

    def open_of_member(self, member_id: str, limit: int, after: Place) -> tuple[list[ClosureCheck], Place]:
        """The checks that wait for this member, the newest first."""
        ask = Ask(table="outreach", index="by_a", pk=f"CHECKS#{member_id}", limit=limit, after=after, newest_first=True)
        page = self._storage.query(ask)
        return page.of(CHECKS), page.after

    def _new(self, ticket: Ticket) -> ClosureCheck:
        now = self._clock.now()
        return ClosureCheck(
            id=check_id(ticket.id, ticket.round),
            ticket_id=ticket.id,
            generation=ticket.round,
            member_id=ticket.member_id,
            goods=name_goods([ticket.title]),
            asked_at=now,
            silent_at=now + silence_after(self._settings()),
            resolution=self._resolution(ticket),
        )

    def _resolution(self, ticket: Ticket) -> Resolution:
        return resolution_of(ticket, (each.kind for each in self._payouts_of(ticket.source)))

    def _answer(self, check_id: str, member_id: str, batch: Batch, *, fine: bool) -> str:
        check: ClosureCheck | None = self._storage.get(*check_at(check_id))
        if check is None or check.member_id != member_id:
            raise NotFound(field="check_id")
        if check.state is CheckState.OUTDATED:
            raise ClosureOutdated
        if check.state is not CheckState.OPEN:
            raise ClosureAnswered(state=check.state)
        if not self._rests(check):
            raise ClosureOutdated
        batch.add(answer_check(self._ended(check, CheckState.CONFIRMED if fine else CheckState.DISPUTED, batch)))
        return check.id

    def _rests(self, check: ClosureCheck) -> bool:
        ticket = self._storage.get(*ticket_at(check.ticket_id))
        return ticket is not None and _rests(ticket, check.generation)

    def _ended(self, check: ClosureCheck, state: CheckState, batch: Batch) -> ClosureCheck:
        """The check in its last state; the fact of it is planned."""
        now = self._clock.now()
        if kind := _FACTS.get(state):
            batch.plan(_fact(kind, check, now))
        return replace(check, state=state, ended_at=now)


def _not_before(item: AgendaItem) -> datetime:
    """A refused member is not asked before the time for an appeal has passed."""
    stated = item.payload.get("not_before")
    return datetime.fromisoformat(str(stated)) if stated else item.due


def _rests(ticket: Ticket, generation: int) -> bool:
    return ticket.state is TicketState.RESOLVED and ticket.round == generation


def _fact(kind: str, check: ClosureCheck, due: datetime, lane: Lane = Lane.NOW) -> AgendaItem:
    payload: dict[str, str | int] = {
        "ticket_id": check.ticket_id,
        "round": check.generation,
        "member_id": check.member_id,
    }
    return AgendaItem(lane=lane, kind=kind, due=due, subject=check.id, generation=check.generation, payload=payload)


def _silence(check: ClosureCheck) -> AgendaItem:
    return _fact("closure.silence", check, check.silent_at, Lane.CLOSURE)
