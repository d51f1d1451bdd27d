"""G11: how a member stands with a photo more that was seen before; it is counted in the transaction that asks this."""

from care.members.store import member_at
from care.orders.store import order_at
from care.tickets.desk import Desk
from care.tickets.model import Ticket
from care.trust.model import Assessment, Standing
from care.trust.rules import assess, with_repeated_photo
from care.trust.store import standing_at

__all__ = ["reassess"]


def reassess(desk: Desk, ticket: Ticket) -> Assessment:
    """One read."""
    at_standing, at_member = standing_at(ticket.member_id), member_at(ticket.member_id)
    at_order, now = order_at(ticket.order_id or "none"), desk.clock.now()
    found = desk.storage.fetch([at_standing, at_member, at_order])
    standing = with_repeated_photo(found.get(*at_standing) or Standing(id=ticket.member_id), now)
    return assess(standing, found.get(*at_order), found.get(*at_member), now, desk.settings())
