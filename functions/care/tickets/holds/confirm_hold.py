"""G11: a person has looked and finds the reasons good: the case is decided by hand; nothing of it is given by itself.

That is no refusal: what is refused is refused by its own rules, with a reason that the member reads.
"""

from care.dynamo.requests import Answer, Request
from care.kernel.work import Batch
from care.tickets import lifecycle
from care.tickets.authority.parties import check_not_own
from care.tickets.authority.reading import read_seat
from care.tickets.desk import Desk
from care.tickets.holds.model import HoldEnd
from care.tickets.holds.review import check_reviewer, check_why, end_hold, standing_hold
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Ticket
from care.tickets.timeline import Actor

__all__ = ["confirm_hold"]


def confirm_hold(desk: Desk, actor: Actor, ticket_id: str, seen_step: int, why: str, request: Request) -> Answer:
    """The ticket, in review. One read. The member is told nothing: to them nothing has changed.

    NotHeld, OwnCase, BeyondAuthority, CaseChanged.
    """

    def decide(batch: Batch) -> Ticket:
        seat = read_seat(desk, ticket_id, actor)
        check_not_own(seat.ticket, actor, seat.member)
        check_reviewer(seat.member, desk.settings())
        standing_hold(seat.ticket)
        lifecycle.seen(seat.ticket, seen_step)
        ended = end_hold(seat.ticket, HoldEnd.CONFIRMED, actor)
        now, cause = desk.clock.now(), str(ended.round)
        line = inner_entry(ended, InnerKind.HOLD_CONFIRMED, actor, now, cause=cause, text=why.strip())
        return desk.write(batch, ended, inner=[line])

    check_why(why)
    return desk.requests.once(request, decide)
