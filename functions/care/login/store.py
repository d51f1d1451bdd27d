"""Where sessions lie: `SESSION#id / SESSION`, until their whole life is over.

`MEMBER#id / SESSIONS-ENDED#at#by`: that staff ended all sessions of a member.
"""

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Wanted
from care.dynamo.writes import Key
from care.kernel.clock import stamp
from care.login.model import Session, SessionsEnded

__all__ = ["ENDINGS", "SESSIONS", "ending_prefix", "session_at"]


def _key(session_id: str) -> Key:
    return Key(f"SESSION#{session_id}", "SESSION")


SESSIONS = Shelf(
    shape=Session,
    kind="session",
    table="members",
    key=lambda session: _key(session.id),
    expires=lambda session: session.ends_at,
)

ending_prefix = "SESSIONS-ENDED#"
ENDINGS = Shelf(
    shape=SessionsEnded,
    kind="sessions-ended",
    table="members",
    key=lambda row: Key(f"MEMBER#{row.member_id}", f"{ending_prefix}{stamp(row.at)}#{row.by}"),
)


def session_at(session_id: str) -> Wanted:
    return SESSIONS, _key(session_id)
