"""What a message that was fetched from 微信客服 says (talks/fetch_messages.py). Pure."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from care.contact.channels import ChannelKind
from care.contact.inbound.acts import Act, Said, Sender, SenderKind, Told, What
from care.contact.inbound.faults import Malformed
from care.contact.receipts import Word
from care.kernel.ids import derived_id

__all__ = ["KF", "Fetched", "message_id_of", "read_kf", "sent_at", "welcome_code_of"]

KF = "kf"
"""The provider's name among what is forwarded."""
_CUSTOMER, _SYSTEM, _COLLEAGUE = 3, 4, 5
_SHOWN = {
    "image": What.IMAGE,
    "voice": What.VOICE,
    "video": What.VIDEO,
    "file": What.FILE,
    "location": What.LOCATION,
    "link": What.LINK,
}


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """A message as the provider gives it, with the customer's unionid where it was told. Personal data."""

    message: dict[str, Any]
    unionid: str = ""


def read_kf(body: str) -> Iterator[tuple[str, Act]]:
    """What follows, under the key by which it is taken once. Malformed.

    What a colleague wrote in the talk, and what the system says of it, is no news; whoever enters was welcomed.
    """
    try:
        fetched = msgspec.json.decode(body, type=Fetched)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Malformed("no message of 微信客服") from error
    message = fetched.message
    key = derived_id("message", KF, message_id_of(message))
    match message.get("origin"), message.get("msgtype"):
        case _, "event":
            yield from ((key, told) for told in _failed(message))
        case int(origin), str(kind) if origin == _CUSTOMER:
            yield key, _said(message, kind, fetched.unionid)
        case int(origin), _ if origin in (_SYSTEM, _COLLEAGUE):
            return
        case _:
            raise Malformed("of unknown origin")


def message_id_of(message: Mapping[str, Any]) -> str:
    """The provider's, else what stands for all of it."""
    named = message.get("msgid")
    return (
        named if isinstance(named, str) and named else derived_id(msgspec.json.encode(message, order="sorted").decode())
    )


def sent_at(message: Mapping[str, Any]) -> datetime:
    """Malformed."""
    try:
        return datetime.fromtimestamp(int(message["send_time"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise Malformed("send_time") from error


def welcome_code_of(message: Mapping[str, Any]) -> str:
    """Of whoever has entered and may be welcomed; "": nobody.

    The provider gives none where its console welcomes, or the customer was here lately.
    """
    event = message.get("event")
    entered = isinstance(event, dict) and event.get("event_type") == "enter_session"
    return str(event.get("welcome_code") or "") if entered and isinstance(event, dict) else ""


def _said(message: Mapping[str, Any], kind: str, unionid: str) -> Said:
    sender = Sender(by=SenderKind.CUSTOMER, id=_text(message, "external_userid"), unionid=unionid)
    if kind == "text":
        return Said(sender=sender, text=_text(message.get("text") or {}, "content"), at=sent_at(message))
    return Said(sender=sender, what=_SHOWN.get(kind, What.CARD), at=sent_at(message))


def _failed(message: Mapping[str, Any]) -> Iterator[Told]:
    """A message of ours that was taken and did not arrive."""
    event = message.get("event")
    if isinstance(event, dict) and event.get("event_type") == "msg_send_fail":
        code = f"{KF}:{event.get('fail_type', '')}"[:64]
        receipt = _text(event, "fail_msgid")
        yield Told(channel=ChannelKind.WECOM_KF, receipt=receipt, word=Word.BOUNCED, code=code)


def _text(fields: object, name: str) -> str:
    value = fields.get(name) if isinstance(fields, dict) else None
    if not isinstance(value, str) or not value:
        raise Malformed(f"no {name}")
    return value
