"""Cursors that only we can make: HMAC-SHA256 over connection, viewer and position, under a key of their own."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from hashlib import sha256

import msgspec

from api.errors import ApiError
from care.kernel.signing import derive_key

__all__ = ["Cursors", "Position"]

_SEAL = 16  # bytes of the HMAC that a cursor bears
_LONGEST = 2_048


class Position(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended: after the storage's own key `after`, then `skip` items on."""

    after: dict[str, str] | None = None
    skip: int = 0


class Cursors:
    """Seals positions. A cursor is good for the connection and the viewer that it was made for, and no other."""

    def __init__(self, master: str) -> None:
        self._key = derive_key(master, "api.cursor")

    def seal(self, connection: str, viewer_id: str, position: Position) -> str:
        body = msgspec.json.encode(position)
        return urlsafe_b64encode(self._seal(connection, viewer_id, body) + body).decode().rstrip("=")

    def open(self, connection: str, viewer_id: str, cursor: str) -> Position:
        """The position; BAD_CURSOR when it was altered, or made for another connection or viewer."""
        sealed = _decode(cursor)
        seal, body = sealed[:_SEAL], sealed[_SEAL:]
        if not hmac.compare_digest(seal, self._seal(connection, viewer_id, body)):
            raise ApiError("BAD_CURSOR")
        return msgspec.json.decode(body, type=Position)

    def _seal(self, connection: str, viewer_id: str, body: bytes) -> bytes:
        head = msgspec.json.encode((connection, viewer_id))
        return hmac.digest(self._key, head + b"\n" + body, sha256().name)[:_SEAL]


def _decode(cursor: str) -> bytes:
    """The bytes of a cursor spelt exactly as we spell it."""
    try:
        raw = urlsafe_b64decode(cursor[:_LONGEST].encode("ascii") + b"=" * (-len(cursor) % 4))
    except (NotBase64, ValueError):
        raise ApiError("BAD_CURSOR") from None
    if urlsafe_b64encode(raw).decode().rstrip("=") != cursor:
        raise ApiError("BAD_CURSOR")
    return raw
