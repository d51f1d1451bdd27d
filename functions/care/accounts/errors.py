"""Why something about money was refused. Each code is unique in the product and leads here."""

from care.kernel.errors import BadInput, Refused
from care.kernel.money import yuan

__all__ = [
    "AlreadyPaid",
    "BenefitCapExceeded",
    "CapExceeded",
    "CapReached",
    "Exhausted",
    "FreightCapExceeded",
    "PayoutNotFailed",
    "PayoutNotOpen",
    "PayoutUnanswered",
    "UnknownPayout",
]


class AlreadyPaid(Refused):
    """This source has been booked: a second booking of it pays nothing. `payout_id` says what stands there."""

    code = "ALREADY_PAID"


class CapExceeded(Refused):
    """More than what was paid for the line would be given back. `left_fen` and `left_yuan` say what could be."""

    code = "LINE_CAP_EXCEEDED"

    def __init__(self, left_fen: int, *, field: str | None = None) -> None:
        told = f"only {left_fen} fen of this line can still be given back"
        super().__init__(told, field=field, left_fen=left_fen, left_yuan=yuan(left_fen))


class BenefitCapExceeded(Refused):
    """More coupons or points than the figures allow for one line (`accounts.line_coupon_fen`, `…line_points`)."""

    code = "LINE_BENEFIT_CAP_EXCEEDED"


class FreightCapExceeded(Refused):
    """More than what was paid for the order's freight would be given back. `left_fen` and `left_yuan` say what could
    be.
    """

    code = "FREIGHT_CAP_EXCEEDED"

    def __init__(self, left_fen: int, *, field: str | None = None) -> None:
        told = f"only {left_fen} fen of this order's freight can still be given back"
        super().__init__(told, field=field, left_fen=left_fen, left_yuan=yuan(left_fen))


class Exhausted(Refused):
    """A budget has no room for this payment: a person decides (G4). `scope`, `value` and `day` say which one."""

    code = "BUDGET_EXHAUSTED"

    @property
    def note(self) -> str:
        """As a timeline notes it."""
        return f"{self.code}:{self.detail['scope']}"


class CapReached(Refused):
    """More than one member, order or agent is promised without a second look: a person decides (G4)."""

    code = "SPENDING_CAP_REACHED"

    @property
    def note(self) -> str:
        """As a timeline notes it: MEMBER_CAP, ORDER_CAP, AGENT_DAY_CAP."""
        return f"{self.detail['scope']}_CAP"


class PayoutNotFailed(Refused):
    """Only a payout that failed, or has no answer, can be tried again; `state` says what it is."""

    code = "PAYOUT_NOT_FAILED"


class PayoutNotOpen(Refused):
    """Only a payout that failed, waits or has no answer can be given up; `state` says what it is."""

    code = "PAYOUT_NOT_OPEN"


class PayoutUnanswered(Refused):
    """The mall was asked and has said nothing: it may have paid. Only a manager gives it up, or asks again."""

    code = "PAYOUT_UNANSWERED"


class UnknownPayout(BadInput):
    """The mall speaks of a payout, or of an attempt at one, that was never asked of it.

    It cannot be early, since it answers what we asked: such an event is broken and belongs with the dead letters.
    """

    code = "UNKNOWN_PAYOUT"
