"""Where habits lie. Table `programmes`:

| pk | sk | item |
| --- | --- | --- |
| `MEMBER#member` | `BOUGHT#sku` | that a member bought a product; by_a: who did (`BOUGHT#sku`) |
| `MEMBER#member` | `BUYER` | a member's last orders; by_a: whose last is of a month (`LAST-ORDER#2026-03`) |
| `ORDER#order` | `COUNTED` | what of an order was counted |
"""

from datetime import date

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Place, Storage
from care.dynamo.writes import Key
from care.kernel.clock import SHANGHAI
from care.programmes.habits.model import Bought, Buyer, CountedOrder

__all__ = [
    "BOUGHT",
    "BUYERS",
    "COUNTED",
    "bought_at",
    "buyer_at",
    "buyers_in",
    "buyers_of",
    "counted_at",
]

TABLE = "programmes"


def _last_order(buyer: Buyer) -> tuple[str, str] | None:
    if buyer.last_at is None:
        return None
    day = buyer.last_at.astimezone(SHANGHAI).date().isoformat()
    return f"LAST-ORDER#{day[:7]}", f"{day}#{buyer.member_id}"


BOUGHT = Shelf(
    shape=Bought,
    kind="bought",
    table=TABLE,
    key=lambda each: Key(f"MEMBER#{each.member_id}", f"BOUGHT#{each.sku}"),
    indexes={"by_a": lambda each: (f"BOUGHT#{each.sku}", each.member_id) if each.orders else None},
)
BUYERS = Shelf(
    shape=Buyer,
    kind="buyer",
    table=TABLE,
    key=lambda each: Key(f"MEMBER#{each.member_id}", "BUYER"),
    indexes={"by_a": _last_order},
)
COUNTED = Shelf(
    shape=CountedOrder, kind="habit-order", table=TABLE, key=lambda each: Key(f"ORDER#{each.order_id}", "COUNTED")
)


def bought_at(bought: tuple[str, str]) -> tuple[Shelf[Bought], Key]:
    """`bought` as `Bought.id`."""
    member_id, sku = bought
    return BOUGHT, Key(f"MEMBER#{member_id}", f"BOUGHT#{sku}")


def buyer_at(member_id: str) -> tuple[Shelf[Buyer], Key]:
    return BUYERS, Key(f"MEMBER#{member_id}", "BUYER")


def counted_at(order_id: str) -> tuple[Shelf[CountedOrder], Key]:
    return COUNTED, Key(f"ORDER#{order_id}", "COUNTED")


def buyers_of(storage: Storage, sku: str, limit: int, after: Place) -> tuple[list[str], Place]:
    """Who has bought a product, by member id; with an index's delay."""
    page = storage.query(Ask(table=TABLE, index="by_a", pk=f"BOUGHT#{sku}", limit=limit, after=after))
    return [each.member_id for each in page.of(BOUGHT)], page.after


def buyers_in(
    storage: Storage, month: str, since: date, until: date, limit: int, after: Place
) -> tuple[list[str], Place]:
    """Whose last order was placed in a month, between two days of Shanghai's, both included; with an index's delay."""
    ask = Ask(
        table=TABLE,
        index="by_a",
        pk=f"LAST-ORDER#{month}",
        since=since.isoformat(),
        up_to=f"{until.isoformat()}#~",
        limit=limit,
        after=after,
    )
    page = storage.query(ask)
    return [each.member_id for each in page.of(BUYERS)], page.after
