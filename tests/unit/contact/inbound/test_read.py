"""What each provider's message says, and what of it cannot be understood."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from care.contact.channels import ChannelKind
from care.contact.inbound.acts import Act, Granted, Said, Sender, SenderKind, Told
from care.contact.inbound.faults import Malformed
from care.contact.inbound.read import read_acts
from care.contact.receipts import Word

WRITTEN = datetime.fromtimestamp(1, UTC)
EVENT = {"FromUserName": "o1", "CreateTime": 1, "MsgType": "event"}
REPORT = {"phone_number": "13800138000", "success": True, "biz_id": "b1", "err_code": "DELIVERED"}
REPLY = {"phone_number": "13800138000", "content": "1", "sequence_id": 7}


def acts(provider: str, body: Any) -> list[Act]:
    return [act for _, act in read_acts(provider, body if isinstance(body, str) else json.dumps(body))]


def test_a_text_in_xml_and_in_json_says_the_same() -> None:
    fields = {"FromUserName": "o1", "CreateTime": 1, "MsgType": "text", "Content": "1", "MsgId": 9}
    xml = "<xml>" + "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items()) + "</xml>"
    assert read_acts("weapp", xml) == read_acts("weapp", json.dumps(fields))
    assert acts("weapp", xml) == [Said(sender=Sender(by=SenderKind.OPENID, id="o1"), text="1")]
    assert acts("wecom", xml) == [Said(sender=Sender(by=SenderKind.CORP_USER, id="o1"), text="1", at=WRITTEN)]


def test_a_tap_says_what_its_button_stands_for() -> None:
    body = EVENT | {"Event": "template_card_event", "EventKey": "2"}
    assert acts("wecom", body) == [Said(sender=Sender(by=SenderKind.CORP_USER, id="o1"), text="2", at=WRITTEN)]


def test_rows_of_an_event_are_read_in_either_form() -> None:
    row = {"TemplateId": "T", "SubscribeStatusString": "accept", "PopupScene": "0"}
    event = EVENT | {"Event": "subscribe_msg_popup_event"}
    granted = [Granted(openid="o1", template="T", open=True)]
    assert acts("weapp", event | {"SubscribeMsgPopupEvent": {"List": [row]}}) == granted
    assert acts("weapp", event | {"SubscribeMsgPopupEvent": {"List": row}}) == granted
    assert acts("weapp", event | {"List": row}) == granted
    many = acts("weapp", event | {"List": [row, row | {"TemplateId": "U"}, row | {"SubscribeStatusString": "reject"}]})
    assert [each.template for each in many if isinstance(each, Granted)] == ["T", "U"]


def test_acts_of_one_message_are_taken_one_by_one() -> None:
    row = {"TemplateId": "T", "SubscribeStatusString": "accept"}
    event = EVENT | {"Event": "subscribe_msg_popup_event", "List": [row, row]}
    keys = [key for key, _ in read_acts("weapp", json.dumps(event))]
    assert len(set(keys)) == 2


@pytest.mark.parametrize(("code", "word"), [("0", Word.DELIVERED), (0, Word.DELIVERED), ("43101", Word.BOUNCED)])
def test_a_notice_arrived_or_not(code: object, word: Word) -> None:
    row = {"TemplateId": "T", "MsgID": "5", "ErrorCode": code, "ErrorStatus": "x"}
    (told,) = acts("weapp", EVENT | {"Event": "subscribe_msg_sent_event", "List": row})
    assert told == Told(channel=ChannelKind.WEAPP_SUBSCRIBE, receipt="5", word=word, code=str(code))


def test_reports_and_replies_of_sms() -> None:
    failed = REPORT | {"success": False, "biz_id": "b2", "err_code": "MK:0001"}
    assert acts("alibaba", [REPORT, failed, REPLY]) == [
        Told(channel=ChannelKind.SMS, receipt="b1", word=Word.DELIVERED),
        Told(channel=ChannelKind.SMS, receipt="b2", word=Word.BOUNCED, code="MK:0001"),
        Said(sender=Sender(by=SenderKind.PHONE, id="13800138000"), text="1"),
    ]
    tencent = [
        {"mobile": "13800138000", "report_status": "FAIL", "errmsg": "MK:0002", "sid": "s1"},
        {"mobile": "13800138000", "text": "1", "time": 5, "sign": "x"},
    ]
    assert acts("tencent", tencent) == [
        Told(channel=ChannelKind.SMS, receipt="s1", word=Word.BOUNCED, code="MK:0002"),
        Said(sender=Sender(by=SenderKind.PHONE, id="13800138000"), text="1"),
    ]


@pytest.mark.parametrize(
    ("provider", "body"),
    [
        ("alibaba", "1"),
        ("alibaba", '[{"content": "1"}]'),
        ("alibaba", [REPLY | {"content": ""}]),
        ("alibaba", [REPLY | {"phone_number": ["13800138000"]}]),
        ("alibaba", "[" * 5000),
        ("tencent", "{}"),
        ("weapp", "{"),
        ("weapp", EVENT | {"Event": "subscribe_msg_sent_event"}),
        ("weapp", EVENT | {"Event": "subscribe_msg_popup_event", "List": ["x"]}),
        ("weapp", EVENT | {"Event": "a_new_one"}),
        ("weapp", EVENT | {"Event": ["enter_agent"]}),
        ("weapp", {"MsgType": "text", "Content": "1"}),
        ("wecom", EVENT | {"Event": "kf_msg_or_event", "Token": "t"}),
        ("wecom", EVENT | {"Event": "kf_msg_or_event", "OpenKfId": "k"}),
        ("wecom", {"FromUserName": "u", "MsgType": "text", "Content": "1", "MsgId": 1}),
        ("weapp", EVENT | {"MsgType": "hologram", "MsgId": 1}),
    ],
)
def test_what_cannot_be_understood_is_told(provider: str, body: Any) -> None:
    with pytest.raises(Malformed):
        acts(provider, body)


def test_what_needs_no_reaction_says_nothing() -> None:
    assert acts("wecom", EVENT | {"Event": "enter_agent"}) == []
