"""G11: a hold as those see it who look at it. No member and no leader is ever told of it."""

from datetime import datetime

import strawberry

from api.enums import described
from api.permissions import CARERS, seen_by
from api.trust.types import StandingReason
from care.tickets.clocks.model import SlaStep
from care.tickets.holds.model import KeptBack
from care.tickets.model import Ticket

__all__ = ["Hold", "hold_of"]

HoldKept = described(
    KeptBack,
    "What would have happened without the hold.",
    name="HoldKept",
    PAYMENT="It would have been paid at once.",
    MENU="The member would have chosen.",
    NOTHING="A person had it anyway.",
)


@seen_by(CARERS)
@strawberry.type(description="A person must look first.")
class Hold:
    since: datetime = strawberry.field(description="From when on.")
    review_by: datetime | None = strawberry.field(description="By when a person must have looked.")
    score: int = strawberry.field(description="The sum of the reasons' points.")
    reasons: list[StandingReason] = strawberry.field(description="What speaks for a closer look.")
    kept: HoldKept = strawberry.field(description="What lifting it gives.")  # type: ignore[valid-type]
    remedy: str = strawberry.field(description="The remedy that would have been given, or would be the default.")


def hold_of(ticket: Ticket) -> Hold | None:
    """As long as the case is open."""
    hold = ticket.hold
    if hold is None or not ticket.open:
        return None
    due = (clock.due_at for clock in ticket.clocks if clock.open and clock.step is SlaStep.HOLD_REVIEW)
    return Hold(
        since=hold.since,
        review_by=next(due, None),
        score=hold.score,
        reasons=[StandingReason(model=each) for each in hold.reasons],
        kept=hold.kept,
        remedy=hold.remedy,
    )
