"""G8: a member is about to upload a photo, of a line before applying for it, or of a claim of theirs."""

from dataclasses import dataclass

from care.dynamo.requests import Answer, Request
from care.evidence.uploads import Announced, Uploads
from care.kernel.errors import NotFound
from care.kernel.work import Batch
from care.orders.store import order_at
from care.tickets.desk import Desk
from care.tickets.errors import TicketNotOpen
from care.tickets.model import TicketKind, TicketState
from care.tickets.talk import own_ticket
from care.tickets.timeline import Actor

__all__ = ["PhotoWish", "start_evidence"]

_ENDED = {TicketState.CLOSED, TicketState.WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoWish:
    """What is about to be uploaded: either for a case, or for a line (order id, line id)."""

    member_id: str
    content_type: str
    size: int
    """Bytes."""
    ticket_id: str | None = None
    line: tuple[str, str] | None = None


def start_evidence(desk: Desk, uploads: Uploads, wish: PhotoWish, request: Request) -> Answer:
    """The evidence, awaited; its slip says where to post the photo."""

    def decide(batch: Batch) -> str:
        return uploads.begin(batch, _announced(desk, wish), request.name).id

    return desk.requests.once(request, decide)


def _announced(desk: Desk, wish: PhotoWish) -> Announced:
    order_id, line_id = _line_of_case(desk, wish, wish.ticket_id) if wish.ticket_id else _line_of_order(desk, wish)
    return Announced(
        member_id=wish.member_id,
        order_id=order_id,
        line_id=line_id,
        content_type=wish.content_type,
        size=wish.size,
        ticket_id=wish.ticket_id,
    )


def _line_of_case(desk: Desk, wish: PhotoWish, ticket_id: str) -> tuple[str, str]:
    """The member's own claim, unless it has ended: then it is reopened first."""
    ticket = own_ticket(desk, Actor(role="member", id=wish.member_id), ticket_id)
    if ticket.kind is not TicketKind.CLAIM or ticket.order_id is None or ticket.line_id is None:
        raise NotFound(field="ticket_id")
    if ticket.state in _ENDED:
        raise TicketNotOpen(field="ticket_id", state=ticket.state)
    return ticket.order_id, ticket.line_id


def _line_of_order(desk: Desk, wish: PhotoWish) -> tuple[str, str]:
    order_id, line_id = wish.line or ("", "")
    shelf, key = order_at(order_id)
    order = desk.storage.get(shelf, key)
    if order is None or order.member_id != wish.member_id or order.line(line_id) is None:
        raise NotFound(field="line_id")
    return order_id, line_id
