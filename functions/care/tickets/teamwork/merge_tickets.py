"""G6: two cases of one member become one. A claim keeps its line and its money and follows; staff's own case ends."""

from dataclasses import dataclass, replace

from care.dynamo.requests import Answer, Request
from care.kernel.errors import NotFound
from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.authority.parties import bar
from care.tickets.desk import Desk
from care.tickets.errors import TicketNotOpen
from care.tickets.inner import InnerEntry, InnerKind, inner_entry
from care.tickets.model import Outcome, Ticket, TicketKind, TicketState
from care.tickets.store import ticket_at
from care.tickets.teamwork.errors import CaseBusy, MergeBar, MergeNotAllowed
from care.tickets.teamwork.family import MOST_CHILDREN
from care.tickets.teamwork.store import Tie, TieKind, untie, write_tie
from care.tickets.timeline import Actor, EntryKind
from care.tickets.words import check_words

__all__ = ["Merging", "check_merge", "merge_tickets", "unmerge_ticket"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """`seen_step` and `seen_parent_step`: as far as whoever merges saw the two cases."""

    child_id: str
    parent_id: str
    seen_step: int
    seen_parent_step: int
    words: str | None = None


def merge_tickets(desk: Desk, actor: Actor, merging: Merging, request: Request) -> Answer:
    """The child. MergeNotAllowed, CaseBusy, CaseChanged."""

    def decide(batch: Batch) -> Ticket:
        child, parent = _both(desk, merging.child_id, merging.parent_id)
        check_merge(child, parent)
        lifecycle.seen(child, merging.seen_step)
        lifecycle.seen(parent, merging.seen_parent_step, "seen_parent_step")
        return _merge(desk, batch, actor, child, parent, merging.words, request)

    check_words(merging.words or "-")
    return desk.requests.once(request, decide)


def unmerge_ticket(desk: Desk, actor: Actor, ticket_id: str, seen_step: int, request: Request) -> Answer:
    """The child goes on by itself; only while both are open."""

    def decide(batch: Batch) -> Ticket:
        parent_id = desk.ticket(ticket_id).parent_id
        if parent_id is None:
            raise MergeNotAllowed(field="ticket_id", why=MergeBar.NOT_MERGED)
        child, parent = _both(desk, ticket_id, parent_id)
        lifecycle.seen(child, seen_step)
        if not parent.open:
            raise TicketNotOpen(state=parent.state)
        return _unmerge(desk, batch, actor, child, parent, request)

    return desk.requests.once(request, decide)


def check_merge(child: Ticket, parent: Ticket) -> None:
    """Raise what stands against it. Pure."""
    if why := _against(child, parent):
        raise MergeNotAllowed(field="parent_id", why=why)
    for each, field in ((child, "child_id"), (parent, "parent_id")):
        busy = each.approval_nth is not None or each.hold is not None
        if busy or each.state in {TicketState.PAYING, TicketState.RETURNING}:
            raise CaseBusy(field=field, ticket_id=each.id)


def _against(child: Ticket, parent: Ticket) -> MergeBar | None:
    """A claim follows a claim only: what no member is asked about could not close its loop."""
    reasons = {
        MergeBar.SELF: child.id == parent.id,
        MergeBar.OTHER_MEMBER: child.member_id != parent.member_id,
        MergeBar.CHILD_HAS_CHILDREN: child.children > 0,
        MergeBar.PARENT_HAS_PARENT: parent.parent_id is not None,
        MergeBar.ALREADY_MERGED: child.parent_id is not None,
        MergeBar.CHILD_ENDED: not child.open,
        MergeBar.PARENT_ENDED: not parent.open,
        MergeBar.PARENT_IS_NO_CLAIM: child.kind is TicketKind.CLAIM and parent.kind is not TicketKind.CLAIM,
        MergeBar.TOO_MANY: parent.children >= MOST_CHILDREN,
    }
    return next((why for why, holds in reasons.items() if holds), None)


def _both(desk: Desk, child_id: str, parent_id: str) -> tuple[Ticket, Ticket]:
    found = desk.storage.fetch([ticket_at(child_id), ticket_at(parent_id)])
    child, parent = (found.get(*ticket_at(each)) for each in (child_id, parent_id))
    if child is None or parent is None:
        raise NotFound(field="child_id" if child is None else "parent_id")
    return child, parent


def _merge(
    desk: Desk, batch: Batch, actor: Actor, child: Ticket, parent: Ticket, words: str | None, request: Request
) -> Ticket:
    """Both are written under their versions: of two merges at once, the second is judged by what the first left."""
    now = desk.clock.now()
    merged = lifecycle.merge(child, parent.id, actor)
    adopted = replace(
        lifecycle.step(parent, children=parent.children + 1),
        stepped_by=actor.name,
        barred=bar(parent, *child.barred),
        given_fen=parent.given_fen + child.given_fen,
    )
    batch.add(write_tie(Tie(ticket_id=parent.id, other_id=child.id, kind=TieKind.CHILD, at=now, by=actor.name)))
    line, parents = _lines(desk, actor, InnerKind.MERGED, child, parent, request, words)
    desk.write(batch, adopted, inner=[parents])
    if child.kind is TicketKind.CLAIM:
        return desk.write(batch, replace(merged, assignee=parent.assignee), inner=[line])
    made = timeline.entry(child.id, child.round, EntryKind.CLOSED, actor, now, cause=request.name, note="MERGED")
    ended = lifecycle.close(lifecycle.resolve(merged, now, made), now, made)
    return desk.write(batch, replace(ended, outcome=Outcome.MERGED), made, inner=[line])


def _unmerge(desk: Desk, batch: Batch, actor: Actor, child: Ticket, parent: Ticket, request: Request) -> Ticket:
    alone = lifecycle.unmerge(child, actor)
    left = replace(lifecycle.step(parent, children=parent.children - 1), stepped_by=actor.name)
    batch.add(untie(parent.id, TieKind.CHILD, child.id))
    line, parents = _lines(desk, actor, InnerKind.UNMERGED, child, parent, request, None)
    desk.write(batch, left, inner=[parents])
    return desk.write(batch, alone, inner=[line])


def _lines(
    desk: Desk, actor: Actor, kind: InnerKind, child: Ticket, parent: Ticket, request: Request, words: str | None
) -> tuple[InnerEntry, InnerEntry]:
    """What the inner timelines of the child and of the parent say of it."""
    now, cause = desk.clock.now(), request.name
    return (
        inner_entry(child, kind, actor, now, cause=cause, text=words, about=parent.id),
        inner_entry(parent, kind, actor, now, cause=cause, text=words, about=child.id),
    )
