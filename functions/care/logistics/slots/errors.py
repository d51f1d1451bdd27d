"""Why a slot is not booked. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = ["OrderHasCome", "SlotFull", "SlotNotOffered"]


class SlotFull(Refused):
    """Its last place is taken."""

    code = "SLOT_FULL"


class SlotNotOffered(Refused):
    """It has begun, begins too soon, or lies too far ahead."""

    code = "SLOT_NOT_OFFERED"


class OrderHasCome(Refused):
    """The order has arrived, or was signed for or cancelled: there is nothing left to deliver."""

    code = "ORDER_HAS_COME"
