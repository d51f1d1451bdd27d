"""Where plans of arrivals lie. Table `orders`: `ARRIVALS#community / DAY#day`."""

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Place, Storage
from care.dynamo.writes import Key
from care.logistics.arrivals.model import Arrival

__all__ = ["ARRIVALS", "arrival_at", "arrivals_of"]

ARRIVALS = Shelf(
    shape=Arrival,
    kind="arrival",
    table="orders",
    key=lambda plan: _key(plan.community, plan.day.isoformat()),
    expires=lambda plan: plan.until,
)


def arrival_at(plan: str) -> tuple[Shelf[Arrival], Key]:
    """`plan` as `Arrival.id`."""
    community, _, day = plan.partition("#")
    return ARRIVALS, _key(community, day)


def arrivals_of(storage: Storage, community: str, limit: int, after: Place) -> tuple[list[Arrival], Place]:
    """The furthest day first."""
    page = storage.query(
        Ask(table="orders", pk=f"ARRIVALS#{community}", prefix="DAY#", limit=limit, after=after, newest_first=True)
    )
    return page.of(ARRIVALS), page.after


def _key(community: str, day: str) -> Key:
    return Key(f"ARRIVALS#{community}", f"DAY#{day}")
