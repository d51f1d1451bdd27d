"""What a ticket remembers of a hold (G11). Only staff read it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.trust.model import Finding

__all__ = ["Hold", "HoldEnd", "KeptBack"]


class KeptBack(StrEnum):
    """What would have happened without the hold."""

    PAYMENT = "PAYMENT"
    """It would have been paid at once (G4)."""
    MENU = "MENU"
    """The member would have chosen (C1)."""
    NOTHING = "NOTHING"
    """A person had it anyway."""


class HoldEnd(StrEnum):
    """How a look ended. A case is held once: nobody's look is overruled by a score."""

    LIFTED = "LIFTED"
    CONFIRMED = "CONFIRMED"
    """A person decides it, and nothing of it is given by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A person must look first. It outlives a withdrawal: who opens the case again finds it as it was."""

    since: datetime
    score: int
    reasons: tuple[Finding, ...]
    kept: KeptBack
    remedy: str
    """What would have been paid, or would have fallen at the menu's deadline."""
