"""The slip under which goods come back (G10)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.policy.model import Bearer
from care.tickets.timeline import Actor

__all__ = ["PURPOSE", "Receipt", "ReturnCondition", "Slip", "SlipState"]

PURPOSE = "slip"


class SlipState(StrEnum):
    OPEN = "OPEN"
    """The goods are awaited."""
    HANDED_IN = "HANDED_IN"
    EXPIRED = "EXPIRED"
    """They did not come in time. By this state, not by the clock: until it is written, they still count."""
    VOID = "VOID"
    """They are not awaited any more: taken back, called off, or refunded by the mall meanwhile."""


class ReturnCondition(StrEnum):
    """How the goods came back."""

    AS_EXPECTED = "AS_EXPECTED"
    """For the reason that was given."""
    USED = "USED"
    WRONG_GOODS = "WRONG_GOODS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What whoever took the goods says of them. `by` nobody in particular: the mall's warehouse."""

    code: str
    quantity: int
    condition: ReturnCondition
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One for a ticket's round; `code` is what the member shows."""

    code: str
    ticket_id: str
    round: int
    member_id: str
    order_id: str
    line_id: str
    leader_id: str
    """At whose pickup point the goods are handed in."""
    community: str
    sku: str
    quantity: int
    """How many are to come back."""
    bearer: Bearer
    """Who bears the freight, where the goods are posted instead."""
    freight_fen: int = 0
    """What the member paid to post them, as they stated it, where they do not bear it; 0: nothing was stated."""
    waybill: str = ""
    """Number of the parcel."""
    made_at: datetime
    expires_at: datetime
    state: SlipState = SlipState.OPEN
    handed_in_at: datetime | None = None
    handed_in_by: str | None = None
    """An actor."""
    came: int | None = None
    """How many came back."""
    condition: ReturnCondition | None = None
    late: bool = False
    """They came when they were not awaited any more."""
    version: int = 0

    @property
    def freight_source(self) -> str:
        """What the freight is paid under: by itself, so that neither holds up the other."""
        return f"return:{self.ticket_id}:{self.round}"

    @property
    def source(self) -> str:
        """What its round has promised for the goods."""
        return f"ticket:{self.ticket_id}:{self.round}"
