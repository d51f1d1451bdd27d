"""Why goods were not taken back. Each code is unique in the product and leads here."""

from care.kernel.errors import BadInput, Refused

__all__ = ["FreightTooHigh", "GoodsNotAwaited", "OwnFreight", "SlipUsed", "SlipVoid", "UnknownSlip"]


class SlipUsed(Refused):
    """The goods of this slip have been handed in; `at` says when."""

    code = "SLIP_USED"


class SlipVoid(Refused):
    """The member has taken the application back and keeps the goods."""

    code = "SLIP_VOID"


class GoodsNotAwaited(Refused):
    """No goods are awaited for this application by now; what they cost to send back cannot be stated any more."""

    code = "GOODS_NOT_AWAITED"


class OwnFreight(Refused):
    """The member bears the freight, as the slip says."""

    code = "OWN_FREIGHT"


class FreightTooHigh(Refused):
    """A parcel may cost `most_fen` at most (`returns.freight_fen`); `most` is that in yuan."""

    code = "FREIGHT_TOO_HIGH"


class UnknownSlip(BadInput):
    """The mall speaks of a slip that was never made: such an event is broken and belongs with the dead letters."""

    code = "UNKNOWN_SLIP"
