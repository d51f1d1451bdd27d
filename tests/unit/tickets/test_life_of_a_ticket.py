"""Payouts followed, words exchanged, loops closed (G6, C5, P7)."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from care.accounts.hand import Hand
from care.accounts.mall import PayoutRequest
from care.contact.store import MESSAGES
from care.kernel.errors import BadInput, NotFound
from care.kernel.settings import Settings
from care.outreach.answer_survey import Given
from care.tickets.authority.errors import OwnCase
from care.tickets.authority.wishes import Wish
from care.tickets.decide_ticket import Decision, decide_ticket
from care.tickets.errors import AlreadyDecided, LineCancelled, NothingLeft, TicketNotOpen
from care.tickets.figures import REOPEN_DAYS
from care.tickets.model import Choice, Priority, TicketKind, TicketState
from care.tickets.store import TICKETS
from care.tickets.talk import reopen_ticket, reply_to_ticket, withdraw_ticket
from care.tickets.timeline import Actor
from fakes.shop import AGENT, FRESH, MEMBER, OIL, Shop

pytestmark = pytest.mark.usefixtures("nothing_on_top")


def answers(*outcomes: str | None) -> Iterator[str | None]:
    yield from outcomes
    while True:
        yield "CONFIRMED"


def messages(shop: Shop) -> list[str]:
    found = shop.memory.all(MESSAGES)
    return [message.template for message in sorted(found, key=lambda each: (each.planned_at, each.template))]


def test_a_failed_payout_goes_to_a_person_who_tries_again(shop: Shop) -> None:
    said = answers("FAILED")
    shop.mall = lambda _request: next(said)
    ticket = shop.apply()
    shop.advance(minutes=5)
    waiting = shop.again(ticket)
    assert (waiting.state, waiting.priority) == (TicketState.IN_REVIEW, Priority.HIGH)
    assert "payout_failed" in messages(shop)
    (payout,) = shop.app.accounts.payouts_of(ticket.source)
    shop.app.accounts.retry(shop.request("retry"), payout.id, Hand(id="A01"))
    shop.settle()
    assert shop.again(ticket).state is TicketState.RESOLVED
    assert shop.kinds(ticket) == ["OPENED", "CHOSEN", "PAYOUT_FAILED", "SETTLED"]


def test_a_silent_mall_is_asked_again_and_after_a_day_a_person_is_told(shop: Shop) -> None:
    shop.mall = lambda _request: None
    ticket = shop.apply()
    shop.advance(hours=23)
    asked: list[PayoutRequest] = shop.app.asked
    assert len(asked) == 47
    assert {(request.payout.id, request.payout.attempt) for request in asked} == {(asked[0].payout.id, 1)}
    assert shop.again(ticket).state is TicketState.PAYING
    shop.advance(hours=2)
    assert "PAYOUT_UNANSWERED" in shop.kinds(ticket)
    assert shop.again(ticket).state is TicketState.IN_REVIEW


def test_a_rewards_failure_lands_on_somebodys_desk(shop: Shop) -> None:
    shop.advance_to(8)
    shop.advance(hours=1)
    ((survey, *_), _after) = shop.app.surveys.open_of_member("M001", 10, None)
    shop.mall = lambda _request: "FAILED"
    shop.app.survey_answers.answer(shop.request("answer"), survey.id, "M001", Given(score=5))
    shop.advance(minutes=5)
    (task,) = [ticket for ticket in shop.memory.all(TICKETS) if ticket.kind is TicketKind.TASK]
    assert (task.state, task.assignee, task.member_id) == (TicketState.IN_REVIEW, "duty", "M001")
    told = messages(shop)
    shop.decide(task)
    shop.advance(days=7)
    assert shop.again(task).state is TicketState.CLOSED
    assert messages(shop) == told, "a task is our own affair"


def test_a_withdrawn_case_can_be_opened_again_and_decided(shop: Shop) -> None:
    ticket = shop.apply("2")
    withdraw_ticket(shop.app.desk, MEMBER, ticket.id, shop.request())
    reopen_ticket(shop.app.desk, MEMBER, ticket.id, "还是想处理一下", shop.request())
    again = shop.again(ticket)
    assert (again.state, again.round, again.priority) == (TicketState.IN_REVIEW, 1, Priority.HIGH)
    shop.decide(ticket, "HALF_REFUND_COUPON")
    shop.settle()
    assert shop.again(ticket).state is TicketState.RESOLVED
    assert shop.again(ticket).chosen_by is Choice.STAFF


def test_still_not_reopens_with_priority_and_a_new_round_pays_again_under_the_same_cap(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.choose(ticket, "HALF_REFUND_COUPON")
    shop.advance(days=3)
    (check,) = shop.app.closure_checks.open_of_member("M001", 10, None)[0]
    shop.app.closure_checks.answer(shop.request("closure"), check.id, "M001", fine=False)
    shop.settle()
    assert (shop.again(ticket).state, shop.again(ticket).round) == (TicketState.IN_REVIEW, 1)
    shop.decide(ticket, "FULL_REFUND")
    shop.settle()
    refunds = [request.payout.amount_fen for request in shop.app.asked if request.payout.kind == "REFUND"]
    assert refunds == [6450, 6450], "what is left, never more than was paid"
    assert shop.again(ticket).state is TicketState.RESOLVED


def test_still_not_is_heard_when_the_time_to_reopen_is_shorter_than_the_check(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told that the answer to our own question came too late."""
    monkeypatch.setattr(shop.app.settings_book, "current", lambda: Settings(values={REOPEN_DAYS.key: 1}))
    ticket = shop.apply()
    shop.advance(days=3)
    (check,) = shop.app.closure_checks.open_of_member("M001", 10, None)[0]
    shop.app.closure_checks.answer(shop.request("closure"), check.id, "M001", fine=False)
    shop.settle()
    assert shop.again(ticket).state is TicketState.IN_REVIEW


def test_what_staff_write_to_a_task_of_our_own_reaches_no_member(shop: Shop) -> None:
    shop.mall_refunds("2", 12900)
    shop.apply("1")
    shop.mall_refunds("1", 1, refund_id="R2")
    shop.advance(minutes=5)
    (task,) = [ticket for ticket in shop.memory.all(TICKETS) if ticket.kind is TicketKind.TASK]
    told = messages(shop)
    reply_to_ticket(shop.app.desk, AGENT, task.id, "已联系商城财务", shop.request())
    shop.settle()
    assert messages(shop) == told


def test_nobody_decides_their_own_case(shop: Shop) -> None:
    ticket = shop.apply("2")
    own = Decision(ticket_id=ticket.id, words="给自己退款", seen_step=0, wish=Wish(remedy="FULL_REFUND"))
    with pytest.raises(OwnCase):
        decide_ticket(shop.app.desk, Actor(role="staff", id="M001"), own, shop.request())


def test_nothing_left_is_refused(shop: Shop) -> None:
    ticket = shop.apply()
    shop.settle()
    reopen_ticket(shop.app.desk, MEMBER, ticket.id, None, shop.request())
    with pytest.raises(NothingLeft):
        shop.decide(ticket, "FULL_REFUND")
    shop.decide(ticket)
    assert shop.again(ticket).state is TicketState.RESOLVED


def test_a_line_that_the_mall_refunds_itself_is_not_refunded_by_an_agent(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.cancel("O001", line_ids=["2"], lines=[FRESH, OIL])
    with pytest.raises(LineCancelled):
        shop.decide(ticket, "FULL_REFUND")


def test_an_apology_alone_resolves_at_once(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.decide(ticket, "APOLOGY")
    assert shop.again(ticket).state is TicketState.RESOLVED
    shop.settle()
    assert shop.app.asked == []


def test_silence_after_the_check_closes(shop: Shop) -> None:
    ticket = shop.apply()
    shop.advance(days=6, hours=1)
    assert shop.again(ticket).state is TicketState.CLOSED
    assert shop.kinds(ticket) == ["OPENED", "CHOSEN", "SETTLED", "CLOSED"]
    with pytest.raises(TicketNotOpen):
        reply_to_ticket(shop.app.desk, MEMBER, ticket.id, "谢谢", shop.request())


def test_a_decided_case_is_not_withdrawn(shop: Shop) -> None:
    ticket = shop.apply()
    with pytest.raises(AlreadyDecided):
        withdraw_ticket(shop.app.desk, MEMBER, ticket.id, shop.request())


def test_words_are_kept_and_only_staffs_are_announced(shop: Shop) -> None:
    ticket = shop.apply("2")
    reply_to_ticket(shop.app.desk, MEMBER, ticket.id, "油瓶漏了", shop.request())
    reply_to_ticket(shop.app.desk, AGENT, ticket.id, "马上为您处理", shop.request())
    shop.settle()
    said = [(entry.actor, entry.text) for entry in shop.app.tickets.timeline(ticket.id, 10, None)[0] if entry.text]
    assert sorted(said) == [("member:M001", "油瓶漏了"), ("staff:A01", "马上为您处理")]
    assert messages(shop).count("ticket_reply") == 1


@pytest.mark.parametrize("words", ["", "  ", "长" * 1001])
def test_words_have_bounds(shop: Shop, words: str) -> None:
    ticket = shop.apply("2")
    with pytest.raises(BadInput):
        reply_to_ticket(shop.app.desk, MEMBER, ticket.id, words, shop.request())


def test_another_member_can_say_nothing_to_it(shop: Shop) -> None:
    ticket, other = shop.apply("2"), Actor(role="member", id="M002")
    steps: tuple[Callable[[], object], ...] = (
        lambda: reply_to_ticket(shop.app.desk, other, ticket.id, "嗨", shop.request()),
        lambda: withdraw_ticket(shop.app.desk, other, ticket.id, shop.request()),
        lambda: reopen_ticket(shop.app.desk, other, ticket.id, None, shop.request()),
    )
    for step in steps:
        with pytest.raises(NotFound):
            step()


def test_each_change_notifies_the_member(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.choose(ticket, "FULL_REFUND")
    shop.advance(days=7)
    told = [template for template in messages(shop) if not template.startswith("survey_")]
    assert told == ["ticket_menu", "ticket_paid", "ticket_settled", "closure_check", "ticket_closed"]


def test_the_queue_shows_the_urgent_first_then_the_oldest(shop: Shop) -> None:
    normal = shop.apply("2")
    shop.clock.move(timedelta(minutes=1))
    urgent = shop.apply("1", reason="SPOILED")
    queue, _after = shop.app.tickets.queue("duty", 10, None)
    assert [ticket.id for ticket in queue] == [urgent.id, normal.id]
