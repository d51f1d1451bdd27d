"""G10: the member posts the goods, and states what the parcel cost: where they do not bear it, it is paid to them."""

from dataclasses import replace

from care.dynamo.requests import Answer, Request
from care.kernel.errors import BadInput, NotFound
from care.kernel.money import fen, yuan
from care.kernel.work import Batch
from care.policy.model import Bearer
from care.tickets.desk import Desk
from care.tickets.model import Ticket
from care.tickets.returns.errors import FreightTooHigh, GoodsNotAwaited, OwnFreight
from care.tickets.returns.figures import FREIGHT_FEN
from care.tickets.returns.model import Slip
from care.tickets.returns.rules import awaits
from care.tickets.returns.store import SLIPS, slip_at

__all__ = ["LONGEST_WAYBILL", "state_freight"]

LONGEST_WAYBILL = 40


def state_freight(
    desk: Desk, member_id: str, ticket_id: str, freight_fen: int, waybill: str, request: Request
) -> Answer:
    """The ticket. Stated again before the goods are back, the last word counts. Two reads and one transaction.

    NotFound, GoodsNotAwaited, OwnFreight, FreightTooHigh, BadInput.
    """

    def decide(batch: Batch) -> Ticket:
        ticket = desk.ticket(ticket_id)
        if ticket.member_id != member_id:
            raise NotFound(field="ticket_id")
        slip = _awaited(desk, ticket)
        most = desk.settings().of(FREIGHT_FEN)
        if freight_fen > most:
            raise FreightTooHigh(field="freight_fen", most_fen=most, most=yuan(most))
        stated = replace(slip, freight_fen=freight_fen, waybill=waybill.strip())
        batch.add(SLIPS.replace(stated, name="slip.freight"))
        return ticket

    fen(freight_fen, least=1, field="freight_fen")
    if not 1 <= len(waybill.strip()) <= LONGEST_WAYBILL:
        raise BadInput(f"1 to {LONGEST_WAYBILL} characters", field="waybill", low=1, high=LONGEST_WAYBILL)
    return desk.requests.once(request, decide)


def _awaited(desk: Desk, ticket: Ticket) -> Slip:
    found: Slip | None = desk.storage.get(*slip_at(ticket.slip)) if ticket.slip else None
    if found is None or not awaits(found, ticket):
        raise GoodsNotAwaited(field="ticket_id")
    if found.bearer is Bearer.MEMBER:
        raise OwnFreight(field="ticket_id")
    return found
