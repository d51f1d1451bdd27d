"""What a provider's message says, once it is verified. Pure.

    weapp, wecom   XML or JSON: text, voice, pictures → Said; what was granted, refused → Granted; a notice that arrived
                   or not → Told; messages of 微信客服 that wait → Announced
    kf             what was fetched there (read_kf.py)
    alibaba, tencent   JSON arrays: reports → Told, replies → Said

Malformed: it cannot be understood, and a person looks at it whole.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from care.contact.channels import ChannelKind
from care.contact.inbound.acts import Act, Announced, Granted, Said, Sender, SenderKind, Told, What
from care.contact.inbound.faults import Malformed
from care.contact.inbound.read_kf import KF, read_kf
from care.contact.inbound.replays import message_key
from care.contact.inbound.xml import Fields, read_xml
from care.contact.receipts import Word
from care.kernel.ids import derived_id

__all__ = ["read_acts"]


_NO_NEWS = frozenset(
    {
        "enter_agent", "LOCATION", "subscribe", "unsubscribe", "view", "user_enter_tempsession", "batch_job_result",
        "change_external_contact", "change_external_chat", "change_external_tag", "change_contact",
    }
)  # fmt: skip
"""Events that are known and of which nothing follows here."""
_SHOWN = {
    "image": What.IMAGE,
    "voice": What.VOICE,
    "video": What.VIDEO,
    "shortvideo": What.VIDEO,
    "file": What.FILE,
    "location": What.LOCATION,
    "link": What.LINK,
    "miniprogrampage": What.CARD,
}
"""By the provider's kind of message."""


def read_acts(provider: str, body: str) -> list[tuple[str, Act]]:
    """What follows from a message, each under the key by which it is taken once. Malformed."""
    if provider in ("alibaba", "tencent"):
        return list(_sms(provider, body))
    if provider == KF:
        return list(read_kf(body))
    fields = _fields(body)
    key = message_key(provider, fields)
    return [(derived_id(key, nth), act) for nth, act in enumerate(_wechat(provider, fields))]


def _fields(body: str) -> Fields:
    if not body.lstrip().startswith("{"):
        return read_xml(body.encode())
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Malformed("no JSON") from error


def _wechat(provider: str, fields: Fields) -> Iterator[Act]:
    if said := _said(provider, fields):
        yield said
        return
    match fields.get("MsgType"), fields.get("Event"):
        case "event", "kf_msg_or_event":
            yield Announced(account=_of(fields, "OpenKfId"), token=_of(fields, "Token"), at=_written(fields))
        case "event", "subscribe_msg_popup_event":
            yield from _grants(fields, "SubscribeMsgPopupEvent", shows="accept", means=True)
        case "event", "subscribe_msg_change_event":
            yield from _grants(fields, "SubscribeMsgChangeEvent", shows="reject", means=False)
        case "event", "subscribe_msg_sent_event":
            yield from (_sent(each) for each in _rows(fields, "SubscribeMsgSentEvent"))
        case "event", str(event) if event in _NO_NEWS:
            return
        case kind, event:
            raise Malformed(f"no such message: {kind} {event or ''}"[:100])


def _grants(fields: Fields, name: str, *, shows: str, means: bool) -> Iterator[Granted]:
    for row in _rows(fields, name):
        if _of(row, "SubscribeStatusString") == shows:
            yield Granted(openid=_of(fields, "FromUserName"), template=_of(row, "TemplateId"), open=means)


def _sent(row: Mapping[str, Any]) -> Told:
    code = _of(row, "ErrorCode")
    word = Word.DELIVERED if code == "0" else Word.BOUNCED
    return Told(channel=ChannelKind.WEAPP_SUBSCRIBE, receipt=_of(row, "MsgID"), word=word, code=code)


def _rows(fields: Fields, name: str) -> list[Mapping[str, Any]]:
    """The list inside an event: XML has it one level deeper than JSON, and a single row is no list."""
    inside = fields.get(name) or fields.get("List")
    rows = inside.get("List", inside) if isinstance(inside, dict) else inside
    found: list[Mapping[str, Any]] = [
        each for each in (rows if isinstance(rows, list) else [rows]) if isinstance(each, dict)
    ]
    if not found:
        raise Malformed(f"{name} has no rows")
    return found


def _sms(provider: str, body: str) -> Iterator[tuple[str, Act]]:
    try:
        rows = msgspec.json.decode(body, type=list[dict[str, Any]] | dict[str, Any])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Malformed("no rows") from error
    for row in rows if isinstance(rows, list) else [rows]:
        yield (_alibaba if provider == "alibaba" else _tencent)(row)


def _alibaba(row: Mapping[str, Any]) -> tuple[str, Act]:
    if "biz_id" in row:
        return _report(
            "alibaba", _of(row, "biz_id"), arrived=bool(row.get("success")), code=str(row.get("err_code", ""))
        )
    reply = Said(sender=_phone(_of(row, "phone_number")), text=_of(row, "content"))
    return derived_id("sms", "alibaba", _of(row, "sequence_id")), reply


def _tencent(row: Mapping[str, Any]) -> tuple[str, Act]:
    if "sid" in row:
        arrived = row.get("report_status") == "SUCCESS"
        return _report("tencent", _of(row, "sid"), arrived=arrived, code=str(row.get("errmsg", "")))
    reply = Said(sender=_phone(_of(row, "mobile")), text=_of(row, "text"))
    return derived_id("sms", "tencent", reply.sender.id, _of(row, "time"), reply.text), reply


def _phone(number: str) -> Sender:
    return Sender(by=SenderKind.PHONE, id=number)


def _said(provider: str, fields: Fields) -> Said | None:
    """What a person wrote, tapped, spoke or showed. When they did so matters of employees (employees/words.py)."""
    match fields.get("MsgType"), fields.get("Event"):
        case "text", _:
            what, text = What.WORDS, _of(fields, "Content")
        case "event", "click" | "template_card_event":
            what, text = What.WORDS, _of(fields, "EventKey")
        case "voice", _ if heard := str(fields.get("Recognition") or "").strip():
            what, text = What.SPOKEN, heard
        case str(kind), _ if kind in _SHOWN:
            what, text = _SHOWN[kind], ""
        case _:
            return None
    by = SenderKind.OPENID if provider == "weapp" else SenderKind.CORP_USER
    sender = Sender(by=by, id=_of(fields, "FromUserName"))
    return Said(sender=sender, text=text, what=what, at=_written(fields) if provider == "wecom" else None)


def _written(fields: Fields) -> datetime:
    seconds = str(fields.get("CreateTime", ""))
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= len("9999999999")):
        raise Malformed("no CreateTime")
    return datetime.fromtimestamp(int(seconds), UTC)


def _report(provider: str, receipt: str, *, arrived: bool, code: str) -> tuple[str, Act]:
    word = Word.DELIVERED if arrived else Word.BOUNCED
    told = Told(channel=ChannelKind.SMS, receipt=receipt, word=word, code="" if arrived else code[:64])
    return derived_id("report", provider, receipt, word), told


def _of(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str | int) or value == "":
        raise Malformed(f"no {name}")
    return str(value)
