"""What keeps messages from a member, or sends them another way (P6)."""

import json
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from api.relay import global_id
from care.contact.channels import Channel, ChannelKind, Outgoing, Receipt
from care.contact.confirmation import Confirmation
from care.contact.inbound.forwarded import Forwarded
from care.contact.receipts import Word, word_of
from care.contact.store import MESSAGES
from care.tickets.store import TICKETS
from fakes.cook import publish, signs
from fakes.mall import line, order
from fakes.product import Product

__all__ = ["bounced", "called", "confirmed", "cooked", "endangered", "suggested"]

MEMBER, AGENT, OPERATOR = "member:M001", "agent:A01", "operator:O01"


@dataclass
class Texts:
    """A provider of SMS: takes each message as the local channel does, under a receipt of its own."""

    local: Channel

    def send(self, outgoing: Outgoing) -> Receipt:
        return Receipt(f"sms:{self.local.send(outgoing).id}")


def endangered(product: Product) -> None:
    """Black specks in the oil: a red alert, until a person has looked and it is settled."""
    _signed(product)
    ticket = _apply(product, "FOREIGN_MATTER")
    product.call("ReplyToTicket", AGENT, input={"ticketId": ticket, "text": "我们已经联系质检,马上给您打电话"})
    product.advance(days=1)


def bounced(product: Product) -> None:
    """The menu falls to its default, and the SMS that says so does not arrive: the mini-program says it instead."""
    product.app.ways[ChannelKind.SMS] = Texts(product.app.channel)
    now = product.clock.now()
    product.event("MemberChanged", member_id="M001", phone="13800000001", occurred_at=now.isoformat())
    _signed(product)
    _apply(product, "DAMAGED")
    product.advance(days=2)
    sent = [each for each in product.memory.all(MESSAGES) if each.channel is ChannelKind.SMS]
    assert sent, "something went by SMS"
    for each in sent:
        word = word_of(ChannelKind.SMS, each.receipt or "", Word.BOUNCED, at=product.clock.now(), code="UNDELIV")
        product.invoke(lambda item=word: product.app.uow.run(lambda batch: batch.plan(item)))  # type: ignore[misc]
    product.advance(days=1)


@dataclass
class Employee:
    """Is asked to confirm messages to customers that have left."""

    local: Channel

    def send(self, outgoing: Outgoing) -> Receipt:
        return Receipt(f"t:{self.local.send(outgoing).id}", waits=True)

    def confirmation(self, receipt: str, address: str) -> Confirmation:  # noqa: ARG002 - a channel's call
        return Confirmation.NOT_IN_TOUCH


def confirmed(product: Product) -> None:
    """An employee is to ask about an order, and the member is no contact of theirs any more: the inbox asks."""
    product.app.ways[ChannelKind.WECOM_TEMPLATE] = Employee(product.app.channel)
    now = product.clock.now()
    product.event("MemberChanged", member_id="M001", external_id="wm-1", occurred_at=now.isoformat())
    _signed(product)
    product.advance(days=3)
    sent = [each for each in product.memory.all(MESSAGES) if ChannelKind.WECOM_TEMPLATE in each.gone_by]
    assert sent, "something was taken back from an employee"


def called(product: Product) -> None:
    """Of an elder: a menu that a colleague explains by phone; the next day another that nobody calls about."""
    entry = {"staffId": "A01", "name": "小陈", "roles": ["AGENT"], "regions": []}
    product.call("RegisterStaffMember", "manager:B01", input=entry)
    product.call("SetPresence", AGENT, input={"present": True})
    _signed(product)
    product.call("SetSimpleMode", MEMBER, input={"on": True})
    _apply(product, "DAMAGED")
    about = {"ticketId": _call_task(product)}
    product.call("StartCall", AGENT, input=about)
    product.call("EndCall", AGENT, input=about | {"outcome": "REACHED"})
    product.settle()
    product.advance(days=1)
    _signed(product, "O002")
    _apply(product, "DAMAGED", "O002")
    product.advance(hours=3)


def _call_task(product: Product) -> str:
    (task,) = [each for each in product.memory.all(TICKETS) if each.call_id]
    return global_id("Ticket", task.id)


def cooked(product: Product) -> None:
    """Guides at shipping, at receipt and on day 2; the last one was of no use."""
    for step in ("SHIPPED", "SIGNED", "DAY_2"):
        publish(product, step=step)
    signs(product)
    product.advance(days=2, hours=1)
    said = {"phone_number": "13812345678", "content": "2", "sequence_id": "cooked"}
    body = msgspec.json.encode(Forwarded(provider="alibaba", door="sms", body=json.dumps([said]))).decode()
    product.invoke(lambda: product.app.inbound_taker.take(body))
    product.settle()


def _signed(product: Product, order_id: str = "O001") -> None:
    lines = [line(line_id="1", unit_price_fen=12900)]
    at = product.clock.now().isoformat()
    product.event("OrderPlaced", **order(order_id=order_id, lines=lines), placed_at=at)
    product.event("OrderSigned", **order(order_id=order_id, lines=lines), signed_at=at)
    product.settle()


def _apply(product: Product, reason: str, order_id: str = "O001") -> str:
    wanted = {"lineId": global_id("OrderLine", f"{order_id}/1"), "reason": reason}
    ticket = product.call("ApplyForAftercare", MEMBER, input=wanted)["ticket"]
    product.settle()
    return str(ticket["id"])


def suggested(product: Product) -> None:
    """Something that fits a habit, held up while it waits, and bought; cards by hand, written and not."""
    _placed(product, "O001")
    product.advance(minutes=3)
    newest = {"habit": {"skus": ["SKU-1"]}, "kind": "SUGGESTION", "suggested": ["SKU-1"]}
    _greet(product, lastOrder={"mostDays": 5})
    product.advance(hours=2)
    which = _greet(product, **newest)
    product.advance(hours=2)
    for step in ("PAUSE", "RESUME"):
        product.call("MoveGreeting", OPERATOR, input=which | {"step": step})
        product.advance(minutes=5)
    _greet(product, kind="CARD", lastOrder={"mostDays": 5})
    product.advance(hours=2)
    (edge,) = product.call("CardsToWrite", AGENT, assignee="duty")["edges"]
    product.call("FinishGreetingCard", AGENT, input={"cardId": edge["node"]["id"], "written": True})
    product.advance(days=1)
    _placed(product, "O002")
    product.advance(days=30)


def _placed(product: Product, order_id: str) -> None:
    body = order(order_id=order_id, lines=[line(line_id="1")])
    product.event("OrderPlaced", **body, placed_at=product.clock.now().isoformat())
    product.settle()


def _greet(product: Product, **about: object) -> dict[str, str]:
    now = product.clock.now()
    times = {"startsAt": now.isoformat(), "endsAt": (now + timedelta(days=3)).isoformat()}
    given = {"title": "t", "festival": "中秋节", "words": "团圆。"} | times | about
    made = product.call("SaveGreeting", OPERATOR, input=given)["greeting"]
    product.advance(minutes=2)
    which = {"greetingId": made["id"]}
    product.call("MoveGreeting", OPERATOR, input=which | {"step": "SUBMIT"})
    product.call("DecideGreeting", "manager:B01", input=which)
    return which
