"""Work that is done a page at a time: each page plans the next one, which begins where it ended."""

from dataclasses import replace
from datetime import datetime

import msgspec

from care.dynamo.storage import Place
from care.kernel.agenda import AgendaItem

__all__ = ["next_page", "place_of"]


def place_of(item: AgendaItem) -> Place:
    """Where the item's page begins."""
    after = str(item.payload.get("after", ""))
    return msgspec.json.decode(after, type=dict[str, str]) if after else None


def next_page(item: AgendaItem, rest: dict[str, str], due: datetime) -> AgendaItem:
    """The item of the page after this one; its part before a `#` stays."""
    after = msgspec.json.encode(rest, order="sorted").decode()
    turn = item.part.partition("#")[0]
    payload = item.payload | {"after": after}
    return replace(item, payload=payload, part=f"{turn}#{after}", due=due, attempts=0, last_error="")
