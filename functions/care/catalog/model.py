"""What a product is to us: its category steers the policy (G1), its shelf life the food-safety window."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Category", "Product", "known_category"]


class Category(StrEnum):
    """Kinds of goods, as data of the business."""

    FRESH = "FRESH"
    FROZEN = "FROZEN"
    DAIRY = "DAIRY"
    GRAIN_OIL = "GRAIN_OIL"
    PACKAGED = "PACKAGED"
    NON_FOOD = "NON_FOOD"


def known_category(text: str) -> Category | None:
    """The category that `text` names, in any case of letters; None falls under the default policy."""
    try:
        return Category(text.strip().upper())
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """The newest that the mall has stated of a product. `category` is its text, known to us or not."""

    sku: str
    name: str
    category: str
    supplier: str | None = None
    shelf_life_days: int | None = None
    """None: not known; then no claim is refused for age."""
    changed_at: datetime
    change_id: str
    version: int = 0

    @property
    def known_category(self) -> Category | None:
        return known_category(self.category)
