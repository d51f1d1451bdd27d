"""What is asked of a manager, and who may not answer (G5)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.kernel.ids import derived_id
from care.tickets.offers import Offer

__all__ = ["Approval", "ApprovalState", "Barred", "BarredRole", "Refusal"]


class BarredRole(StrEnum):
    """What somebody did in a case that bars them from judging it."""

    ASKED = "ASKED"
    REFUSED = "REFUSED"
    """Refused the member's application, or gave less than the rule does."""
    DECIDED = "DECIDED"


@dataclass(frozen=True, slots=True)
class Barred:
    """An actor's act in a round; `nth` tells several askings of one round apart."""

    actor: str
    role: BarredRole
    round: int
    nth: int = 0


class ApprovalState(StrEnum):
    ASKED = "ASKED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    EXPIRED = "EXPIRED"
    """Nobody answered in time."""
    SUPERSEDED = "SUPERSEDED"
    """The case went on without it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A manager of `level` would not have `cost_fen` or more be given in `round`."""

    round: int
    by: str
    level: int
    cost_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The one approval of a ticket: the present one, or the last; its inner timeline tells of earlier ones."""

    ticket_id: str
    nth: int
    round: int
    offer: Offer
    cost_fen: int
    why: tuple[str, ...]
    """Codes of what is above the asker's own authority."""
    words: str
    override_reason: str | None = None
    asked_by: str
    """An actor."""
    asked_at: datetime
    expires_at: datetime
    approver: str
    """Staff id of whoever was told last, or the duty desk: it steers notices, anyone with the authority may answer."""
    told: tuple[str, ...] = ()
    """Staff ids, in the order in which they were told."""
    state: ApprovalState = ApprovalState.ASKED
    answered_by: str | None = None
    answered_at: datetime | None = None
    answer: str | None = None
    """The manager's own words."""
    refusals: tuple[Refusal, ...] = ()
    """Of earlier askings too."""
    version: int = 0

    @property
    def id(self) -> str:
        return derived_id("approval", self.ticket_id, self.nth)
