"""G10: a remedy that wants the goods back makes a slip; what it promises waits until they are handed in."""

from dataclasses import replace

from care.kernel.agenda import AgendaItem, Lane
from care.kernel.work import Batch
from care.orders.model import Order
from care.policy.model import Bearer
from care.tickets.desk import Desk, in_words
from care.tickets.model import Ticket
from care.tickets.offers import Offer
from care.tickets.returns.bearer import bearer_of
from care.tickets.returns.model import Slip
from care.tickets.returns.rules import expiry, reminder
from care.tickets.returns.store import open_slip

__all__ = ["FREIGHT_WORDS", "issue_slip"]

FREIGHT_WORDS = {
    Bearer.PLATFORM: "寄回的运费由我们承担，寄出后在退货单上填运费和运单号，收到商品就退给您",
    Bearer.SUPPLIER: "寄回的运费由供应商承担，寄出后在退货单上填运费和运单号，收到商品就退给您",
    Bearer.MEMBER: "寄回的运费由您承担",
}


def issue_slip(desk: Desk, batch: Batch, ticket: Ticket, offer: Offer, order: Order) -> Ticket:
    """The ticket with its slip; the member is told where and until when. The caller writes the ticket."""
    now, settings = desk.clock.now(), desk.settings()
    slip = Slip(
        code=desk.codes.code(f"{ticket.id}:{ticket.round}"),
        ticket_id=ticket.id,
        round=ticket.round,
        member_id=ticket.member_id,
        order_id=offer.order_id,
        line_id=offer.line_id,
        leader_id=order.leader_id,
        community=order.community,
        sku=ticket.sku or "",
        quantity=offer.quantity,
        bearer=bearer_of(ticket, desk.policies.version(offer.policy_version)),
        made_at=now,
        expires_at=expiry(now, settings),
    )
    batch.add(open_slip(slip))
    end = _item("slip.expire", slip)
    batch.plan(end)
    if at := reminder(slip, settings):
        batch.plan(replace(end, kind="slip.remind", due=at))
    deadline, freight = in_words(slip.expires_at), FREIGHT_WORDS[slip.bearer]
    desk.tell(batch, ticket, "return_slip", remedy=offer.title, deadline=deadline, freight=freight)
    return replace(ticket, slip=slip.code)


def _item(kind: str, slip: Slip) -> AgendaItem:
    return AgendaItem(
        lane=Lane.CLOCKS,
        kind=kind,
        due=slip.expires_at,
        subject=slip.ticket_id,
        generation=slip.round,
        part=slip.code,
    )
