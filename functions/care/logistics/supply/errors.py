"""Refusals of wishes about what lacks."""

from care.kernel.errors import Refused

__all__ = ["InStock"]


class InStock(Refused):
    """The product is there: nothing needs to be waited for."""

    code = "IN_STOCK"
