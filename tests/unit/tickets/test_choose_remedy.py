"""The choice (C1) commits once; the default falls at the deadline, under the same caps."""

from datetime import timedelta

import pytest

from care.kernel.errors import NotFound
from care.tickets.choose_remedy import choose_remedy
from care.tickets.errors import AlreadyDecided, LineCancelled, OfferExpired, OfferMismatch, TicketNotOpen
from care.tickets.model import Choice, TicketState
from care.tickets.talk import reopen_ticket, withdraw_ticket
from fakes.shop import FRESH, MEMBER, OIL, Shop

pytestmark = pytest.mark.usefixtures("nothing_on_top")


def test_the_member_chooses_and_is_paid(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.choose(ticket, "HALF_REFUND_COUPON")
    assert shop.again(ticket).chosen_by is Choice.MEMBER
    shop.settle()
    assert shop.again(ticket).state is TicketState.RESOLVED
    assert [request.payout.amount_fen for request in shop.app.asked] == [6450, 500]


def test_warm_it_costs_two_reads_and_a_transaction(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.memory.calls.clear()
    shop.choose(ticket, "FULL_REFUND")
    assert shop.memory.calls == ["fetch", "fetch", "transact"]


def test_a_second_choice_is_refused(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.choose(ticket, "FULL_REFUND")
    with pytest.raises(AlreadyDecided):
        shop.choose(ticket, "HALF_REFUND_COUPON")
    shop.settle()
    assert len(shop.app.asked) == 1


def test_choice_and_default_at_once_pay_once(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.settle()
    shop.clock.move(timedelta(hours=47, minutes=59))

    def default_falls() -> None:
        shop.clock.move(timedelta(minutes=1))
        shop.settle()

    shop.meanwhile(default_falls)
    with pytest.raises((AlreadyDecided, OfferExpired)):
        shop.choose(ticket, "HALF_REFUND_COUPON")
    assert shop.again(ticket).chosen_by is Choice.DEFAULT
    assert len(shop.app.asked) == 1


def test_an_unanswered_menu_falls_to_its_default(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.advance(hours=47, minutes=59)
    assert shop.again(ticket).state is TicketState.CHOOSING
    shop.advance(minutes=1)
    settled = shop.again(ticket)
    assert (settled.state, settled.chosen_by, settled.remedy) == (TicketState.RESOLVED, Choice.DEFAULT, "FULL_REFUND")


def test_a_choice_at_the_deadline_comes_too_late(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.clock.move(timedelta(hours=48))
    with pytest.raises(OfferExpired):
        shop.choose(ticket, "FULL_REFUND")


def test_a_default_above_the_cap_goes_to_a_person(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.mall_refunds("2", 1)
    shop.advance(hours=48)
    reviewed = shop.again(ticket)
    assert (reviewed.state, reviewed.last_entry.note) == (TicketState.IN_REVIEW, "LINE_CAP_EXCEEDED")
    assert shop.app.asked == []
    assert shop.dead() == []


def test_a_line_cancelled_meanwhile_is_not_paid_by_default(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.cancel("O001", line_ids=["2"], lines=[FRESH, OIL])
    shop.advance(hours=48)
    assert shop.again(ticket).state is TicketState.IN_REVIEW
    assert shop.app.asked == []


def test_a_line_cancelled_meanwhile_is_not_paid_by_choice(shop: Shop) -> None:
    """Not even before the order's fact has fired and handed the case over."""
    ticket = shop.apply("2")
    shop.cancel("O001", line_ids=["2"], lines=[FRESH, OIL])
    with pytest.raises(LineCancelled):
        shop.choose(ticket, "FULL_REFUND")
    shop.advance(minutes=3)
    assert shop.again(ticket).state is TicketState.IN_REVIEW
    with pytest.raises(LineCancelled):
        shop.choose(ticket, "FULL_REFUND")
    assert shop.app.asked == []


def test_a_menu_from_before_pays_nothing_once_a_person_has_the_case(shop: Shop) -> None:
    """Else reopening would bring the same coupon as often as the member likes."""
    ticket = shop.apply("2")
    shop.choose(ticket, "KEEP_COUPON")
    shop.settle()
    reopen_ticket(shop.app.desk, MEMBER, ticket.id, None, shop.request())
    with pytest.raises(TicketNotOpen):
        shop.choose(ticket, "KEEP_COUPON")
    shop.settle()
    assert len(shop.app.asked) == 1


def test_a_withdrawn_tickets_default_does_not_fall(shop: Shop) -> None:
    ticket = shop.apply("2")
    withdraw_ticket(shop.app.desk, MEMBER, ticket.id, shop.request())
    shop.advance(hours=48)
    assert shop.again(ticket).state is TicketState.WITHDRAWN
    with pytest.raises((TicketNotOpen, OfferExpired)):
        shop.choose(ticket, "FULL_REFUND")


def test_another_members_ticket_is_as_good_as_none(shop: Shop) -> None:
    ticket = shop.apply("2")
    with pytest.raises(NotFound):
        choose_remedy(shop.app.desk, "M002", ticket.id, shop.token(ticket, "FULL_REFUND"), shop.request())


def test_an_offer_that_is_not_on_the_menu_is_refused(shop: Shop) -> None:
    other, one = shop.eligibility("2"), shop.apply("2")
    foreign = next(verdict for verdict in other.verdicts if verdict.reason.code == "RANCID").menu[0]
    from care.tickets.offers import seal_offer

    with pytest.raises(OfferMismatch):
        choose_remedy(shop.app.desk, "M001", one.id, seal_offer(shop.app.desk.sealer, foreign), shop.request())


def test_a_line_cancelled_at_the_same_moment_is_not_paid(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.meanwhile(lambda: shop.cancel("O001", lines=[FRESH, OIL]))
    with pytest.raises(LineCancelled):
        shop.choose(ticket, "FULL_REFUND")
    shop.settle()
    assert shop.app.asked == []


def test_the_default_of_a_line_cancelled_at_the_same_moment_is_not_paid(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.settle()
    shop.clock.move(timedelta(hours=48))
    shop.meanwhile(lambda: shop.cancel("O001", lines=[FRESH, OIL]))
    shop.settle()
    assert shop.app.asked == []
    reviewed = shop.again(ticket)
    assert (reviewed.state, reviewed.last_entry.note) == (TicketState.IN_REVIEW, "LINE_CANCELLED")


def test_what_was_paid_is_the_cap_as_it_is_at_the_payment(shop: Shop) -> None:
    ticket = shop.apply("2")
    cheaper = OIL | {"paid_fen": 100_00}
    shop.meanwhile(lambda: shop.place("O001", lines=[FRESH, cheaper], occurred_at=shop.clock.now().isoformat()))
    shop.choose(ticket, "FULL_REFUND")
    reviewed = shop.again(ticket)
    assert (reviewed.state, reviewed.last_entry.note) == (TicketState.IN_REVIEW, "LINE_CAP_EXCEEDED FULL_REFUND")
