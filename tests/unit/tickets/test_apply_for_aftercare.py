"""One tap (G2, G4): paid in the request, or open with its menu; refused without a trace."""

from dataclasses import replace
from datetime import timedelta

import pytest

from care.accounts.model import PayoutState
from care.kernel.errors import KeyReused, NotFound
from care.tickets.apply_for_aftercare import Application, apply_for_aftercare
from care.tickets.errors import (
    AlreadyApplied,
    LineCancelled,
    NothingLeft,
    NotSigned,
    OfferAltered,
    OfferExpired,
    OfferMismatch,
    UnknownReason,
    WindowClosed,
)
from care.tickets.model import Choice, TicketState
from care.tickets.offers import seal_offer
from fakes.shop import FRESH, OIL, Shop

pytestmark = pytest.mark.usefixtures("nothing_on_top")


def token(shop: Shop, remedy: str, line_id: str = "1", reason: str = "DAMAGED") -> str:
    (verdict,) = [each for each in shop.eligibility(line_id).verdicts if each.reason.code == reason]
    offer = next(each for each in verdict.menu if each.remedy == remedy)
    return seal_offer(shop.app.desk.sealer, offer)


def test_a_clear_case_is_paid_in_the_request(shop: Shop) -> None:
    ticket = shop.apply()
    assert (ticket.state, ticket.remedy, ticket.chosen_by) == (TicketState.PAYING, "FULL_REFUND", Choice.INSTANT)
    (payout,) = shop.app.accounts.payouts_of(ticket.source)
    assert (payout.state, payout.amount_fen) == (PayoutState.PENDING, 3980)
    assert shop.kinds(ticket) == ["OPENED", "CHOSEN"]


def test_it_is_resolved_when_the_mall_has_paid(shop: Shop) -> None:
    ticket = shop.apply()
    shop.settle()
    assert shop.again(ticket).state is TicketState.RESOLVED
    assert len(shop.app.asked) == 1


def test_the_given_offer_is_paid_instead_of_the_pre_selected(shop: Shop) -> None:
    ticket = shop.apply(offer=token(shop, "HALF_REFUND_COUPON"))
    assert [payout.amount_fen for payout in shop.app.accounts.payouts_of(ticket.source)] == [1990, 500]


def test_above_the_limit_it_opens_with_its_menu(shop: Shop) -> None:
    ticket = shop.apply("2")
    assert (ticket.state, ticket.remedy) == (TicketState.CHOOSING, None)
    assert len(ticket.menu) >= 2
    assert {offer.expires_at for offer in ticket.menu} == {ticket.choose_by}
    assert shop.app.accounts.payouts_of(ticket.source) == []


def test_warm_it_costs_two_reads_and_a_transaction(shop: Shop) -> None:
    shop.eligibility()
    shop.app.directory.assignee("another", None)
    shop.app.hours.current()
    shop.memory.calls.clear()
    shop.apply()
    assert shop.memory.calls[:3] == ["fetch", "fetch", "transact"]
    assert "transact" not in shop.memory.calls[3:], "only the test's own reading comes after"


def test_warm_eligibility_costs_two_reads(shop: Shop) -> None:
    shop.eligibility()
    shop.memory.calls.clear()
    shop.eligibility()
    assert shop.memory.calls == ["fetch", "fetch"]


@pytest.mark.parametrize("line_id", ["1", "2"])
def test_a_second_application_for_a_line_is_told_of_the_first(shop: Shop, line_id: str) -> None:
    first = shop.apply(line_id)
    before = dict(shop.memory.items)
    with pytest.raises(AlreadyApplied) as refused:
        shop.apply(line_id)
    assert refused.value.detail == {"ticket_id": first.id}
    assert shop.memory.items == before


def test_two_taps_at_once_make_one_ticket(shop: Shop) -> None:
    """The second reads before the first commits: the claim's condition is what holds."""
    shop.meanwhile(shop.apply)
    with pytest.raises(AlreadyApplied):
        shop.apply()
    shop.settle()
    assert len(shop.app.asked) == 1


def test_a_line_that_the_mall_cancels_at_the_same_moment_is_not_paid(shop: Shop) -> None:
    """The mall gives its money back itself: both together would be twice."""
    shop.meanwhile(lambda: shop.cancel("O001", lines=[FRESH, OIL]))
    with pytest.raises(LineCancelled):
        shop.apply()
    shop.settle()
    assert shop.app.asked == []


def test_the_same_request_again_is_replayed_and_another_under_its_key_refused(shop: Shop) -> None:
    request = shop.request()
    application = Application(member_id="M001", order_id="O001", line_id="1", reason="DAMAGED")
    first = apply_for_aftercare(shop.app.desk, application, request)
    again = apply_for_aftercare(shop.app.desk, application, request)
    assert (again.result, again.replayed) == (first.result, True)
    with pytest.raises(KeyReused):
        apply_for_aftercare(shop.app.desk, application, replace(request, content="other"))


def test_refusals_change_nothing() -> None:
    shop = Shop(signed=False)
    before = dict(shop.memory.items)
    with pytest.raises(NotSigned):
        shop.apply()
    with pytest.raises(UnknownReason):
        shop.apply(reason="BORED")
    with pytest.raises(NotFound):
        shop.apply("9")
    with pytest.raises(OfferAltered):
        Shop().apply(offer="bm9uc2Vuc2U.bm9uc2Vuc2U")
    assert shop.memory.items == before


def test_another_members_line_is_as_good_as_none(shop: Shop) -> None:
    application = Application(member_id="M002", order_id="O001", line_id="1", reason="DAMAGED")
    with pytest.raises(NotFound):
        apply_for_aftercare(shop.app.desk, application, shop.request())


def test_after_the_window_it_is_refused(shop: Shop) -> None:
    shop.advance(hours=2)
    with pytest.raises(WindowClosed):
        shop.apply()
    assert shop.apply("2").state is TicketState.CHOOSING


def test_a_cancelled_line_is_the_malls_own_to_refund(shop: Shop) -> None:
    shop.cancel("O001", line_ids=["1"], lines=[FRESH, OIL])
    with pytest.raises(LineCancelled):
        shop.apply("1")


def test_what_the_mall_gave_back_itself_is_not_offered_again(shop: Shop) -> None:
    shop.mall_refunds("1", 3980)
    with pytest.raises(NothingLeft):
        shop.apply("1")


def test_an_offer_is_good_for_its_own_line_reason_and_time(shop: Shop) -> None:
    mine = token(shop, "FULL_REFUND", "2")
    with pytest.raises(OfferMismatch):
        shop.apply("1", offer=mine)
    with pytest.raises(OfferMismatch):
        shop.apply("2", reason="LEAKING", offer=mine)
    shop.clock.move(timedelta(minutes=30))
    with pytest.raises(OfferExpired):
        shop.apply("2", offer=mine)
    with pytest.raises(OfferAltered):
        shop.apply("2", offer=mine[:-2])
