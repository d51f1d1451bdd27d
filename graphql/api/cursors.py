"""Cursors that only we can make and read: AES-SIV under a key of their own, bound to connection and viewer.

Not only sealed but closed: a storage key names items that the node does not, such as the post behind a `PublishedPost`.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from api.errors import ApiError
from care.kernel.signing import derive_key

__all__ = ["Cursors", "Position"]

_LONGEST = 2_048


class Position(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended: after the storage's own key `after`, then `skip` items on."""

    after: dict[str, str] | None = None
    skip: int = 0


class Cursors:
    """Seals positions. A cursor is good for the connection and the viewer that it was made for, and no other."""

    def __init__(self, master: str) -> None:
        self._box = AESSIV(derive_key(master, "api.cursor"))

    def seal(self, connection: str, viewer_id: str, position: Position) -> str:
        sealed = self._box.encrypt(msgspec.json.encode(position), _about(connection, viewer_id))
        return urlsafe_b64encode(sealed).decode().rstrip("=")

    def open(self, connection: str, viewer_id: str, cursor: str) -> Position:
        """The position; BAD_CURSOR when it was altered, or made for another connection or viewer."""
        try:
            body = self._box.decrypt(_decode(cursor), _about(connection, viewer_id))
        except (InvalidTag, ValueError):  # ValueError: too short for a seal
            raise ApiError("BAD_CURSOR", field="after") from None
        return msgspec.json.decode(body, type=Position)


def _about(connection: str, viewer_id: str) -> list[bytes]:
    return [connection.encode(), viewer_id.encode()]


def _decode(cursor: str) -> bytes:
    """The bytes of a cursor spelt exactly as we spell it."""
    try:
        raw = urlsafe_b64decode(cursor[:_LONGEST].encode("ascii") + b"=" * (-len(cursor) % 4))
    except (NotBase64, ValueError):
        raise ApiError("BAD_CURSOR", field="after") from None
    if urlsafe_b64encode(raw).decode().rstrip("=") != cursor:
        raise ApiError("BAD_CURSOR", field="after")
    return raw
