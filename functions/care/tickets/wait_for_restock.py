"""P5: whoever reports that something was short, or never came, hears when it is back (补货通知)."""

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.logistics.supply.store import wish_at
from care.logistics.supply.wishes import wished
from care.tickets.desk import Desk
from care.tickets.store import ticket_at

__all__ = ["on_ticket_opened"]

_SHORTAGES = frozenset({"SHORT", "NOT_ARRIVED"})
"""Reasons of the policy."""


def on_ticket_opened(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """One wish a product and member; who waits already goes on waiting."""
    ticket = desk.storage.get(*ticket_at(item.subject))
    if ticket is None or ticket.reason not in _SHORTAGES or ticket.sku is None:
        return
    known = desk.storage.get(*wish_at(f"{ticket.sku}#{ticket.member_id}"))
    batch.add(*wished(known, ticket.sku, ticket.member_id, ticket.title, desk.clock.now(), desk.settings()))
