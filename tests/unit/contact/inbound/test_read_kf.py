"""What is fetched from 微信客服 says."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from care.contact.channels import ChannelKind
from care.contact.inbound.acts import Act, Announced, Said, Sender, SenderKind, Told, What
from care.contact.inbound.faults import Malformed
from care.contact.inbound.read import read_acts
from care.contact.receipts import Word

AT = datetime.fromtimestamp(1_700_000_000, UTC)
TEXT: dict[str, Any] = {"msgid": "m1", "external_userid": "wm", "send_time": 1_700_000_000, "origin": 3}
TEXT |= {"msgtype": "text", "text": {"content": "1", "menu_id": "7"}}
FAILED = {"event_type": "msg_send_fail", "fail_msgid": "ours", "fail_type": 4}
WHO = Sender(by=SenderKind.CUSTOMER, id="wm", unionid="u")


def acts(message: object, unionid: str = "u") -> list[Act]:
    return [act for _, act in read_acts("kf", json.dumps({"message": message, "unionid": unionid}))]


def test_a_text_is_said_at_its_time() -> None:
    assert acts(TEXT) == [Said(sender=WHO, text="1", at=AT)]


@pytest.mark.parametrize(("kind", "what"), [("image", What.IMAGE), ("voice", What.VOICE), ("channels_shop", What.CARD)])
def test_what_cannot_be_read_is_told_by_its_kind(kind: str, what: What) -> None:
    assert acts(TEXT | {"msgtype": kind}) == [Said(sender=WHO, what=what, at=AT)]


@pytest.mark.parametrize("origin", [4, 5])
def test_what_the_customer_did_not_write_is_no_news(origin: int) -> None:
    assert acts(TEXT | {"origin": origin}) == []


@pytest.mark.parametrize("kind", ["enter_session", "session_status_change", "servicer_status_change", "new_one"])
def test_events_need_nothing(kind: str) -> None:
    assert acts(TEXT | {"origin": 4, "msgtype": "event", "event": {"event_type": kind}}) == []


def test_a_message_that_failed_is_a_bounce_of_ours() -> None:
    (told,) = acts(TEXT | {"origin": 4, "msgtype": "event", "event": FAILED})
    assert told == Told(channel=ChannelKind.WECOM_KF, receipt="ours", word=Word.BOUNCED, code="kf:4")


def test_a_message_is_known_by_its_id_or_by_all_that_it_says() -> None:
    def key(**changes: object) -> str:
        return read_acts("kf", json.dumps({"message": TEXT | changes}))[0][0]

    assert key() == key(send_time=5)
    assert key(msgid="") == key(msgid=None) or key(msgid="") != key()
    assert key(msgid="", send_time=5) != key(msgid="")


@pytest.mark.parametrize(
    "message",
    [
        {},
        "x",
        TEXT | {"origin": 9},
        TEXT | {"origin": None},
        TEXT | {"external_userid": ""},
        TEXT | {"external_userid": ["wm"]},
        TEXT | {"text": None},
        TEXT | {"text": {"content": ""}},
        TEXT | {"send_time": "soon"},
        TEXT | {"send_time": 10**30},
        TEXT | {"send_time": None},
        TEXT | {"msgtype": "event", "event": FAILED | {"fail_msgid": ""}},
    ],
)
def test_what_is_no_message_of_theirs_is_told(message: object) -> None:
    with pytest.raises(Malformed):
        acts(message)


def test_the_callback_announces_and_says_nothing() -> None:
    event = {"MsgType": "event", "Event": "kf_msg_or_event", "CreateTime": 1_700_000_000}
    said = json.dumps(event | {"Token": "t", "OpenKfId": "k"})
    ((key, act),) = read_acts("wecom", said)
    assert act == Announced(account="k", token="t", at=AT)
    assert read_acts("wecom", said.replace('"t"', '"other"'))[0][0] != key


VOICE = {"FromUserName": "o1", "CreateTime": 1_700_000_000, "MsgType": "voice", "MsgId": 3, "MediaId": "m"}


def test_a_voice_is_read_where_wechat_has_written_it_down() -> None:
    by = Sender(by=SenderKind.OPENID, id="o1")
    (_, heard) = read_acts("weapp", json.dumps(VOICE | {"Recognition": " 我要退款。 "}))[0]
    assert heard == Said(sender=by, text="我要退款。", what=What.SPOKEN)
    for nothing in ({}, {"Recognition": ""}, {"Recognition": None}):
        (_, shown) = read_acts("weapp", json.dumps(VOICE | nothing))[0]
        assert shown == Said(sender=by, what=What.VOICE)
