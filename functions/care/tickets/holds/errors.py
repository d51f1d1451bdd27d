"""Why something about a hold was refused. Only staff ever read these: the member's own acts never meet a hold."""

from care.kernel.errors import Refused

__all__ = ["CaseHeld", "NotHeld"]


class CaseHeld(Refused):
    """A person must look first: lift the hold or confirm it, then decide (G11)."""

    code = "CASE_HELD"


class NotHeld(Refused):
    """The case is not held, or not any more."""

    code = "NOT_HELD"
