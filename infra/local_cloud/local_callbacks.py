"""A provider that calls back on a local cloud: its door `local`, and how it seals what a member says.

Nothing that is deployed knows this file; the keys are no secret.
"""

import struct
from base64 import b64decode, b64encode
from datetime import datetime
from urllib.parse import urlencode

import urllib3
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from care.contact.inbound.config import InboundConfig, ReceiverConfig
from care.contact.inbound.wechat_seal import signature_of

__all__ = ["LOCAL_CALLBACKS", "push_text"]

_TOKEN, _KEY, _ID = "local-token", "LOCALabcdefghijklmnopqrstuvwxyz0123456789AB", "wx-local"
LOCAL_CALLBACKS = InboundConfig(
    receivers={"local": ReceiverConfig(provider="weapp", token=_TOKEN, aes_key=_KEY, receive_id=_ID)}
)
_BLOCK, _PAD = 16, 32


def push_text(url: str, openid: str, text: str, at: datetime) -> int:
    """Post a member's words, sealed and signed, to the cloud at `url`; the status that it answers with."""
    stamp = str(int(at.timestamp()))
    words = text.replace("]]>", "")
    message_id = signature_of(openid, text, at.isoformat())
    sealed = _sealed(
        f"<xml><FromUserName><![CDATA[{openid}]]></FromUserName><CreateTime>{stamp}</CreateTime>"
        f"<MsgType>text</MsgType><Content><![CDATA[{words}]]></Content><MsgId>{message_id}</MsgId></xml>"
    )
    nonce = message_id[:10]
    query = {"timestamp": stamp, "nonce": nonce, "msg_signature": signature_of(_TOKEN, stamp, nonce, sealed)}
    body = f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()
    answered = urllib3.request("POST", f"{url}/inbound/local?{urlencode(query)}", body=body, retries=False)
    return int(answered.status)


def _sealed(message: str) -> str:
    text, key = message.encode(), b64decode(_KEY + "=")
    plain = bytes(_BLOCK) + struct.pack(">I", len(text)) + text + _ID.encode()
    pad = _PAD - len(plain) % _PAD
    sealer = Cipher(AES256(key), CBC(key[:_BLOCK])).encryptor()
    return b64encode(sealer.update(plain + bytes([pad]) * pad) + sealer.finalize()).decode()
