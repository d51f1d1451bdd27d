"""Which statement of a product holds."""

from care.catalog.events import ProductChanged
from care.catalog.model import Product
from care.kernel.facts import Mark

__all__ = ["stated"]


def stated(known: Product | None, event: ProductChanged) -> Product:
    """The product after `event`; `known` itself where it bears a mark at least as late."""
    mark = event.mark
    if known is not None and mark <= Mark(known.changed_at, known.change_id):
        return known
    return Product(
        sku=event.sku,
        name=event.name or event.sku,
        category=event.category,
        supplier=event.supplier,
        shelf_life_days=event.shelf_life_days,
        changed_at=mark.at,
        change_id=mark.id,
        version=known.version if known else 0,
    )
