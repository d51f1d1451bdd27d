"""Why a fact about an order is not taken. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = ["OrderTooLarge"]


class OrderTooLarge(Refused):
    """With this fact the order would be larger than the database keeps in one place; `size` and `most` in bytes."""

    code = "ORDER_TOO_LARGE"
