"""P6: replies, receipts and grants come in through the callbacks, from the HTTP request to what follows."""

import json
from datetime import timedelta
from typing import Any

import pytest

from api.relay import global_id
from care.contact.channels import ChannelKind, Outgoing, Receipt
from care.contact.model import MessageState, Notice, message_id
from care.contact.store import CONTACTS, MESSAGES, WORDS
from care.contact.transcript import Spoken
from care.logistics.chase import ShipmentChaseRequested
from care.members.model import Purpose
from care.tickets.model import TicketKind
from care.tickets.store import TICKETS
from fakes.callbacks import Callbacks, text_message
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

OPENID, PHONE = "open-M001", "13800138000"
LATER = (START + timedelta(minutes=1)).isoformat()


class Took:
    """A channel that takes everything, under `receipt`."""

    def __init__(self, receipt: str) -> None:
        self.receipt = receipt

    def send(self, _outgoing: Outgoing) -> Receipt:
        return Receipt(self.receipt)


def callbacks() -> Callbacks:
    product = Product()
    who = {"openid": OPENID, "phone": PHONE, "name": "王芳"}
    product.event("MemberChanged", member_id="M001", occurred_at=LATER, **who)
    product.event("OrderPlaced", **order_event("O1", placed_at=START))
    return Callbacks(product)


def stalled() -> Callbacks:
    door = callbacks()
    body = {"order_id": "O1", "shipment_id": "S-O1", "status": "IN_TRANSIT", "carrier": "SF"}
    door.product.event("ShipmentMoved", **body, moved_at=START.isoformat())
    door.product.advance(hours=48)
    return door


def told(door: Callbacks, channel: ChannelKind, receipt: str) -> str:
    """A message that a provider took; its id."""
    product = door.product
    product.app.ways[channel] = Took(receipt)
    if channel is ChannelKind.WEAPP_SUBSCRIBE:
        product.call("RecordSubscription", "member:M001", input={"accepted": ["ticket_reply"]})
    notice = Notice(
        key="k", member_id="M001", template="ticket_reply", params={"goods": "牛肉"}, purpose=Purpose.SERVICE
    )
    product.app.uow.run(lambda batch: product.app.contact.notify(batch, notice))
    product.advance(hours=1)
    return message_id("k")


def grants(door: Callbacks) -> dict[str, int]:
    return {name: left for each in door.product.memory.all(CONTACTS) for name, left in each.grants.items()}


def granted(kind: str, status: str, template: str = "TPL-REPLY", at: int = 1) -> str:
    name = {"popup": "SubscribeMsgPopupEvent", "change": "SubscribeMsgChangeEvent"}[kind]
    row = {"TemplateId": template, "SubscribeStatusString": status, "PopupScene": "1"}
    body: dict[str, Any] = {"FromUserName": OPENID, "CreateTime": at, "MsgType": "event"}
    return json.dumps(body | {"Event": f"subscribe_msg_{kind}_event", name: {"List": [row]}})


@pytest.mark.parametrize("twice", [False, True])
def test_reply_1_chases_the_parcel_however_often_it_is_delivered(*, twice: bool) -> None:
    door = stalled()
    assert door.push(text_message("1")) == 200
    door.work(twice=twice)
    assert [type(each) for each in door.product.app.told] == [ShipmentChaseRequested]


def test_a_provider_that_repeats_itself_is_heard_once() -> None:
    door = stalled()
    for nonce in ("n1", "n1", "n2"):
        assert door.push(text_message("1"), nonce=nonce) == 200, "it is thanked each time"
    assert len(door.product.app.queued) == 2, "the very same request is not even forwarded"
    door.work()
    assert len(door.product.app.told) == 1


def test_an_sms_reply_reaches_the_same_conversation() -> None:
    door = stalled()
    answered = door.sms({"phone_number": PHONE, "content": "1", "dest_code": "10", "sequence_id": 77})
    assert (answered["statusCode"], json.loads(answered["body"])["code"]) == (200, 0)
    door.work(twice=True)
    assert len(door.product.app.told) == 1


def test_of_a_family_s_phone_the_one_who_was_asked_answers() -> None:
    door = stalled()
    door.product.event("MemberChanged", member_id="M002", occurred_at=LATER, phone=PHONE)
    door.sms({"phone_number": PHONE, "content": "1", "dest_code": "10", "sequence_id": 77})
    door.work()
    assert len(door.product.app.told) == 1
    door.sms({"phone_number": PHONE, "content": "你好", "dest_code": "10", "sequence_id": 78})
    door.work()
    assert [each["reason"] for each in door.product.app.buried] == ["UnknownSender: 0 members are called so"]


def test_other_words_reach_a_person() -> None:
    door = stalled()
    door.push(text_message("虾不新鲜怎么办"))
    door.work()
    (case,) = (each for each in door.product.memory.all(TICKETS) if each.kind is TicketKind.TASK)
    assert case.member_id == "M001"


def media(kind: str, **more: str) -> str:
    fields = {"FromUserName": OPENID, "CreateTime": "1", "MsgType": kind, "MsgId": "5", "MediaId": "m"}
    return json.dumps(fields | more)


def test_a_voice_that_wechat_wrote_down_is_the_member_s_reply() -> None:
    door = stalled()
    door.push(media("voice", Recognition="第一个。"))
    door.work(twice=True)
    assert [type(each) for each in door.product.app.told] == [ShipmentChaseRequested]


def test_a_voice_that_answers_nothing_reaches_a_person_marked_as_spoken() -> None:
    door = callbacks()
    door.push(media("voice", Recognition="虾不新鲜怎么办"))
    door.work()
    (words,) = door.product.memory.all(WORDS)
    assert (words.text, words.spoken) == ("虾不新鲜怎么办", Spoken())
    (case,) = (each for each in door.product.memory.all(TICKETS) if each.kind is TicketKind.TASK)
    detail = door.product.call("TicketDetail", "agent:A01", id=global_id("Ticket", case.id))
    said = [edge["node"]["spoken"] for edge in detail["timeline"]["edges"] if edge["node"]["spoken"]]
    assert said == [{"language": "", "confidence": 100}]


@pytest.mark.parametrize("kind", ["voice", "image", "video", "location"])
def test_what_nobody_here_can_read_reaches_a_person_and_its_arrival_is_told(kind: str) -> None:
    door = callbacks()
    door.push(media(kind))
    door.work(twice=True)
    (words,) = door.product.memory.all(WORDS)
    assert "小程序客服" in words.text
    (message,) = door.product.memory.all(MESSAGES)
    assert (message.template, message.state) == ("kf_received", MessageState.SENT)
    assert door.product.app.buried == []


def test_a_stranger_s_words_are_held_whole_and_nothing_is_sent() -> None:
    door = stalled()
    assert door.push(text_message("1", sender="nobody")) == 200
    door.work()
    (held,) = door.product.app.buried
    assert "nobody" in held["body"]
    assert door.product.app.told == []


@pytest.mark.parametrize(
    "body", ["<xml><a>1</a></xml>", "not xml", "{}", text_message("1").replace("text", "hologram")]
)
def test_what_is_verified_and_not_understood_is_held_whole(body: str) -> None:
    door = callbacks()
    assert door.push(body) == 200
    door.work()
    (held,) = door.product.app.buried
    assert json.loads(held["body"])["body"] == body


def test_a_notice_that_did_not_arrive_goes_by_the_next_way() -> None:
    door = callbacks()
    message = told(door, ChannelKind.WEAPP_SUBSCRIBE, "wx-7")
    row = {"TemplateId": "TPL-REPLY", "MsgID": "wx-7", "ErrorCode": "43101", "ErrorStatus": "user refuse"}
    event = {"FromUserName": OPENID, "CreateTime": 1, "MsgType": "event", "Event": "subscribe_msg_sent_event"}
    door.push(json.dumps(event | {"SubscribeMsgSentEvent": {"List": [row]}}))
    door.work(twice=True)
    (found,) = door.product.app.contact.get_many([message]).values()
    assert (found.channel, found.state) == (ChannelKind.INBOX, MessageState.SENT)
    assert ChannelKind.WEAPP_SUBSCRIBE in found.gone_by


def test_an_sms_report_is_noted_on_its_message() -> None:
    door = callbacks()
    message = told(door, ChannelKind.SMS, "biz-1")
    (before,) = door.product.app.contact.get_many([message]).values()
    if before.channel is not ChannelKind.SMS:
        pytest.skip("the route of the template has no SMS")
    door.sms({"phone_number": PHONE, "success": True, "biz_id": "biz-1", "report_time": "x", "err_code": "DELIVERED"})
    door.work()
    (found,) = door.product.app.contact.get_many([message]).values()
    assert found.delivered_at is not None


def test_an_accepted_prompt_is_a_grant_and_a_switch_that_is_off_is_none() -> None:
    door = callbacks()
    door.push(granted("popup", "accept"))
    door.work(twice=True)
    assert grants(door) == {"ticket_reply": 1}
    door.push(granted("popup", "reject"), nonce="n2")
    door.work()
    assert grants(door) == {"ticket_reply": 1}, "a refusal takes nothing that was given"
    door.push(granted("change", "reject"), nonce="n3")
    door.work()
    assert grants(door) == {"ticket_reply": 0}


@pytest.mark.parametrize("client_first", [True, False])
def test_one_accepted_prompt_is_counted_once_whoever_tells_of_it_first(client_first: bool) -> None:  # noqa: FBT001
    door = callbacks()

    def client() -> None:
        door.product.call("RecordSubscription", "member:M001", input={"accepted": ["ticket_reply"]})

    def wechat(nonce: str) -> None:
        door.push(granted("popup", "accept"), nonce=nonce)
        door.work()

    for tell in (client, lambda: wechat("a")) if client_first else (lambda: wechat("a"), client):
        tell()
    assert grants(door) == {"ticket_reply": 1}
    client()
    assert grants(door) == {"ticket_reply": 2}, "a second prompt is a second notice"
    door.product.advance(hours=2)
    door.push(granted("popup", "accept", at=2), nonce="b")
    door.work()
    assert grants(door) == {"ticket_reply": 3}, "too late to be the echo of the second"


def test_a_receipt_that_says_no_grant_is_left_empties_the_count_and_the_api_asks_anew() -> None:
    door = callbacks()
    told(door, ChannelKind.WEAPP_SUBSCRIBE, "wx-7")
    door.product.call("RecordSubscription", "member:M001", input={"accepted": ["ticket_reply"]})
    assert grants(door) == {"ticket_reply": 1}
    row = {"TemplateId": "TPL-REPLY", "MsgID": "wx-7", "ErrorCode": "43101", "ErrorStatus": "user refuse"}
    event = {"FromUserName": OPENID, "CreateTime": 9, "MsgType": "event", "Event": "subscribe_msg_sent_event"}
    door.push(json.dumps(event | {"SubscribeMsgSentEvent": {"List": [row]}}))
    door.work()
    assert grants(door) == {"ticket_reply": 0}


def test_what_needs_no_reaction_is_thanked_and_forgotten() -> None:
    door = callbacks()
    kind = "<MsgType>event</MsgType><Event>enter_agent</Event>"
    enter = f"<xml><FromUserName>u</FromUserName><CreateTime>1</CreateTime>{kind}</xml>"
    assert door.push(enter, "service") == 200
    door.work()
    assert door.product.app.buried == []
