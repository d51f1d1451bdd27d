"""What was taken is not taken twice: `HOOK#key / TAKEN`, for as long as it could come again.

Two keys, for two dangers. A request's, against who sends again what they overheard: it need not outlive the time in
which its timestamp is fresh. A message's, against the provider itself, which repeats what it believes unheard.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from care.contact.inbound.faults import Malformed, Replayed
from care.contact.inbound.wechat_seal import MOST_SKEW, Signed
from care.dynamo.shelf import Shelf
from care.dynamo.storage import Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.ids import derived_id

__all__ = ["TAKEN", "message_key", "request_key", "take_message", "take_request", "taken_at"]

_MESSAGE_KEPT = timedelta(days=3)
"""The longest that a provider keeps a message for whoever did not hear it."""
_NAMES = ("FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "ChangeType")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Something that came in and was taken."""

    key: str
    until: datetime


TAKEN = Shelf(
    shape=Taken,
    kind="taken",
    table="contact",
    key=lambda taken: _key(taken.key),
    expires=lambda taken: taken.until,
)


def taken_at(key: str) -> Wanted:
    return TAKEN, _key(key)


def request_key(provider: str, signed: Signed) -> str:
    return derived_id("request", provider, signed.timestamp, signed.nonce, signed.signature)


def message_key(provider: str, fields: Mapping[str, Any]) -> str:
    """By the provider's id of the message, else, for an event, by who, when and what. Malformed without either.

    What 微信客服 announces names nobody: it is known by its token.
    """
    if message := fields.get("MsgId") or fields.get("MsgID") or fields.get("msgid"):
        return derived_id("message", provider, str(message))
    if fields.get("Event") == "kf_msg_or_event" and fields.get("Token"):
        return derived_id("event", provider, str(fields["Token"]))
    named = [str(fields.get(name, "")) for name in _NAMES]
    if not (named[0] and named[1]):
        raise Malformed("neither an id nor a sender and a time")
    return derived_id("event", provider, *named)


def take_request(key: str, now: datetime) -> DynamoWrite:
    """In the transaction that takes what came; it is lost with Replayed."""
    return _take(key, now + 2 * MOST_SKEW)


def take_message(key: str, now: datetime) -> DynamoWrite:
    """As above."""
    return _take(key, now + _MESSAGE_KEPT)


def _take(key: str, until: datetime) -> DynamoWrite:
    return TAKEN.put(Taken(key=key, until=until), name="inbound.take", lost=lambda _taken: Replayed())


def _key(key: str) -> Key:
    return Key(f"HOOK#{key}", "TAKEN")
