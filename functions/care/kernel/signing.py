"""Tokens that we hand out and get back: sealed with a key, bound to a purpose, readable by anyone, altered by none."""

import hmac
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

__all__ = ["BadSeal", "Sealer", "derive_key"]


class BadSeal(Exception):
    """The token was altered, or sealed for another purpose or with another key."""


def derive_key(master: str, purpose: str) -> bytes:
    """32 bytes for one purpose from the deployment's master secret (HKDF's extract and one expand step)."""
    extracted = hmac.digest(b"aftercare", master.encode(), sha256)
    return hmac.digest(extracted, purpose.encode() + b"\x01", sha256)


class Sealer:
    """Seals payloads of one purpose."""

    def __init__(self, master: str, purpose: str) -> None:
        self._key = derive_key(master, purpose)

    def seal(self, payload: bytes) -> str:
        return f"{_text(payload)}.{_text(self._mark(payload))}"

    def code(self, subject: str) -> str:
        """16 letters and digits (80 bits) that stand for a subject, and that nobody without the key can tell."""
        return b32encode(self._mark(subject.encode())[:10]).decode()

    def open(self, token: str) -> bytes:
        """The payload as it was sealed, else BadSeal."""
        try:
            payload, mark = (urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split("."))
        except ValueError as error:
            raise BadSeal from error
        if not hmac.compare_digest(mark, self._mark(payload)):
            raise BadSeal
        return payload

    def _mark(self, payload: bytes) -> bytes:
        return hmac.digest(self._key, payload, sha256)


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
