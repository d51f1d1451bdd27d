"""G8: photos of a case: those that an application names, and those that are accepted later."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from care.dynamo.storage import Found, Wanted
from care.evidence.errors import TooManyPhotos
from care.evidence.figures import MOST_NAMED
from care.evidence.model import Evidence, EvidenceState, Problem
from care.evidence.rules import name_for
from care.evidence.store import evidence_at, write_evidence
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.deadlines.own_rule import class_of
from care.tickets.desk import Desk
from care.tickets.holds.hold import hold_case, must_hold
from care.tickets.holds.reassess import reassess
from care.tickets.model import Ticket
from care.tickets.store import write_entry
from care.tickets.timeline import Actor, Entry, EntryKind

__all__ = ["name_photos", "named_photos", "on_evidence_judged", "photos_at", "with_photos"]


def on_evidence_judged(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """An accepted photo joins the case that it was uploaded or named for; one that was named for none waits."""
    shelf, key = evidence_at(item.subject)
    evidence: Evidence | None = desk.storage.get(shelf, key)
    if evidence is None or evidence.ticket_id is None:
        return
    ticket = desk.ticket(evidence.ticket_id)
    if evidence.id in ticket.evidence:
        return
    made = _entry(ticket, evidence, desk.clock.now())
    shown = lifecycle.note(with_photos(ticket, [evidence]), made)
    assessment = reassess(desk, shown) if evidence.seen_before else None
    if assessment and must_hold(shown, assessment, class_of(shown, desk.policies.version(shown.policy_version or 0))):
        hold_case(desk, batch, shown, assessment, made)
    else:
        desk.write(batch, shown)


def photos_at(evidence_ids: Sequence[str]) -> list[Wanted]:
    """What an application reads of the photos that it names, in the fetch that it makes anyway."""
    if len(set(evidence_ids)) > MOST_NAMED:
        raise TooManyPhotos(field="evidence", most=MOST_NAMED)
    return [evidence_at(each) for each in dict.fromkeys(evidence_ids)]


def named_photos(found: Found, evidence_ids: Sequence[str], member_id: str, line: str) -> list[Evidence]:
    """Those that came or may come, each the member's own, of this line and not named before; else EvidenceNotYours."""
    photos: list[Evidence | None] = [found.get(*each) for each in photos_at(evidence_ids)]
    return [photo for each in photos if (photo := name_for(each, member_id, line))]


def name_photos(batch: Batch, ticket: Ticket, photos: Sequence[Evidence]) -> Ticket:
    """The ticket with those that were accepted already. What is still on its way joins it later."""
    batch.add(*(write_evidence(replace(each, ticket_id=ticket.id)) for each in photos))
    accepted = [each for each in photos if each.state is EvidenceState.ACCEPTED]
    batch.add(*(write_entry(_entry(ticket, each, ticket.opened_at)) for each in accepted))
    return with_photos(ticket, accepted)


def with_photos(ticket: Ticket, photos: Sequence[Evidence]) -> Ticket:
    """The case with more photos; its problem is the first one that was recognised."""
    known = [each.problem for each in photos if each.problem not in {None, Problem.UNKNOWN}]
    ids = tuple(each.id for each in photos)
    return replace(ticket, evidence=(*ticket.evidence, *ids), problem=ticket.problem or next(iter(known), None))


def _entry(ticket: Ticket, evidence: Evidence, at: datetime) -> Entry:
    member = Actor(role="member", id=evidence.member_id)
    return timeline.entry(
        ticket.id, ticket.round, EntryKind.EVIDENCE_ADDED, member, at, cause=evidence.id, note=evidence.problem
    )
