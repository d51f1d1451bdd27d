"""Why goods are not kept longer. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = ["ColdStoreFull", "HoldOver", "HoldTooLong", "NothingToHold"]


class NothingToHold(Refused):
    """Nothing of the order lies at the pickup point: it has not come, or was taken home."""

    code = "NOTHING_TO_HOLD"


class HoldTooLong(Refused):
    """The goods do not keep that long; `latest` is the last time that can be asked for."""

    code = "HOLD_TOO_LONG"


class ColdStoreFull(Refused):
    """The pickup point has no cold place left, and the goods need one."""

    code = "COLD_STORE_FULL"


class HoldOver(Refused):
    """The goods are not held, or no longer."""

    code = "HOLD_OVER"
