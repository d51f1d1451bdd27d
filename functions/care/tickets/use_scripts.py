"""C6: the script library at work on a case: the four steps of the talk, filled; a reply by a script, counted."""

from dataclasses import dataclass

from care.dynamo.requests import Answer, Request
from care.kernel.errors import Forbidden
from care.kernel.work import Batch
from care.members.store import member_at
from care.policy.model import ReasonClass, Segment
from care.scripts.model import Situation, Step
from care.scripts.variables import Known, fill
from care.tickets import timeline
from care.tickets.desk import Desk
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Ticket
from care.tickets.offers import Offer
from care.tickets.segments import segment_of
from care.tickets.situation import situation_of
from care.tickets.talk import own_ticket, reply
from care.tickets.teamwork.store import write_inner
from care.tickets.timeline import Actor, EntryKind
from care.tickets.words import check_told

__all__ = ["SCRIPT_NOTE", "Filled", "Spoken", "Talk", "TicketScripts"]

SCRIPT_NOTE = "script:"
"""What the note of a reply by a script begins with; its code follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A step, filled from the case; `{greeting}` is still in it, so that it can be kept without a name."""

    code: str
    step: Step
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What to say about a case: `situation` by the case, or as it was asked for."""

    ticket: Ticket
    situation: Situation
    segment: Segment
    steps: tuple[Filled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A reply with a script: its own text, or the `words` that somebody made of it."""

    ticket_id: str
    script: str
    words: str | None = None
    wait_for_member: bool = False


class TicketScripts:
    """Uses of the library."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._library = desk.library

    def talk(self, ticket: Ticket, situation: Situation | None = None) -> Talk:
        """The four steps for the member of a case."""
        about = situation or situation_of(ticket, self._reason(ticket)[0])
        segment, known = self._segment(ticket), self._known(ticket)
        scripts = self._library.current().talk(about, segment)
        steps = tuple(Filled(code=each.code, step=each.step, text=fill(each.text, known)) for each in scripts)
        return Talk(ticket=ticket, situation=about, segment=segment, steps=steps)

    def reply(self, actor: Actor, spoken: Spoken, request: Request) -> Answer:
        """As `reply_to_ticket`, by staff, and the script is counted; UnknownScript, Forbidden for members."""

        def decide(batch: Batch) -> str:
            ticket = own_ticket(self._desk, actor, spoken.ticket_id)
            script = self._library.script(spoken.script)
            words = spoken.words or fill(script.text, self._known(ticket))
            made = timeline.entry(
                ticket.id,
                ticket.round,
                EntryKind.REPLIED,
                actor,
                self._desk.clock.now(),
                cause=request.name,
                text=words,
                note=SCRIPT_NOTE + script.code,
            )
            reply(self._desk, batch, ticket, actor, made, wait_for_member=spoken.wait_for_member)
            self._library.say(batch, script, made.id)
            return ticket.id

        if actor.role == "member":
            raise Forbidden(field="script")
        if spoken.words is not None:
            check_told(spoken.words, self._library)
        return self._desk.requests.once(request, decide)

    def record(self, actor: Actor, ticket: Ticket, code: str, request: Request) -> Answer:
        """Said to the member where we do not hear it: counted, and on record among staff; UnknownScript."""

        def decide(batch: Batch) -> str:
            script, now = self._library.script(code), self._desk.clock.now()
            said = inner_entry(ticket, InnerKind.SAID, actor, now, cause=request.name, note=script.code)
            batch.add(write_inner(said))
            self._library.say(batch, script, said.id)
            return ticket.id

        return self._desk.requests.once(request, decide)

    def _segment(self, ticket: Ticket) -> Segment:
        """As the case was judged; of a case about no line, as the member is now."""
        if ticket.facts:
            return ticket.facts.segment
        return segment_of(self._desk.storage.get(*member_at(ticket.member_id)), self._desk.clock.now())

    def _known(self, ticket: Ticket) -> Known:
        return Known(
            goods=ticket.title,
            opened_at=ticket.opened_at,
            reason=self._reason(ticket)[1],
            options=tuple(each.title for each in ticket.menu if ticket.remedy is None),
            choose_by=ticket.choose_by,
            remedy=ticket.remedy_title,
            worth_fen=self._worth(ticket),
            done_within_hours=offer.done_within_hours if (offer := _offer(ticket)) else None,
        )

    def _worth(self, ticket: Ticket) -> int | None:
        """What is paid, in fen; of a menu, what its pre-selected offer is worth."""
        if ticket.remedy is None:
            return offer.worth_fen if (offer := _offer(ticket)) else None
        return sum(each.amount_fen for each in self._desk.accounts.payouts_of(ticket.source))

    def _reason(self, ticket: Ticket) -> tuple[ReasonClass | None, str | None]:
        """Class and label of what the member gave as a reason."""
        if ticket.reason is None or ticket.policy_version is None:
            return None, None
        reason = self._desk.policies.version(ticket.policy_version).reason(ticket.reason)
        return (reason.reason_class, reason.label) if reason else (None, None)


def _offer(ticket: Ticket) -> Offer | None:
    """The one that was taken, else the pre-selected one; None where there was no menu."""
    wanted = ticket.remedy or (ticket.menu[0].remedy if ticket.menu else None)
    return next((each for each in ticket.menu if each.remedy == wanted), None)
