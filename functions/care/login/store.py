"""Where sessions lie: `SESSION#id / SESSION`, until their whole life is over."""

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Wanted
from care.dynamo.writes import Key
from care.login.model import Session

__all__ = ["SESSIONS", "session_at"]


def _key(session_id: str) -> Key:
    return Key(f"SESSION#{session_id}", "SESSION")


SESSIONS = Shelf(
    shape=Session,
    kind="session",
    table="members",
    key=lambda session: _key(session.id),
    expires=lambda session: session.ends_at,
)


def session_at(session_id: str) -> Wanted:
    return SESSIONS, _key(session_id)
