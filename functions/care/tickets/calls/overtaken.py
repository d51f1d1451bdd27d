"""P6: what a member has seen to by themselves is not said by a call."""

from care.contact.calls.model import Call
from care.contact.store import message_at
from care.tickets.desk import Desk
from care.tickets.model import TicketState
from care.tickets.store import ticket_at

__all__ = ["menu_is_over"]

_MENUS = frozenset({"ticket_menu", "waited_menu"})


def menu_is_over(desk: Desk, call: Call) -> bool:
    """Whether the call is about a menu from which something has been chosen."""
    found = desk.storage.fetch([message_at(call.message_id), ticket_at(call.about or "none")])
    message, ticket = found.get(*message_at(call.message_id)), found.get(*ticket_at(call.about or "none"))
    if message is None or message.template not in _MENUS:
        return False
    return ticket is None or ticket.state is not TicketState.CHOOSING
