"""Probes: what must hold, each asked where one guard alone sees to it, or of the very refusal that the guard gives,
since guards back each other up (test_sabotage).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from api.relay import global_id
from care.accounts.model import Booking, Component, PayoutKind, PayoutState
from care.accounts.store import PAYOUTS, line_account, open_payout
from care.contact.channels import LocalChannel
from care.contact.store import MESSAGES
from care.dynamo.requests import Answer, Request
from care.kernel.agenda import Lane
from care.kernel.clock import SHANGHAI
from care.kernel.errors import CareError
from care.members.store import member_at
from care.outreach.answer_survey import Given
from care.outreach.store import SURVEYS
from care.programmes.store import CAMPAIGNS, INVITATIONS
from care.tickets.apply_for_aftercare import Application, apply_for_aftercare
from care.tickets.model import TicketKind
from care.tickets.store import TICKETS
from care.tickets.talk import reply_to_ticket
from care.tickets.timeline import Actor
from fakes import lives
from fakes.product import Product
from fakes.saboteur import Saboteur

OWNER, STRANGER = "member:M001", "member:M666"


class Probed(Product):
    """A product on a storage that a test harms; `sent` are the messages that the channel was given."""

    def __init__(self, storage: Saboteur) -> None:
        super().__init__()
        self.sent: list[str] = []
        self.saboteur = storage
        channel = LocalChannel(lambda outgoing: self.sent.append(outgoing.message_id))
        self.app = replace(self.app, memory=storage, channel=channel)
        self._numbers = count(1)

    def rival(self, run: Callable[[], object]) -> None:
        """`run` happens after the next decision has read and before it commits."""
        self.saboteur.run_between(run)

    def request(self) -> Request:
        """One of the member's, under a key of its own."""
        return Request(caller=OWNER, operation="probe", key=f"key-{next(self._numbers):06}", content="")


Probe = Callable[[Probed], None]


def refusal(run: Callable[[], object]) -> str:
    """The code of what `run` is refused with; empty where it is not."""
    try:
        run()
    except CareError as error:
        return error.code
    return ""


# ---------------------------------------------------------------- money


def booking(source: str, fen: int, *, line: bool = False) -> Booking:
    part = Component(kind=PayoutKind.REFUND if line else PayoutKind.COUPON, amount_fen=fen, label="补偿")
    where: dict[str, Any] = {"order_id": "O001", "line_id": "1", "cap_fen": 1000} if line else {}
    return Booking(source=source, member_id="M001", components=(part,), **where)


def book(product: Probed, wanted: Booking) -> None:
    product.app.uow.run(lambda batch: product.app.accounts.book(batch, wanted))


def a_payout_is_written_once(product: Probed) -> None:
    book(product, booking("test:1", 500))
    product.settle()
    (paid,) = product.memory.all(PAYOUTS)
    assert refusal(
        lambda: product.app.uow.run(lambda batch: batch.add(open_payout(replace(paid, state=PayoutState.PENDING))))
    )
    assert product.memory.all(PAYOUTS) == [paid]


def a_source_is_booked_once(product: Probed) -> None:
    book(product, booking("test:1", 500))
    product.settle()
    assert refusal(lambda: book(product, booking("test:1", 500))) == "ALREADY_PAID"
    product.settle()
    assert len(product.app.asked) == 1


def two_bookings_at_once_stay_under_the_cap(product: Probed) -> None:
    product.rival(lambda: book(product, booking("test:1", 600, line=True)))
    assert refusal(lambda: book(product, booking("test:2", 600, line=True))) == "LINE_CAP_EXCEEDED"
    account = product.memory.get(*line_account("O001", "1"))
    assert account is not None
    assert account.committed_fen == 600


def a_survey_is_answered_and_rewarded_once(product: Probed) -> None:
    lives.sign(product)
    product.advance(days=1)
    (survey,) = product.memory.all(SURVEYS)

    def answer(score: int) -> Answer:
        return product.app.survey_answers.answer(product.request(), survey.id, "M001", Given(score=score))

    product.rival(lambda: answer(5))
    assert refusal(lambda: answer(1)) == "SURVEY_ALREADY_ANSWERED"
    product.settle()
    assert len(product.app.asked) == 1


def two_taps_at_once_are_one_application(product: Probed) -> None:
    lives.sign(product)
    wanted = Application(member_id="M001", order_id="O001", line_id="1", reason="DAMAGED")

    def tap() -> Answer:
        return apply_for_aftercare(product.app.desk, wanted, product.request())

    def tap_a_second_later() -> None:
        product.clock.move(timedelta(seconds=1))
        tap()

    product.rival(tap_a_second_later)
    assert refusal(tap) == "ALREADY_APPLIED"


def a_request_is_carried_out_once(product: Probed) -> None:
    """The caller's first request is on its way still when the second comes."""
    lives.sign(product)
    lives.apply(product, "2")
    (ticket,) = (each for each in product.memory.all(TICKETS) if each.kind is TicketKind.CLAIM)
    actor, request = Actor(role="member", id="M001"), product.request()

    def say() -> Answer:
        return reply_to_ticket(product.app.desk, actor, ticket.id, "请尽快", request)

    product.rival(say)
    assert say().replayed


def two_on_the_last_place_are_one(product: Probed) -> None:
    campaign = lives.open_campaign(product, quota=1)
    mine, theirs = (
        next(each.id for each in product.memory.all(INVITATIONS) if each.member_id == member)
        for member in ("M001", "M002")
    )
    accept = product.app.invitations.accept
    product.rival(lambda: accept(product.request(), "M002", theirs))
    assert refusal(lambda: accept(product.request(), "M001", mine)) == "QUOTA_FULL"
    (found,) = (each for each in product.memory.all(CAMPAIGNS) if each.id == campaign)
    assert found.taken == 1


# ---------------------------------------------------------------- time


def a_night_is_quiet(product: Probed) -> None:
    """The default falls at 23:30; the message about it waits until 08:00."""
    lives.sign(product)
    product.advance_to(23, 30)
    lives.apply(product, "2")
    product.advance(days=3)
    (told,) = (each for each in product.memory.all(MESSAGES) if each.template == "menu_default_chosen")
    assert told.claimed_at is not None
    assert told.claimed_at.astimezone(SHANGHAI).hour == 8


def an_item_fires_once(product: Probed) -> None:
    """The stream and the sweep meet at one item: the claim counts once for the member."""
    lives.sign(product)
    lives.tap_to_apply(product, "1")
    (item,) = (each for each in product.planned() if each.kind == "ticket.opened")
    product.app.runner.fire(item)
    product.app.runner.fire(item)
    member = product.memory.get(*member_at("M001"))
    assert member is not None
    assert member.stats.claims == 1
    assert item not in product.planned()


def a_message_is_claimed_once(product: Probed) -> None:
    """Two items of one message, as after a put-off that was planned twice: the second finds it claimed already."""
    lives.sign(product)
    lives.tap_to_apply(product, "1")
    product.sweep(Lane.NOW)
    (item,) = (each for each in product.planned() if each.kind == "message.send")
    twin = replace(item, part="twin")
    product.app.uow.run(lambda batch: batch.plan(twin))
    product.rival(lambda: product.app.runner.fire(twin))
    product.app.runner.fire(item)
    assert product.sent == [item.subject]


# ---------------------------------------------------------------- whose it is


def _nothing_changes(product: Probed, operation: str, **wanted: object) -> None:
    """A stranger is told that there is no such thing."""
    before = {home: dict(item) for home, item in product.memory.items.items()}
    reply = product.run(operation, STRANGER, input=wanted)
    assert product.memory.items == before, f"{operation} of a stranger changes something"
    (payload,) = reply.data.values()
    assert [each["code"] for each in payload["userErrors"]] == ["NOT_FOUND"]


def a_stranger_cannot_apply(product: Probed) -> None:
    lives.sign(product)
    _nothing_changes(product, "ApplyForAftercare", lineId=global_id("OrderLine", "O001/1"), reason="DAMAGED")


def a_stranger_sees_no_menu(product: Probed) -> None:
    lives.sign(product)
    reply = product.run("Eligibility", STRANGER, lineId=global_id("OrderLine", "O001/1"))
    assert not (reply.data and reply.data["eligibility"])


def a_stranger_cannot_choose(product: Probed) -> None:
    lives.sign(product)
    ticket = lives.apply(product, "2")
    menu = product.call("TicketDetail", OWNER, id=ticket)["menu"]
    _nothing_changes(product, "ChooseRemedy", ticketId=ticket, offer=menu[0]["token"])


def a_stranger_cannot_withdraw(product: Probed) -> None:
    lives.sign(product)
    _nothing_changes(product, "WithdrawTicket", ticketId=lives.apply(product, "2"))


def a_stranger_cannot_answer_a_survey(product: Probed) -> None:
    lives.sign(product)
    product.advance(days=1)
    (edge,) = product.call("MyOpenSurveys", OWNER)["edges"]
    _nothing_changes(product, "AnswerSurvey", surveyId=edge["node"]["id"], score=5)


def a_stranger_cannot_answer_a_closure_check(product: Probed) -> None:
    lives.sign(product)
    lives.apply(product, "1")
    product.advance(days=3, hours=1)
    (edge,) = product.call("MyOpenClosureChecks", OWNER)["edges"]
    _nothing_changes(product, "AnswerClosureCheck", checkId=edge["node"]["id"], fine=True)


def a_stranger_cannot_take_anothers_place(product: Probed) -> None:
    lives.open_campaign(product, quota=5)
    _nothing_changes(product, "AcceptInvitation", **lives.invitation(product, "M001"))


def a_stranger_sees_nothing_by_id(product: Probed) -> None:
    lives.sign(product)
    ticket = lives.apply(product, "2")
    for id_ in (ticket, global_id("Order", "O001"), global_id("Member", "M001")):
        assert product.run("TicketDetail", OWNER, id=id_).data["node"] is not None
        assert product.run("TicketDetail", STRANGER, id=id_).data["node"] is None, id_
