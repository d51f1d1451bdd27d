"""What becomes of a session: pure.

begin ──▶ good until idle_until, at most until ends_at
renew     the number that is good: the next one        (one use)
a lower one: it was used before              ──▶ ended, REUSED
end       LOGGED_OUT, UNBOUND, REUSED, BY_STAFF: for good
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from ipaddress import ip_address, ip_network

from care.login.model import End, Session

__all__ = ["Shown", "Verdict", "ended", "judge", "network", "renewed"]

_V6_NETWORK = 64
"""A household has 2^64 addresses of the sixth version; together they count as one."""


class Verdict(StrEnum):
    """What a refresh token is worth."""

    GOOD = "GOOD"
    OVER = "OVER"
    REUSED = "REUSED"
    UNBOUND = "UNBOUND"
    ENDED_BY_STAFF = "ENDED_BY_STAFF"


@dataclass(frozen=True, slots=True)
class Shown:
    """A refresh token that was shown. `openid_key`: what the session's member bears now. `all_ended_at`:
    when staff last ended all sessions of the member.
    """

    number: int
    digest: str
    openid_key: str | None
    all_ended_at: datetime | None = None


def judge(session: Session, shown: Shown, now: datetime) -> Verdict:
    """A number that was never given out comes from a copy of the database that is newer: over."""
    if session.ended_at or now >= min(session.idle_until, session.ends_at) or shown.number > session.number:
        return Verdict.OVER
    if shown.all_ended_at and session.began_at <= shown.all_ended_at:
        return Verdict.ENDED_BY_STAFF
    if shown.number < session.number:
        return Verdict.REUSED
    if not compare_digest(shown.digest, session.digest):
        return Verdict.OVER
    return Verdict.GOOD if shown.openid_key == session.openid_key else Verdict.UNBOUND


def renewed(session: Session, digest: str, now: datetime, idle: timedelta) -> Session:
    """The session once its token was used; it never outlasts `ends_at`."""
    until = min(now + idle, session.ends_at)
    return replace(session, number=session.number + 1, digest=digest, idle_until=until)


def ended(session: Session, end: End, now: datetime) -> Session:
    """The session over; the first end stays."""
    return session if session.ended_at else replace(session, ended_at=now, end=end)


def network(address: str) -> str:
    """What an address counts as: itself, or the network of one household. What is none counts as one."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 4:  # noqa: PLR2004 - a version's name
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found, _V6_NETWORK), strict=False))
