"""G7: an application that nobody answered in time is approved by itself; where it must not be, somebody is called."""

from dataclasses import replace
from datetime import datetime

from care.accounts.cost import cost_fen
from care.accounts.errors import Exhausted
from care.evidence.model import Evidence
from care.evidence.store import evidence_at
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch, Firing
from care.policy.model import PolicyVersion, Rule
from care.tickets import timeline
from care.tickets.call_regional_ops import call_regional_ops
from care.tickets.case import LineCase, read_case, reason_of
from care.tickets.clocks.promise import still_promised
from care.tickets.deadlines.answer_by import owed, stopped
from care.tickets.deadlines.figures import TIMEOUT_CASE_FEN
from care.tickets.deadlines.gates import Timeout, at_timeout
from care.tickets.deadlines.own_rule import rule_of
from care.tickets.desk import Desk
from care.tickets.firing_gate import commit_or_hand_over
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Choice, Ticket
from care.tickets.offers import Offer
from care.tickets.purse import no_room, rule_limits
from care.tickets.rules import deadline_of, offer_of
from care.tickets.take_remedy import take_remedy, tell_taken
from care.tickets.timeline import SYSTEM, EntryKind

__all__ = ["approve_by_time"]


def approve_by_time(desk: Desk, firing: Firing) -> None:
    """Reaction to `review.default`."""
    commit_or_hand_over(desk, firing, _decide, _call)


def _decide(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    ticket = _due(desk, item)
    if ticket is None:
        return
    policy = desk.policies.version(ticket.policy_version or 0)
    rule = rule_of(ticket, policy)
    if rule is not None:
        _approve_or_call(desk, batch, ticket, policy, rule)


def _call(desk: Desk, item: AgendaItem, batch: Batch, why: str) -> None:
    ticket = _due(desk, item)
    if ticket is not None:
        _stop(desk, batch, ticket, why)


def _due(desk: Desk, item: AgendaItem) -> Ticket | None:
    """The case, if its deadline is still the one that was planned."""
    ticket = desk.ticket(item.subject)
    return ticket if owed(ticket) and ticket.answer_nth == item.generation else None


def _approve_or_call(desk: Desk, batch: Batch, ticket: Ticket, policy: PolicyVersion, rule: Rule) -> None:
    case = _read(desk, ticket)
    offer = _offer(ticket, case, policy, rule, desk.clock.now())
    timeout = _timeout(desk, ticket, case, offer, rule)
    why = at_timeout(timeout)
    if offer is not None and why is None:
        _approve(desk, batch, ticket, offer, case)
        return
    if isinstance(timeout.stop, Exhausted):
        desk.accounts.report(batch, timeout.stop)
    _stop(desk, batch, ticket, why or "")


def _read(desk: Desk, ticket: Ticket) -> LineCase:
    """The line as it is now, as the member who has their segment then asked for it."""
    judged = ticket.facts
    limits = rule_limits(desk.settings())
    case = read_case(desk, ticket.member_id, ticket.order_id or "", ticket.line_id or "", limits=limits)
    if judged is None:
        return case
    claimed = min(judged.claimed_quantity, case.facts.quantity)
    return replace(case, facts=replace(case.facts, segment=judged.segment, claimed_quantity=claimed))


def _offer(ticket: Ticket, case: LineCase, policy: PolicyVersion, rule: Rule, now: datetime) -> Offer | None:
    """What the member had asked for, or the default: as their menu promised it, else as things stand."""
    wanted = ticket.default_remedy or rule.default_remedy
    promised_ = next((each for each in ticket.menu if each.remedy == wanted), None)
    remedy = next((each for each in policy.remedies if each.code == wanted), None)
    if promised_ or remedy is None:
        return promised_
    return offer_of(remedy, case.facts, reason_of(policy, ticket.reason or ""), policy, now)


def _timeout(desk: Desk, ticket: Ticket, case: LineCase, offer: Offer | None, rule: Rule) -> Timeout:
    settings = desk.settings()
    return Timeout(
        ticket=ticket,
        facts=case.facts,
        photos=_photos(desk, ticket),
        window=deadline_of(ticket.facts or case.facts, rule, settings),
        cost_fen=cost_fen(offer.parts, settings) if offer else None,
        limit_fen=settings.of(TIMEOUT_CASE_FEN),
        stop=no_room(desk, case.purse, offer) if case.purse and offer else None,
    )


def _photos(desk: Desk, ticket: Ticket) -> list[Evidence]:
    if not ticket.evidence:
        return []
    wanted = [evidence_at(each) for each in ticket.evidence]
    found = desk.storage.fetch(wanted)
    photos: list[Evidence | None] = [found.get(*each) for each in wanted]
    return [each for each in photos if each is not None]


def _approve(desk: Desk, batch: Batch, ticket: Ticket, offer: Offer, case: LineCase) -> None:
    made = timeline.entry(ticket.id, ticket.round, EntryKind.CHOSEN, SYSTEM, desk.clock.now(), note=offer.remedy)
    chosen = take_remedy(desk, batch, ticket, offer, Choice.TIMEOUT, made, case.bought)
    chosen = desk.write(batch, chosen)
    tell_taken(desk, batch, chosen, offer, "timeout_approved")


def _stop(desk: Desk, batch: Batch, ticket: Ticket, why: str) -> None:
    """Nothing is paid, nothing refused: it goes before others, whoever is on call is called, the member is told.

    The message is the same whatever stood in the way.
    """
    now = desk.clock.now()
    raised = replace(stopped(ticket, now, desk.settings()), priority=ticket.priority.raised)
    cause = f"timeout:{raised.answer_nth}"
    line = inner_entry(raised, InnerKind.TIMED_OUT, SYSTEM, now, cause=cause, note=why)
    written = desk.write(batch, raised, inner=[line])
    key = f"timeout:{ticket.id}:{ticket.answer_nth}"
    call_regional_ops(desk, batch, ticket, "answer_overdue", key, why=why)
    desk.tell(batch, written, "answer_delayed", cause=str(ticket.answer_nth), promise=still_promised(written, now))
