"""Our own tokens: sealed by us (care.kernel.signing), each kind with a key of its own, so none passes for the other.

    access    [member, until]      two parts with a dot between them; a JWT has three
    refresh   [session, number]

Nobody without the deployment's secret makes one: an altered or made-up token is told without a read. Time is the
product's clock, on both sides.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple, TypeVar

import msgspec

from care.kernel.signing import BadSeal, Sealer

__all__ = ["LONGEST", "AccessClaims", "RefreshClaims", "Seals", "digest_of"]

T = TypeVar("T")
LONGEST = 1024
"""Characters. No token of ours comes near it."""


class AccessClaims(NamedTuple):
    """Who may call, and until when (seconds since 1970)."""

    member_id: str
    until: int


class RefreshClaims(NamedTuple):
    """Which token of which session."""

    session_id: str
    number: int


@dataclass(frozen=True, slots=True)
class Seals:
    """Makes and reads both kinds."""

    _access: Sealer
    _refresh: Sealer

    @classmethod
    def of(cls, master: str) -> "Seals":
        return cls(Sealer(master, "login.access"), Sealer(master, "login.refresh"))

    def access(self, member_id: str, until: datetime) -> str:
        return self._access.seal(msgspec.json.encode((member_id, int(until.timestamp()))))

    def member_of(self, token: str, now: datetime) -> str | None:
        """The member whose access token it is; None where it is over, altered, or none of ours."""
        claims = _opened(self._access, token, AccessClaims)
        good = claims is not None and now < datetime.fromtimestamp(claims.until, UTC)
        return claims.member_id if claims and good else None

    def refresh(self, session_id: str, number: int) -> str:
        return self._refresh.seal(msgspec.json.encode((session_id, number)))

    def claims_of(self, token: str) -> RefreshClaims | None:
        """What a refresh token names; None where it was altered, or is none of ours."""
        return _opened(self._refresh, token, RefreshClaims)


def digest_of(token: str) -> str:
    """What is kept of a refresh token."""
    return sha256(token.encode()).hexdigest()


def _opened(sealer: Sealer, token: str, shape: type[T]) -> T | None:
    if len(token) > LONGEST or not token.isascii():
        return None
    try:
        payload = sealer.open(token)
        return msgspec.json.decode(payload, type=shape) if sealer.seal(payload) == token else None
    except (BadSeal, msgspec.MsgspecError):
        return None
