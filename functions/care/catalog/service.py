"""Takes in what the mall states of products, and tells it."""

from collections.abc import Sequence

from care.catalog.events import ProductChanged
from care.catalog.model import Product
from care.catalog.report import CategoryReport
from care.catalog.rules import stated
from care.catalog.store import PRODUCTS, product_at
from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.work import Batch, UnitOfWork

__all__ = ["Catalog"]


class Catalog:
    """The products that we know."""

    def __init__(self, storage: Storage, uow: UnitOfWork, report: CategoryReport) -> None:
        self._storage = storage
        self._uow = uow
        self._report = report

    def take(self, event: ProductChanged) -> None:
        """Merge a statement; an older one than what is known changes nothing."""

        def decide(batch: Batch) -> None:
            known = self._storage.get(*product_at(event.sku))
            product = stated(known, event)
            if product is not known:
                batch.add(PRODUCTS.save(product, name="product.state"))

        self._uow.run(decide)
        self._report.look_at([event.category])

    def get_many(self, skus: Sequence[str]) -> dict[str, Product]:
        """Those of `skus` that are known."""
        return fetch_by_id(self._storage, product_at, skus)
