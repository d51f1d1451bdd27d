"""P5: whoever reports that something was short, or never came, hears when it is back (补货通知)."""

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.logistics.supply.store import supply_at, wish_at
from care.logistics.supply.wishes import wish_of, wished
from care.tickets.desk import Desk
from care.tickets.store import ticket_at

__all__ = ["on_ticket_opened"]

_SHORTAGES = frozenset({"SHORT", "NOT_ARRIVED"})
"""Reasons of the policy."""


def on_ticket_opened(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """One wish a product and member; none where it is there by now."""
    ticket = desk.storage.get(*ticket_at(item.subject))
    if ticket is None or ticket.reason not in _SHORTAGES or ticket.sku is None:
        return
    at_wish, at_supply = wish_at(f"{ticket.sku}#{ticket.member_id}"), supply_at(ticket.sku)
    found = desk.storage.fetch([at_wish, at_supply])
    known, supply, now = found.get(*at_wish), found.get(*at_supply), desk.clock.now()
    if (known and known.until > now) or (supply and supply.there):
        return
    wish = wish_of(ticket.sku, ticket.member_id, ticket.title, now, desk.settings(), asked=False)
    batch.add(*wished(known, supply, wish))
