"""Providers that call back: sealed, signed pushes through the front function, and the queue behind it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unittest import mock
from urllib.parse import urlencode

from care.contact.inbound.config import InboundConfig, ReceiverConfig, SmsDoor
from fakes.product import Product
from fakes.providers.sealing import AES_KEY, TOKEN, seal, sign
from handlers import inbound

__all__ = ["CALLBACKS", "SMS_PATH", "Callbacks", "sealed_xml", "text_message"]

SMS_PATH = "an-address-that-nobody-guesses-0123456789"
CALLBACKS = InboundConfig(
    receivers={
        "weapp": ReceiverConfig(
            provider="weapp", token=TOKEN, aes_key=AES_KEY, receive_id="wx-1", templates={"TPL-REPLY": "ticket_reply"}
        ),
        "service": ReceiverConfig(provider="wecom", token=TOKEN, aes_key=AES_KEY, receive_id="ww-1"),
    },
    sms=SmsDoor(provider="alibaba", path=SMS_PATH),
)
_IDS = {"weapp": "wx-1", "service": "ww-1"}


@dataclass
class Callbacks:
    """`product`, whose front function and queue are driven by hand."""

    product: Product

    def __post_init__(self) -> None:
        self.product.app.callbacks = CALLBACKS

    def call(
        self, method: str, door: str, query: dict[str, str] | None = None, body: bytes | str = ""
    ) -> dict[str, Any]:
        """One HTTP request, as the gateway hands it on."""
        event = {
            "rawPath": f"/inbound/{door}",
            "rawQueryString": urlencode(query or {}),
            "queryStringParameters": query or {},
            "requestContext": {"http": {"method": method}},
            "body": body if isinstance(body, str) else body.decode("latin-1"),
            "isBase64Encoded": False,
        }
        with mock.patch.multiple(inbound, app=lambda: self.product.app, metrics=mock.Mock(), put_out=mock.Mock()):
            answered: dict[str, Any] = inbound.handler(event, None)  # type: ignore[arg-type]
        return answered

    def push(self, message: str, door: str = "weapp", *, nonce: str = "n1", at: datetime | None = None) -> int:
        """A sealed push of a provider; the status that it is answered with."""
        query, body = sealed_xml(message, at or self.product.clock.now(), nonce=nonce, receive_id=_IDS[door])
        return int(self.call("POST", door, query, body)["statusCode"])

    def sms(self, *rows: dict[str, Any]) -> dict[str, Any]:
        return self.call("POST", SMS_PATH, body=json.dumps(rows))

    def work(self, *, twice: bool = False) -> None:
        """The queue reaches its function; `twice`: each message is delivered again."""
        waiting, self.product.app.queued[:] = list(self.product.app.queued), []
        for body in waiting + waiting * twice:
            self.product.app.inbound_taker.take(body)
        self.product.settle()


def sealed_xml(
    message: str, at: datetime, *, nonce: str = "n1", receive_id: str = "wx-1", token: str = TOKEN
) -> tuple[dict[str, str], str]:
    """The query and the body of a push."""
    sealed = seal(message.encode(), receive_id)
    signed = sign(sealed, timestamp=str(int(at.timestamp())), nonce=nonce, token=token)
    query = {"msg_signature": signed.signature, "timestamp": signed.timestamp, "nonce": signed.nonce}
    return query, f"<xml><ToUserName><![CDATA[us]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"


def text_message(text: str, *, sender: str = "open-M001", message_id: int = 1) -> str:
    return (
        f"<xml><FromUserName><![CDATA[{sender}]]></FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType>"
        f"<Content><![CDATA[{text}]]></Content><MsgId>{message_id}</MsgId></xml>"
    )
