"""Why goods were not taken back. Each code is unique in the product and leads here."""

from care.kernel.errors import BadInput, Refused

__all__ = ["SlipUsed", "SlipVoid", "UnknownSlip"]


class SlipUsed(Refused):
    """The goods of this slip have been handed in; `at` says when."""

    code = "SLIP_USED"


class SlipVoid(Refused):
    """The member has taken the application back and keeps the goods."""

    code = "SLIP_VOID"


class UnknownSlip(BadInput):
    """The mall speaks of a slip that was never made: such an event is broken and belongs with the dead letters."""

    code = "UNKNOWN_SLIP"
