"""How far the messages of an account of 微信客服 were fetched: `KF#account / CURSOR`."""

from dataclasses import dataclass
from datetime import datetime

from care.dynamo.shelf import Shelf
from care.dynamo.writes import Key

__all__ = ["CURSORS", "KfCursor", "cursor_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KfCursor:
    """All before it lies in our queue, or was worked on."""

    account: str
    cursor: str = ""
    moved_at: datetime | None = None
    version: int = 0


CURSORS = Shelf(shape=KfCursor, kind="kf-cursor", table="contact", key=lambda row: _key(row.account))


def cursor_at(account: str) -> tuple[Shelf[KfCursor], Key]:
    return CURSORS, _key(account)


def _key(account: str) -> Key:
    return Key(f"KF#{account}", "CURSOR")
