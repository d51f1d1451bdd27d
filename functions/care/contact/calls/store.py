"""Where calls lie: `CALL#id / CALL`, table `contact`."""

from collections.abc import Collection

from care.contact.calls.model import Call
from care.dynamo.shelf import Shelf
from care.dynamo.storage import Storage, fetch_by_id
from care.dynamo.writes import Key

__all__ = ["CALLS", "call_at", "calls_by_id"]


def _key(call_id: str) -> Key:
    return Key(f"CALL#{call_id}", "CALL")


CALLS = Shelf(shape=Call, kind="call", table="contact", key=lambda call: _key(call.id))


def call_at(call_id: str) -> tuple[Shelf[Call], Key]:
    return CALLS, _key(call_id)


def calls_by_id(storage: Storage, call_ids: Collection[str]) -> dict[str, Call]:
    """Those that do not exist are absent."""
    return fetch_by_id(storage, call_at, call_ids)
