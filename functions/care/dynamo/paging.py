"""Work that is done a page at a time: each page plans the next one, which begins where it ended."""

from dataclasses import replace
from datetime import datetime

import msgspec

from care.dynamo.storage import Place
from care.kernel.agenda import AgendaItem

__all__ = ["next_page", "place_of", "read_place", "write_place"]


def read_place(text: str) -> Place:
    """What `write_place` wrote; empty: the start."""
    return msgspec.json.decode(text, type=dict[str, str]) if text else None


def write_place(place: dict[str, str]) -> str:
    """The same text for the same place, since ids of items are derived from it."""
    return msgspec.json.encode(place, order="sorted").decode()


def place_of(item: AgendaItem) -> Place:
    """Where the item's page begins."""
    return read_place(str(item.payload.get("after", "")))


def next_page(item: AgendaItem, rest: dict[str, str], due: datetime) -> AgendaItem:
    """The item of the page after this one; its part before a `#` stays."""
    after = write_place(rest)
    turn = item.part.partition("#")[0]
    payload = item.payload | {"after": after}
    return replace(item, payload=payload, part=f"{turn}#{after}", due=due, attempts=0, last_error="")
