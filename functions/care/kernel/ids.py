"""Ids are derived from what they name, never random: a retried decision makes the same ids again."""

from datetime import datetime
from hashlib import blake2b

__all__ = ["derived_id", "timed_id"]

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case: no i, l, o, u
_SEPARATOR = "\x1f"


def derived_id(*parts: str | int) -> str:
    """26 characters (128 bits) that stand for exactly these parts."""
    text = _SEPARATOR.join(f"{len(str(part))}:{part}" for part in parts)
    return _base32(int.from_bytes(blake2b(text.encode(), digest_size=16).digest(), "big"), 26)


def timed_id(at: datetime, *parts: str | int) -> str:
    """26 characters: 48 bits of milliseconds (so ids sort by time), then 80 bits derived from `parts`."""
    head = _base32(int(at.timestamp() * 1000), 10)
    return head + derived_id(*parts)[-16:]


def _base32(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, 32)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))
