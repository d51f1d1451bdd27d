"""WeChat's and 企业微信's signature and AES. Pure.

    signed      sha1 of the sorted token, timestamp, nonce, and cipher text where there is one
    sealed      AES-256-CBC under base64(43 characters + "="), IV its first 16 bytes, PKCS#7 to 32 bytes:
                16 random bytes + length (4, big-endian) + message + receiver (corp id or appid)

The cipher text is signed, so it is verified first: nothing that an attacker made is ever decrypted.
"""

import hmac
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from care.contact.inbound.faults import BadSignature, Malformed, NotForUs, Stale

__all__ = ["MOST_SKEW", "Receiver", "Signed", "check_fresh", "signature_of"]

MOST_SKEW = timedelta(minutes=5)
"""Between the provider's clock and ours, with what lies between sending and receiving."""
_KEY_LENGTH = 43
_BLOCK, _PAD, _HEAD = 16, 32, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What stands in the address of a callback. `signature`: `msg_signature` where something is sealed."""

    signature: str
    timestamp: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Us, as the provider's console knows us. ValueError: the key is not one."""

    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    receive_id: str

    def __post_init__(self) -> None:
        if len(self.aes_key) != _KEY_LENGTH or len(self._key()) != _PAD or not (self.token and self.receive_id):
            raise ValueError("a receiver needs a token, an id and a key of 43 characters")

    def verify(self, signed: Signed, sealed: str = "") -> None:
        """BadSignature unless who sent it shares our token."""
        parts = (self.token, signed.timestamp, signed.nonce, *([sealed] if sealed else []))
        if not hmac.compare_digest(signature_of(*parts).encode(), signed.signature.encode()):
            raise BadSignature

    def open(self, signed: Signed, sealed: str) -> bytes:
        """The message. BadSignature; Malformed; NotForUs."""
        self.verify(signed, sealed)
        return self._message(self._decrypted(sealed))

    def _decrypted(self, sealed: str) -> bytes:
        try:
            text = b64decode(sealed, validate=True)
        except NotBase64 as error:
            raise Malformed("no base64") from error
        if not text or len(text) % _BLOCK:
            raise Malformed("no whole blocks")
        key = self._key()
        opened = Cipher(AES256(key), CBC(key[:_BLOCK])).decryptor()
        padded = opened.update(text) + opened.finalize()
        pad = padded[-1]
        if not 1 <= pad <= min(_PAD, len(padded)) or padded[-pad:] != bytes([pad]) * pad:
            raise Malformed("padding")
        return padded[:-pad]

    def _message(self, plain: bytes) -> bytes:
        end = _HEAD + int.from_bytes(plain[_BLOCK:_HEAD], "big")
        if len(plain) < _HEAD or end > len(plain):
            raise Malformed("length")
        if not hmac.compare_digest(plain[end:], self.receive_id.encode()):
            raise NotForUs
        return plain[_HEAD:end]

    def _key(self) -> bytes:
        return b64decode(self.aes_key + "=")


def signature_of(*parts: str) -> str:
    """In hex."""
    return sha1("".join(sorted(parts)).encode(), usedforsecurity=True).hexdigest()  # noqa: S324 - the provider's choice


def check_fresh(timestamp: str, now: datetime, most: timedelta = MOST_SKEW) -> None:
    """Stale where it was signed further from `now`; Malformed where it is no time. Only after the signature holds."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= len("9999999999")):
        raise Malformed("timestamp")
    if abs(now.timestamp() - int(timestamp)) > most.total_seconds():
        raise Stale
