"""Where holds lie. Table `orders`:

| pk | sk | item |
| --- | --- | --- |
| `ORDER#order` | `HOLD` | the goods of an order are kept; by_a: what lies in a community (`HELD#…`), by its end |
| `COLD#community` | `PLACES` | the cold places of a pickup point, and how many are taken |
"""

from care.dynamo.shelf import ABSENT, Shelf, attribute
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import stamp
from care.logistics.holding.errors import ColdStoreFull
from care.logistics.holding.model import ColdStore, Hold

__all__ = ["COLD_STORES", "HOLDS", "cold_at", "free_cold_place", "held_pk", "hold_at", "set_places", "take_cold_place"]

HOLDS = Shelf(
    shape=Hold,
    kind="hold",
    table="orders",
    key=lambda hold: Key(f"ORDER#{hold.order_id}", "HOLD"),
    indexes={
        "by_a": lambda hold: (held_pk(hold.community), f"{stamp(hold.until)}#{hold.order_id}") if hold.open else None
    },
)
COLD_STORES = Shelf(shape=ColdStore, kind="cold-store", table="orders", key=lambda store: _key(store.community))


def hold_at(order_id: str) -> tuple[Shelf[Hold], Key]:
    return HOLDS, Key(f"ORDER#{order_id}", "HOLD")


def cold_at(community: str) -> tuple[Shelf[ColdStore], Key]:
    return COLD_STORES, _key(community)


def held_pk(community: str) -> str:
    return f"HELD#{community}"


def take_cold_place(community: str, known: ColdStore | None, places: int) -> DynamoWrite:
    """One of `places`, as they were read; ColdStoreFull where none is left, decided again where they are others."""
    stated = attribute("places")
    as_read = stated.does_not_exist() if known is None or known.places is None else stated == known.places
    room = (ABSENT | (attribute("taken") < places)) & as_read if places else attribute("taken") < 0
    return _count(community, 1, room, "cold.take", places)


def free_cold_place(community: str) -> DynamoWrite:
    return _count(community, -1, attribute("taken") > 0, "cold.free")


def set_places(community: str, places: int | None) -> DynamoWrite:
    """What is taken stays taken: under the new number nothing more is taken until there is room."""
    stated = attribute("places")
    return COLD_STORES.update(
        _key(community),
        attribute("type").set(COLD_STORES.kind),
        attribute("community").set(community),
        attribute("taken").add(0),
        stated.remove() if places is None else stated.set(places),
        name="cold.places",
    )


def _count(community: str, by: int, condition: object, name: str, places: int = 0) -> DynamoWrite:
    def lost(found: ColdStore | None) -> Exception | None:
        return ColdStoreFull() if not places or (found and found.taken >= places) else None

    return COLD_STORES.update(
        _key(community),
        attribute("type").set(COLD_STORES.kind),
        attribute("community").set(community),
        attribute("taken").add(by),
        name=name,
        condition=condition,  # type: ignore[arg-type]
        lost=lost if by > 0 else None,
    )


def _key(community: str) -> Key:
    return Key(f"COLD#{community}", "PLACES")
