"""Why something about money was refused. Each code is unique in the product and leads here."""

from care.kernel.errors import BadInput, Refused

__all__ = ["AlreadyPaid", "BenefitCapExceeded", "CapExceeded", "PayoutNotFailed", "UnknownPayout"]


class AlreadyPaid(Refused):
    """This source has been booked: a second booking of it pays nothing. `payout_id` says what stands there."""

    code = "ALREADY_PAID"


class CapExceeded(Refused):
    """More than what was paid for the line would be given back. `left_fen` says what could be."""

    code = "LINE_CAP_EXCEEDED"


class BenefitCapExceeded(Refused):
    """More coupons or points than the figures allow for one line (`accounts.line_coupon_fen`, `…line_points`)."""

    code = "LINE_BENEFIT_CAP_EXCEEDED"


class PayoutNotFailed(Refused):
    """Only a failed payout can be tried again; `state` says what it is."""

    code = "PAYOUT_NOT_FAILED"


class UnknownPayout(BadInput):
    """The mall speaks of a payout, or of an attempt at one, that was never asked of it.

    It cannot be early, since it answers what we asked: such an event is broken and belongs with the dead letters.
    """

    code = "UNKNOWN_PAYOUT"
