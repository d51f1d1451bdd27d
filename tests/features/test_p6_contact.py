"""P6: quiet hours, opt-out by purpose, one message a key, claimed before it is sent, UNKNOWN is not repeated."""

from dataclasses import replace
from datetime import timedelta

import pytest

from api.relay import global_id
from care.contact.channels import ChannelRefused, Outgoing, Receipt
from care.contact.model import Message, MessageState, Notice
from care.contact.store import MESSAGES
from care.kernel.clock import SHANGHAI
from care.members.model import Purpose
from care.members.store import MEMBERS, member_at
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER = "member:M001"
NIGHT = START.astimezone(SHANGHAI).replace(hour=23)
MORNING = NIGHT.replace(hour=8) + timedelta(days=1)
STAFF = ("agent:A1", "operator:O1", "manager:B1")


class Broken:
    """A channel that takes each message and then fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.taken: list[Outgoing] = []

    def send(self, outgoing: Outgoing) -> Receipt:
        self.taken.append(outgoing)
        raise self.error


def house(channel: Broken | None = None) -> Product:
    """With member M001, whose name is known."""
    product = Product()
    if channel:
        product.app.channel = channel
    product.event("OrderPlaced", **order_event("O1", placed_at=START))
    product.settle()
    return product


def notify(product: Product, **changes: object) -> None:
    facts = {"key": "n1", "member_id": "M001", "template": "ticket_reply", "purpose": Purpose.SERVICE, "about": "T1"}
    notice = Notice(**facts | {"params": {"goods": "鲜牛奶"}} | changes)  # type: ignore[arg-type]
    product.app.uow.run(lambda batch: product.app.contact.notify(batch, notice))
    product.settle()


def messages(product: Product) -> list[Message]:
    return product.memory.all(MESSAGES)


def inbox(product: Product, as_: str = MEMBER) -> list[str]:
    return [edge["node"]["text"] for edge in product.call("MyMessages", as_)["edges"]]


def seen_by_staff(product: Product, as_: str = STAFF[0]) -> list[tuple[str, str | None]]:
    speaks = not as_.startswith("operator")
    edges = product.call("MemberMessages", as_, memberId=global_id("Member", "M001"), withText=speaks)["edges"]
    return [(edge["node"]["state"], edge["node"]["reason"]) for edge in edges]


def test_a_message_reaches_the_inbox_of_its_member_by_name() -> None:
    product = house()
    notify(product)
    (text,) = inbox(product)
    assert text.startswith("王小燕，您好！您的鲜牛奶售后有了新的回复")
    assert inbox(product, "member:M002") == []


def test_two_notices_of_one_key_are_one_message() -> None:
    product = house()
    for _ in range(3):
        notify(product)
        product.advance(hours=1)
    assert len(inbox(product)) == 1


def test_nothing_that_the_system_starts_goes_out_at_night() -> None:
    product = house()
    product.advance(seconds=(NIGHT - product.clock.now()).total_seconds())
    notify(product)
    assert inbox(product) == []
    assert seen_by_staff(product) == [("PLANNED", "QUIET_HOURS")]
    product.advance(hours=9)
    (message,) = messages(product)
    assert (message.state, message.sent_at) == (MessageState.SENT, MORNING)


def test_an_answer_to_the_members_own_action_passes_at_night() -> None:
    product = house()
    product.advance(seconds=(NIGHT - product.clock.now()).total_seconds())
    notify(product, answers=NIGHT)
    notify(product, key="late", answers=NIGHT - timedelta(minutes=30))
    assert {each.key: each.state for each in messages(product)} == {
        "n1": MessageState.SENT,
        "late": MessageState.PLANNED,
    }


def test_opt_out_by_purpose_holds_and_says_so() -> None:
    product = house()
    member = product.memory.get(*member_at("M001"))
    assert member is not None
    opted_out = replace(member, opted_out=(Purpose.MARKETING,))
    product.memory.transact([MEMBERS.replace(opted_out, name="member")])
    notify(product, template="ugc_invitation", purpose=Purpose.MARKETING)
    notify(product, key="n2")
    assert sorted(seen_by_staff(product)) == [("SENT", None), ("SUPPRESSED", "OPTED_OUT")]
    assert len(inbox(product)) == 1


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (TimeoutError(), MessageState.UNKNOWN, "SEND_BROKE"),
        (ChannelRefused("BLOCKED"), MessageState.FAILED, "CHANNEL_REFUSED"),
    ],
)
def test_a_send_that_fails_is_not_repeated_and_is_seen(error: Exception, state: MessageState, reason: str) -> None:
    channel = Broken(error)
    product = house(channel)
    notify(product)
    product.advance(days=1)
    notify(product)
    assert len(channel.taken) == 1
    assert seen_by_staff(product) == [(state, reason)]


@pytest.mark.parametrize("as_", STAFF)
def test_staff_see_every_message_and_why(as_: str) -> None:
    product = house()
    notify(product, useless_after=START - timedelta(seconds=1))
    assert seen_by_staff(product, as_) == [("EXPIRED", "TOO_LATE")]
    assert inbox(product) == []


@pytest.mark.parametrize("as_", [MEMBER, "leader:L1", "quality:Q1", "product:P1"])
def test_nobody_else_lists_a_members_messages(as_: str) -> None:
    product = house()
    notify(product)
    reply = product.run("MemberMessages", as_, memberId=global_id("Member", "M001"))
    assert (reply.codes, reply.data) == (["FORBIDDEN"], None)


NODE = "query($id: ID!) { node(id: $id) { ... on Message { text reason } } }"


def test_a_message_is_its_members_and_reasons_are_for_staff() -> None:
    product = house()
    notify(product)
    id_ = global_id("Message", messages(product)[0].id)
    assert product.ask(NODE, "member:M002", id=id_).data == {"node": None}
    mine = product.ask(NODE, MEMBER, id=id_)
    assert "鲜牛奶" in mine.data["node"]["text"]
    assert (mine.data["node"]["reason"], mine.codes) == (None, ["FORBIDDEN"])
    assert product.ask(NODE, "agent:A1", id=id_).codes == []


def test_a_message_that_did_not_reach_its_member_is_not_theirs_to_see() -> None:
    product = house()
    notify(product, useless_after=START - timedelta(seconds=1))
    id_ = global_id("Message", messages(product)[0].id)
    assert product.ask(NODE, MEMBER, id=id_).data == {"node": None}


def test_a_page_of_messages_costs_two_calls() -> None:
    product = house()
    for number in range(30):
        notify(product, key=f"n{number}")
    product.memory.calls.clear()
    assert len(inbox(product)) == 20
    assert product.memory.calls == ["query", "fetch"]
