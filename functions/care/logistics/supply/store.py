"""Where supply lies. Table `orders`:

| pk | sk | item |
| --- | --- | --- |
| `SUPPLY#sku` | `SUPPLY` | how it stands with a product; by_a: what is not as usual (`SUPPLIES`), by when it changed |
| `ORDER#order` | `AWAITS#sku` | that an order awaits a product; by_a: all that do (`SKU-AWAITED#sku`) |
| `COMMUNITY-SKUS#community` | `SKU#sku` | how much a community awaits; by_a: who awaits it (`SKU-COMMUNITIES#sku`) |
| `ORDER#order` | `SUPPLY#sku` | what its member was told |
| `WAITING#sku` | `MEMBER#member` | a wish to hear when it is back; by_a: a member's (`RESTOCK#member`) |
"""

from care.dynamo.shelf import ABSENT, Shelf, attribute
from care.dynamo.storage import Ask, Place, Storage
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import stamp
from care.logistics.supply.model import AwaitedSku, RestockWish, SkuCount, Supply, SupplyNote, SupplyState
from care.orders.model import Order

__all__ = [
    "AWAITED",
    "COUNTS",
    "NOTES",
    "SUPPLIES",
    "WISHES",
    "awaited_by",
    "awaiting",
    "come",
    "communities_of",
    "count_at",
    "count_awaited",
    "note_at",
    "skus_of",
    "supplies_listed",
    "supply_at",
    "supply_unchanged",
    "told",
    "uncount",
    "waiting_for",
    "wish_at",
    "wishes_of",
]

SUPPLIES = Shelf(
    shape=Supply,
    kind="supply",
    table="orders",
    key=lambda supply: _supply_key(supply.sku),
    indexes={
        "by_a": lambda each: (
            None if each.state is SupplyState.BACK else ("SUPPLIES", f"{stamp(each.changed_at)}#{each.sku}")
        )
    },
)
AWAITED = Shelf(
    shape=AwaitedSku,
    kind="awaited-sku",
    table="orders",
    key=lambda each: Key(f"ORDER#{each.order_id}", f"AWAITS#{each.sku}"),
    indexes={"by_a": lambda each: (f"SKU-AWAITED#{each.sku}", each.sorts)},
)
COUNTS = Shelf(
    shape=SkuCount,
    kind="sku-count",
    table="orders",
    key=lambda count: _count_key(count.community, count.sku),
    indexes={"by_a": lambda count: (f"SKU-COMMUNITIES#{count.sku}", count.community)},
)
NOTES = Shelf(
    shape=SupplyNote,
    kind="supply-note",
    table="orders",
    key=lambda note: Key(f"ORDER#{note.order_id}", f"SUPPLY#{note.sku}"),
)
WISHES = Shelf(
    shape=RestockWish,
    kind="restock-wish",
    table="orders",
    key=lambda wish: _wish_key(wish.sku, wish.member_id),
    indexes={"by_a": lambda wish: (f"RESTOCK#{wish.member_id}", f"{stamp(wish.since)}#{wish.sku}")},
    expires=lambda wish: wish.until,
)


def supply_at(sku: str) -> tuple[Shelf[Supply], Key]:
    return SUPPLIES, _supply_key(sku)


def note_at(key: str) -> tuple[Shelf[SupplyNote], Key]:
    """`key` as `SupplyNote.key`."""
    order_id, _, sku = key.partition("#")
    return NOTES, Key(f"ORDER#{order_id}", f"SUPPLY#{sku}")


def wish_at(wish: str) -> tuple[Shelf[RestockWish], Key]:
    """`wish` as `RestockWish.id`."""
    sku, _, member_id = wish.partition("#")
    return WISHES, _wish_key(sku, member_id)


def count_at(count: str) -> tuple[Shelf[SkuCount], Key]:
    """`count` as `SkuCount.id`."""
    community, _, sku = count.partition("#")
    return COUNTS, _count_key(community, sku)


def awaited_by(storage: Storage, order_id: str) -> list[AwaitedSku]:
    """What is known that an order awaits: as many as it has lines, 100 at most."""
    return storage.query(Ask(table="orders", pk=f"ORDER#{order_id}", prefix="AWAITS#")).of(AWAITED)


def awaiting(storage: Storage, sku: str, limit: int, after: Place) -> tuple[list[AwaitedSku], Place]:
    """Who awaits a product, the first to order before all; with an index's delay."""
    page = storage.query(Ask(table="orders", index="by_a", pk=f"SKU-AWAITED#{sku}", limit=limit, after=after))
    return page.of(AWAITED), page.after


def communities_of(storage: Storage, sku: str, limit: int, after: Place) -> tuple[list[SkuCount], Place]:
    """Where a product is awaited; with an index's delay."""
    page = storage.query(Ask(table="orders", index="by_a", pk=f"SKU-COMMUNITIES#{sku}", limit=limit, after=after))
    return page.of(COUNTS), page.after


def skus_of(storage: Storage, community: str, limit: int, after: Place) -> tuple[list[SkuCount], Place]:
    """What a community awaits, by product."""
    page = storage.query(Ask(table="orders", pk=f"COMMUNITY-SKUS#{community}", prefix="SKU#", limit=limit, after=after))
    return page.of(COUNTS), page.after


def waiting_for(storage: Storage, sku: str, limit: int) -> tuple[list[RestockWish], bool]:
    """The next who wait for a product, and whether there are more."""
    page = storage.query(Ask(table="orders", pk=f"WAITING#{sku}", prefix="MEMBER#", limit=limit))
    return page.of(WISHES), page.after is not None


def wishes_of(storage: Storage, member_id: str, limit: int, after: Place) -> tuple[list[RestockWish], Place]:
    """The newest first; with an index's delay."""
    pk = f"RESTOCK#{member_id}"
    page = storage.query(Ask(table="orders", index="by_a", pk=pk, limit=limit, after=after, newest_first=True))
    return page.of(WISHES), page.after


def supplies_listed(storage: Storage, limit: int, after: Place) -> tuple[list[Supply], Place]:
    """What is not as usual, the latest to change first; with an index's delay."""
    ask = Ask(table="orders", index="by_a", pk="SUPPLIES", limit=limit, after=after, newest_first=True)
    page = storage.query(ask)
    return page.of(SUPPLIES), page.after


def count_awaited(community: str, order: Order, region: str, sku: str, added: tuple[int, int]) -> DynamoWrite:
    """Adds (orders, pieces) to what the community awaits, and notes the product's name and whose community it is."""
    orders, pieces = added
    name = next((line.name for line in order.lines if line.sku == sku), sku)
    actions = [
        attribute("type").set(COUNTS.kind),
        attribute("community").set(community),
        attribute("sku").set(sku),
        attribute("by_a_pk").set(f"SKU-COMMUNITIES#{sku}"),
        attribute("by_a_sk").set(community),
        attribute("name").set(name),
        attribute("orders").add(orders),
        attribute("pieces").add(pieces),
    ]
    if community == order.community:
        actions += [attribute("leader_id").set(order.leader_id), attribute("region").set(region)]
    return COUNTS.update(_count_key(community, sku), *actions, name="sku.count")


def uncount(count: SkuCount) -> DynamoWrite:
    """Nothing of it is awaited any more, if the count is still as it was read."""
    return COUNTS.delete(
        _count_key(count.community, count.sku), condition=attribute("orders") == count.orders, name="sku.uncount"
    )


def come(awaited: AwaitedSku) -> DynamoWrite:
    """The order awaits it no longer, if the row is still as it was read."""
    key = AWAITED.key(awaited)
    return AWAITED.delete(key, condition=attribute("version") == awaited.version, name="sku.come")


def supply_unchanged(sku: str, supply: Supply | None) -> DynamoWrite:
    """Holds a decision to what was read of a product: who waits for what has just come back is not forgotten."""
    condition = attribute("version") == supply.version if supply else ABSENT
    return SUPPLIES.check(_supply_key(sku), condition, name="supply.unchanged")


def told(wish: RestockWish) -> DynamoWrite:
    """Who was told waits no longer, if they have not wished anew meanwhile."""
    key = _wish_key(wish.sku, wish.member_id)
    return WISHES.delete(key, condition=attribute("version") == wish.version, name="restock.told")


def _supply_key(sku: str) -> Key:
    return Key(f"SUPPLY#{sku}", "SUPPLY")


def _count_key(community: str, sku: str) -> Key:
    return Key(f"COMMUNITY-SKUS#{community}", f"SKU#{sku}")


def _wish_key(sku: str, member_id: str) -> Key:
    return Key(f"WAITING#{sku}", f"MEMBER#{member_id}")
