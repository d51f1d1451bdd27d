"""Talks in 微信客服, and employees who answer their alerts in 企业微信 (P6, A2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from api.relay import global_id
from care.contact.channels import Channel, ChannelKind, Outgoing, Receipt
from care.contact.inbound.forwarded import Forwarded
from care.contact.store import MESSAGES, WORDS
from care.contact.talks.desk import Page
from care.staff.alert_shelves import ALERTS
from fakes.mall import line, order
from fakes.product import Product
from fakes.providers.kf_account import KfAccount

__all__ = ["alerted", "talked"]

MEMBER = "member:M001"


@dataclass
class Account:
    """微信客服 without the network between: takes each message as the local channel does."""

    local: Channel
    kf: KfAccount
    account: str = "kf-1"

    def send(self, outgoing: Outgoing) -> Receipt:
        return Receipt(f"kf:{self.local.send(outgoing).id}")

    def fetch(self, cursor: str, token: str, limit: int) -> Page:
        wanted = {"open_kfid": self.account, "limit": min(limit, 2), "token": token}
        code, answer = self.kf.ask(self.kf.paths[0], wanted | ({"cursor": cursor} if cursor else {}))
        assert code == 0
        more = bool(answer["has_more"])
        return Page(messages=tuple(answer["msg_list"]), cursor=answer["next_cursor"], more=more)

    def unionids(self, customers: Collection[str]) -> dict[str, str]:
        return {each: self.kf.unionids[each] for each in customers if each in self.kf.unionids}

    def pass_on(self, customer: str) -> None:
        """People have it, or had."""

    def welcome(self, code: str, text: str, message_id: str) -> None:
        """Is said, or was."""


@dataclass
class CorpApp:
    """企业微信's app. An alert may be told twice: the provider shows the same text once."""

    local: Channel

    def send(self, outgoing: Outgoing) -> Receipt:
        if outgoing.template != "alert_told":
            self.local.send(outgoing)
        return Receipt(f"app:{outgoing.message_id}")


def talked(product: Product) -> None:
    """A customer comes to 微信客服, writes and shows a picture: a person reads it, and a picture's arrival is told."""
    kf = KfAccount(product.clock, unionids={"wm-1": "union-1"})
    product.app.ways[ChannelKind.WECOM_KF] = Account(product.app.channel, kf)
    now = product.clock.now()
    product.event("MemberChanged", member_id="M001", unionid="union-1", occurred_at=now.isoformat())
    kf.enters("wm-1")
    kf.hold("wm-1", msgtype="text", text={"content": "箱子湿了"})
    token = kf.hold("wm-1", msgtype="image", image={"media_id": "m"})
    _strangers_are_passed_on(product)
    kf.hold("wm-2", msgtype="text", text={"content": "在吗"})
    _announce(product, token)
    product.settle()
    _work(product)
    assert len(product.memory.all(WORDS)) == 2
    assert [each.channel for each in product.memory.all(MESSAGES)] == [ChannelKind.WECOM_KF]
    product.advance(hours=1)


def alerted(product: Product) -> None:
    """A first complaint that nobody reads: whoever is on call is told in 企业微信, and takes it on there."""
    product.app.ways[ChannelKind.WECOM_APP] = CorpApp(product.app.channel)
    entry = {"staffId": "B01", "name": "老李", "roles": ["MANAGER"], "corpUser": "LaoLi"}
    product.call("RegisterStaffMember", "manager:B00", input=entry)
    lines = [line(line_id="1", unit_price_fen=12900)]
    at = product.clock.now().isoformat()
    product.event("OrderPlaced", **order(order_id="O001", lines=lines), placed_at=at)
    product.event("OrderSigned", **order(order_id="O001", lines=lines), signed_at=at)
    product.settle()
    wanted = {"lineId": global_id("OrderLine", "O001/1"), "reason": "DAMAGED"}
    product.call("ApplyForAftercare", MEMBER, input=wanted)
    product.settle()
    _say(product, "收到", 1)
    assert _takers(product) == ["B01"]
    product.advance(minutes=62)
    _say(product, "收到", 2)
    assert _takers(product) == ["B01", None, None], "which of two is not certain"
    _say(product, "2", 3)
    _say(product, "全部收到", 4)
    assert _takers(product) == ["B01", "B01", "B01"]
    _say(product, "天气不错", 5)


def _strangers_are_passed_on(product: Product) -> None:
    values, later = [{"key": "contact.kf_pass_on", "value": 1}], product.clock.now() + timedelta(minutes=3)
    said = {"values": values, "effectiveAt": later.isoformat(), "why": "有人值守"}
    product.call("PublishSettings", "operator:O01", input=said)
    product.advance(minutes=5)


def _takers(product: Product) -> list[str | None]:
    found = sorted(product.memory.all(ALERTS), key=lambda alert: (alert.raised_at, alert.id))
    return [each.acknowledged_by for each in found]


def _announce(product: Product, token: str) -> None:
    at = int(product.clock.now().timestamp())
    fields = f'"MsgType": "event", "Event": "kf_msg_or_event", "CreateTime": {at}'
    _take(product, f'{{{fields}, "Token": "{token}", "OpenKfId": "kf-1"}}')


def _say(product: Product, text: str, number: int) -> None:
    at = int(product.clock.now().timestamp())
    who = f'"FromUserName": "laoli", "CreateTime": {at}, "MsgId": {number}'
    _take(product, f'{{{who}, "MsgType": "text", "Content": "{text}"}}')
    product.settle()


def _take(product: Product, body: str) -> None:
    _deliver(product, Forwarded(provider="wecom", door="service", body=body))


def _work(product: Product) -> None:
    """What lies in the queue, each once: a death may have left it there twice."""
    waiting, product.app.queued[:] = list(dict.fromkeys(product.app.queued)), []
    for body in waiting:
        _deliver(product, msgspec.json.decode(body, type=Forwarded))
    product.settle()


def _deliver(product: Product, message: Forwarded) -> None:
    body = msgspec.json.encode(message).decode()
    product.invoke(lambda: product.app.inbound_taker.take(body))
