"""Where products lie: the orders table, pk `PRODUCT#sku`."""

from care.catalog.model import Product
from care.dynamo.shelf import Shelf
from care.dynamo.writes import Key

__all__ = ["PRODUCTS", "product_at"]


def _key(sku: str) -> Key:
    return Key(f"PRODUCT#{sku}", "PRODUCT")


PRODUCTS = Shelf(shape=Product, kind="product", table="orders", key=lambda product: _key(product.sku))


def product_at(sku: str) -> tuple[Shelf[Product], Key]:
    return PRODUCTS, _key(sku)
