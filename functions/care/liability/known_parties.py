"""G9: by hand it is charged only to whom its order knows, so that no statement is made out to a slip of the pen."""

from collections.abc import Iterable, Sequence

from care.catalog.store import product_at
from care.dynamo.storage import Storage
from care.liability.errors import UnknownParty
from care.liability.model import Charge, Liability, Party, PartyKind
from care.orders.model import Order
from care.orders.store import order_at
from care.staff.store import leader_at

__all__ = ["check_known"]


def check_known(storage: Storage, liability: Liability, charges: Sequence[Charge]) -> None:
    """UnknownParty. Whoever bears it already is known, as is the platform: then nothing is read; else two reads."""
    bearing = {share.party for share in liability.shares}
    strange = {each.party for each in charges if each.party.kind is not PartyKind.PLATFORM} - bearing
    if strange and (unknown := strange - set(_parties(storage, liability, strange))):
        raise UnknownParty(field="shares", party=min(unknown).key)


def _parties(storage: Storage, liability: Liability, wanted: set[Party]) -> Iterable[Party]:
    """Suppliers of the order's lines and of its products, carriers of its shipments, and leaders that there are."""
    order: Order | None = storage.get(*order_at(liability.order_id)) if liability.order_id else None
    products = [product_at(sku) for sku in {line.sku for line in order.lines}] if order else []
    leaders = [leader_at(each.id) for each in wanted if each.kind is PartyKind.LEADER]
    found = storage.fetch([*products, *leaders])
    suppliers = [line.supplier for line in order.lines] if order else []
    suppliers += [product.supplier for each in products if (product := found.get(*each))]
    there = [leader.id for each in leaders if (leader := found.get(*each))] + ([order.leader_id] if order else [])
    carriers = [each.carrier for each in order.shipments.values()] if order else []
    known = ((PartyKind.SUPPLIER, suppliers), (PartyKind.CARRIER, carriers), (PartyKind.LEADER, there))
    return [Party(kind=kind, id=each) for kind, ids in known for each in ids if each]
