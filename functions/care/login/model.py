"""A session: one login and all refreshes that follow from it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

__all__ = ["End", "Session", "SessionsEnded", "Tokens"]


class End(StrEnum):
    """Why a session ended before its time."""

    LOGGED_OUT = "LOGGED_OUT"
    REUSED = "REUSED"
    """A refresh token came twice: one of the two callers is not the member."""
    UNBOUND = "UNBOUND"
    """The member does not bear this WeChat account any more."""
    BY_STAFF = "BY_STAFF"
    """Staff ended all sessions of the member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`number`: of the one refresh token that is good; only its `digest` is kept. `openid_key`: HMAC."""

    id: str
    member_id: str
    openid_key: str
    number: int
    digest: str
    began_at: datetime
    idle_until: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    end: End | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded:
    """Staff ended all sessions that the member had begun until `at`. Never changed, never deleted."""

    member_id: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What the client gets: to be kept by it alone."""

    session_id: str
    member_id: str
    access: str = field(repr=False)
    access_until: datetime
    refresh: str = field(repr=False)
    refresh_until: datetime
