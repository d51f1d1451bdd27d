"""Past claims by the day in Shanghai on which they were opened, page by page. An index serves them, with a delay.

The index bears only what a claim keeps of its opening (template.yaml), so it is hardly written after that.
"""

from collections.abc import Iterator
from datetime import date

from care.dynamo.codec import decode
from care.dynamo.storage import Ask, Place, Storage
from care.tickets.simulation.replay import PastCase
from care.tickets.store import opened_on

__all__ = ["PAGE", "past_cases"]

PAGE = 100


def past_cases(storage: Storage, day: date, page: int = PAGE) -> Iterator[list[PastCase]]:
    """Those of a day, in the order in which they were opened; one query a page."""
    after: Place = None
    while True:
        found = storage.query(Ask(table="tickets", index="by_c", pk=opened_on(day), limit=page, after=after))
        yield [decode(item, PastCase) for item in found.items]
        after = found.after
        if after is None:
            return
