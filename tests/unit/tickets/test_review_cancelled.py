"""An order that the mall cancels while menus wait for many of its lines."""

from care.tickets.model import TicketState
from care.tickets.store import TICKETS
from fakes.shop import OIL, Shop


def test_however_many_menus_wait_each_goes_to_a_person() -> None:
    shop = Shop(signed=False)
    lines = [OIL | {"line_id": str(number)} for number in range(1, 61)]
    shop.place("O001", lines=lines, occurred_at=shop.clock.now().isoformat())
    shop.sign("O001", lines=lines)
    for line in lines:
        shop.apply(line["line_id"])
    shop.cancel("O001", lines=lines)
    shop.advance(minutes=10)
    tickets = shop.memory.all(TICKETS)
    assert len(tickets) == 60
    assert {ticket.state for ticket in tickets} == {TicketState.IN_REVIEW}
    assert not [item for item in shop.memory.all(shop.app.agenda.shelf) if item.attempts]
