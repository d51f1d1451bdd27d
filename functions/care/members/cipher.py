"""Personal data at rest: AES-SIV under keys derived from the deployment's secret, and HMAC keys to look it up by.

SIV instead of GCM (docs/adr): equal text of one member's one field gives equal cipher text, so that a repeated fact
writes the same item and two deliveries in another order end alike; a random nonce would make every copy differ.
What it tells is only that a field of one member has not changed. The member and the field are authenticated, so
cipher text cannot be moved to another member.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["Cipher", "Unreadable"]

_LEAST_SECRET = 32
_SEPARATOR = "."


class Unreadable(Exception):
    """The cipher text was made under a key that is gone, for another member or field, or was altered."""


class Cipher:
    """`pii_keys`: secrets of 32 characters or more; the first seals, all open (so a new one is put in front)."""

    def __init__(self, pii_keys: Sequence[str], lookup_key: str) -> None:
        for secret in (*pii_keys, lookup_key):
            if len(secret) < _LEAST_SECRET:
                raise ValueError(f"a secret needs at least {_LEAST_SECRET} characters")
        self._boxes = {_key_id(secret): AESSIV(_derived(secret, b"members.seal", 64)) for secret in pii_keys}
        self._current = _key_id(pii_keys[0])
        self._lookup = _derived(lookup_key, b"members.lookup", 32)

    def seal(self, text: str, *about: str) -> str:
        """`text` as cipher text that opens only with the same `about` (member id, field)."""
        sealed = self._boxes[self._current].encrypt(text.encode(), [part.encode() for part in about])
        return f"{self._current}{_SEPARATOR}{urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, *about: str) -> str:
        """The plain text; Unreadable if it is not ours or not about this."""
        key_id, _, body = sealed.partition(_SEPARATOR)
        try:
            box = self._boxes[key_id]
            return box.decrypt(urlsafe_b64decode(body), [part.encode() for part in about]).decode()
        except (KeyError, ValueError, InvalidTag) as error:
            raise Unreadable(f"sealed under {key_id}") from error

    def lookup(self, kind: str, text: str) -> str:
        """The key that finds `text` (a phone number or openid) without telling it."""
        return hmac.new(self._lookup, f"{kind}\x1f{text}".encode(), sha256).hexdigest()[:40]


def _derived(secret: str, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(secret.encode())


def _key_id(secret: str) -> str:
    return _derived(secret, b"members.key-id", 4).hex()
