"""What the mall's answers do to a ticket (C5, G6): paid → resolved; failed or unanswered → a person's desk."""

from collections.abc import Sequence
from dataclasses import replace

from care.accounts.model import Payout, PayoutState
from care.accounts.store import line_account
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.staff.model import Skill
from care.tickets import lifecycle, timeline
from care.tickets.care_task import CareTask
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk
from care.tickets.given_words import coming, done
from care.tickets.lapse import can_lapse, lapse, void_slip
from care.tickets.model import Ticket, TicketState
from care.tickets.open_task import open_task
from care.tickets.returns.call_off import call_off
from care.tickets.store import claim_at
from care.tickets.task_titles import budget_title, payout_title, task_title
from care.tickets.timeline import SYSTEM, Actor, EntryKind

__all__ = [
    "on_breaker_opened",
    "on_line_overpaid",
    "on_payout_failed",
    "on_payout_given_up",
    "on_payout_odd",
    "on_payout_reversed",
    "on_payout_settled",
    "on_payout_unanswered",
]

_OPEN = frozenset({TicketState.PAYING, TicketState.IN_REVIEW, TicketState.RETURNING})
"""A round of these may still wait for what it was promised."""
_GONE = frozenset({PayoutState.CANCELLED, PayoutState.REVERSED})
"""Promised, and it will not come by itself any more."""
_UNPAID = frozenset({PayoutState.PENDING, PayoutState.FAILED})


def on_payout_settled(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Once nothing of the round is on its way: resolve the ticket, where all is paid; where something was given up or
    taken back meanwhile, a person decides anew. A reward's payout concerns no ticket.
    """
    ticket = _ticket_of(desk, item)
    if ticket is None:
        _look_into_revived(desk, item, batch)
        return
    if ticket.state not in _OPEN:
        return
    payouts = desk.accounts.payouts_of(ticket.source)
    states = {payout.state for payout in payouts}
    if states == {PayoutState.PAID}:
        _settle(desk, batch, ticket, payouts)
    elif states <= _GONE | {PayoutState.PAID}:
        gone = next(payout for payout in payouts if payout.state in _GONE)
        _decide_anew(desk, batch, ticket, gone, payouts)


def _settle(desk: Desk, batch: Batch, ticket: Ticket, payouts: Sequence[Payout]) -> None:
    now = desk.clock.now()
    made = timeline.entry(ticket.id, ticket.round, EntryKind.SETTLED, SYSTEM, now, cause="settled", note=ticket.remedy)
    settled = lifecycle.settle(ticket, now, made)
    desk.write(batch, settled)
    words = done(payout.kind for payout in payouts)
    desk.tell(batch, settled, "ticket_settled", remedy=ticket.remedy_title or "", done=words)
    desk.announce(batch, "ticket.resolved", settled)


def _look_into_revived(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """The mall paid after all what was given up: its round is over, so a person looks at what was decided since."""
    payout = desk.accounts.get_many([item.subject]).get(item.subject)
    if payout is not None and payout.given_up_by is not None:
        _look_into(desk, replace(item, kind="payout.revived"), batch, item.generation)


def on_payout_failed(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """The mall could not pay: a person retries it, and the member is told that we know."""
    _raise_case(desk, item, batch, EntryKind.PAYOUT_FAILED)


def on_payout_unanswered(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """The mall has not answered for a day: a person asks it."""
    _raise_case(desk, item, batch, EntryKind.PAYOUT_UNANSWERED)


def on_payout_odd(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Money moved otherwise than booked (twice, another amount): a person looks into it."""
    _look_into(desk, item, batch, item.generation)


def on_payout_given_up(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """A person gave it up: its ticket needs another remedy. A reward's payout concerns no ticket."""
    payout = desk.accounts.get_many([item.subject]).get(item.subject)
    ticket = _ticket_of(desk, item)
    if payout is None or payout.state is not PayoutState.CANCELLED or ticket is None or ticket.state not in _OPEN:
        return
    _decide_anew(desk, batch, ticket, payout, desk.accounts.payouts_of(ticket.source))


def on_payout_reversed(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """The mall took it back: a person decides anew, even where the round was done; where the case is closed, or in
    another round by now, a person looks into it.
    """
    payout = desk.accounts.get_many([item.subject]).get(item.subject)
    if payout is None or payout.state is not PayoutState.REVERSED:
        return
    ticket = _ticket_of(desk, item)
    if ticket is None or ticket.state not in _OPEN | {TicketState.RESOLVED}:
        _look_into(desk, item, batch, item.generation)
        return
    _decide_anew(desk, batch, ticket, payout, desk.accounts.payouts_of(ticket.source))


def on_breaker_opened(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """G4: a budget is exhausted: one task for it a day, however many cases met it."""
    task = CareTask(
        key=f"{item.kind}:{item.subject}:{item.generation}",
        title=budget_title(str(item.payload["scope"]), str(item.payload["value"])),
    )
    open_task(desk, batch, task)


def on_line_overpaid(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """More was given back than was paid, what is only promised included. What waits for goods is owed no more (G10);
    what is over even so, a person looks into, once for each sum.
    """
    order_id, line_id = str(item.payload["order_id"]), str(item.payload["line_id"])
    at_account, at_claim = line_account(order_id, line_id), claim_at(order_id, line_id or "-")
    found = desk.storage.fetch([at_account, at_claim])
    account, claim = found.get(*at_account), found.get(*at_claim)
    if account is None or not account.over_fen:
        return
    ticket = desk.ticket(claim.ticket_id) if claim else None
    if ticket is not None and ticket.state is TicketState.RETURNING:
        freed = call_off(desk, batch, [ticket], "REFUNDED_BY_MALL")
        if freed >= account.over_fen:
            return
    _look_into(desk, item, batch, account.committed_fen)


def _look_into(desk: Desk, item: AgendaItem, batch: Batch, which: int) -> None:
    payload = item.payload
    task = CareTask(
        key=f"{item.kind}:{item.subject}:{which}",
        member_id=str(payload.get("member_id", "")),
        title=task_title(item.kind),
        order_id=str(payload.get("order_id", "")) or None,
        line_id=str(payload.get("line_id", "")) or None,
        skill=Skill.PAYMENTS,
    )
    open_task(desk, batch, task)


def _raise_case(desk: Desk, item: AgendaItem, batch: Batch, kind: EntryKind) -> None:
    """However many parts of a remedy fail, and in whatever order, the member is told once for each attempt: of all that
    was promised, not of the part that happened to fail first.
    """
    payout = desk.accounts.get_many([item.subject]).get(item.subject)
    if payout is None or payout.state not in _UNPAID or payout.attempt != item.generation:
        return
    ticket = _ticket_of(desk, item)
    if ticket is None:
        _open_for(desk, batch, payout, kind)
        return
    if ticket.state not in _OPEN:
        return
    cause = _attempt(payout)
    made = timeline.entry(ticket.id, ticket.round, kind, SYSTEM, desk.clock.now(), cause=cause, note=payout.kind)
    desk.write(batch, lifecycle.review(ticket, made))
    promised_kinds = coming(each.kind for each in desk.accounts.payouts_of(ticket.source))
    told = {"remedy": ticket.remedy_title or "", "coming": promised_kinds}
    desk.tell(batch, ticket, "payout_failed", cause=str(payout.attempt), **told)


def _decide_anew(desk: Desk, batch: Batch, ticket: Ticket, payout: Payout, payouts: Sequence[Payout]) -> None:
    """As long as the mall may pay another part of the round, a person has it, and it lapses after that."""
    given_up = payout.state is PayoutState.CANCELLED
    kind = EntryKind.PAYOUT_GIVEN_UP if given_up else EntryKind.PAYOUT_REVERSED
    actor = Actor(role="staff", id=payout.given_up_by or "") if given_up else SYSTEM
    ending = can_lapse(payouts)
    cause = f"{payout.id}:{len(payout.answers)}:{int(ending)}"
    made = timeline.entry(ticket.id, ticket.round, kind, actor, desk.clock.now(), cause=cause, note=payout.kind)
    if ending:
        renewed = lapse(desk, batch, ticket, made, kind, payouts, void_slip(desk, ticket))
    else:
        renewed = desk.write(batch, lifecycle.review(ticket, made))
    desk.tell(batch, renewed, "ticket_opened", promise=promised(renewed, made.at))


def _open_for(desk: Desk, batch: Batch, payout: Payout, kind: EntryKind) -> None:
    task = CareTask(
        key=f"{kind}:{_attempt(payout)}",
        member_id=payout.member_id,
        title=payout_title(kind, payout.kind),
        order_id=payout.order_id,
        skill=Skill.PAYMENTS,
    )
    open_task(desk, batch, task)


def _attempt(payout: Payout) -> str:
    """Names an attempt; one that was asked anew may stay without an answer once more."""
    anew = f":{payout.asked_anew}" if payout.asked_anew else ""
    return f"{payout.id}:{payout.attempt}{anew}"


def _ticket_of(desk: Desk, item: AgendaItem) -> Ticket | None:
    """The ticket that a payout's source names, if it is still in that round."""
    kind, _, rest = str(item.payload["source"]).partition(":")
    if kind != "ticket":
        return None
    ticket_id, _, round_ = rest.rpartition(":")
    ticket = desk.ticket(ticket_id)
    return ticket if ticket.round == int(round_) else None
