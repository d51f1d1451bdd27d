"""Verifies what comes to a callback's address, before anything is believed of it. Pure."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from care.contact.inbound.config import InboundConfig, ReceiverConfig, SmsDoor
from care.contact.inbound.faults import Malformed, NoSuchDoor
from care.contact.inbound.replays import request_key
from care.contact.inbound.wechat_seal import Signed, check_fresh
from care.contact.inbound.xml import read_xml

__all__ = ["MOST_BYTES", "Doors", "Received"]

MOST_BYTES = 64 * 1024
"""Of a body."""
_THANKS = {"alibaba": '{"code":0,"msg":"success"}', "tencent": '{"result":0,"errmsg":"OK"}'}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What was verified. `key`: of the request, where it is signed; `thanks`: what the provider wants to hear."""

    provider: str
    door: str
    body: str = field(repr=False)
    key: str | None
    thanks: str


class Doors:
    """The addresses that providers call."""

    def __init__(self, config: InboundConfig, others: Mapping[str, Callable[[bytes, datetime], "Received"]]) -> None:
        """`others`, by their door: what rooms above verify by their own rules."""
        self._others = others
        self._receivers = config.receivers
        self._sms = config.sms

    def echo(self, door: str, query: Mapping[str, str], now: datetime) -> str:
        """What the console wants back when the address is entered there. InboundFault."""
        config = self._receiver(door)
        echo = query.get("echostr", "")
        if config.provider == "wecom":
            signed = _signed(query, "msg_signature")
            text = config.receiver().open(signed, echo).decode("ascii", "replace")
        else:
            signed, text = _signed(query, "signature"), echo
            config.receiver().verify(signed)
        check_fresh(signed.timestamp, now)
        return text

    def receive(self, door: str, query: Mapping[str, str], body: bytes, now: datetime) -> Received:
        """What was sent, decrypted. InboundFault."""
        if len(body) > MOST_BYTES:
            raise Malformed("too large")
        if (sms := self._sms) and hmac.compare_digest(door.encode(), sms.path.encode()):
            return _of_sms(sms, body)
        if other := self._others.get(door):
            return other(body, now)
        config = self._receiver(door)
        signed = _signed(query, "msg_signature")
        text = _text(config.receiver().open(signed, _sealed(body)))
        check_fresh(signed.timestamp, now)
        return Received(provider=config.provider, door=door, body=text, key=request_key(door, signed), thanks="success")

    def templates(self, door: str) -> Mapping[str, str]:
        """Ours by the provider's id."""
        config = self._receivers.get(door)
        return config.templates if config else {}

    def _receiver(self, door: str) -> ReceiverConfig:
        if door not in self._receivers:
            raise NoSuchDoor
        return self._receivers[door]


def _of_sms(sms: SmsDoor, body: bytes) -> Received:
    return Received(provider=sms.provider, door="sms", body=_text(body), key=None, thanks=_THANKS[sms.provider])


def _signed(query: Mapping[str, str], name: str) -> Signed:
    return Signed(signature=query.get(name, ""), timestamp=query.get("timestamp", ""), nonce=query.get("nonce", ""))


class _Sealed(msgspec.Struct):
    encrypt: str = msgspec.field(name="Encrypt")


def _sealed(body: bytes) -> str:
    """The cipher text in an envelope of XML, or of JSON. Malformed."""
    if not body.lstrip().startswith(b"{"):
        sealed = read_xml(body).get("Encrypt")
        if not isinstance(sealed, str):
            raise Malformed("nothing is sealed")
        return sealed
    try:
        return msgspec.json.decode(body, type=_Sealed).encrypt
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise Malformed("not an envelope") from error


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Malformed("no UTF-8") from error
