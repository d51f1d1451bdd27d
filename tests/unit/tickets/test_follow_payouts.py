"""Money that moved otherwise than booked is a person's task: once for each time, and only while it is so (C5)."""

from care.tickets.model import Ticket, TicketKind
from care.tickets.store import TICKETS
from fakes.shop import Shop


def tasks(shop: Shop) -> list[Ticket]:
    return [ticket for ticket in shop.memory.all(TICKETS) if ticket.kind is TicketKind.TASK]


def test_each_time_the_mall_passes_the_cap_a_person_is_told(shop: Shop) -> None:
    shop.apply("1")
    for number in (1, 2):
        shop.mall_refunds("1", 100, refund_id=f"R{number}")
        shop.advance(minutes=5)
        assert len(tasks(shop)) == number
    shop.mall_refunds("1", 100, refund_id="R2")
    shop.advance(minutes=5)
    assert len(tasks(shop)) == 2, "the same refund again is no news"


def test_a_line_that_is_under_its_cap_again_is_nobodys_task(shop: Shop) -> None:
    shop.mall = lambda _request: "FAILED"
    shop.apply("1")
    shop.settle()
    shop.advance(minutes=1)
    shop.mall_refunds("1", 100)
    shop.advance(minutes=5)
    assert tasks(shop) == []
