"""G6: a refusal as the member reads it."""

from datetime import datetime

import strawberry

from api.enums import described
from api.permissions import PART, seen_by
from care.tickets.deadlines import model
from care.tickets.deadlines.appeal_ticket import appeals_until
from care.tickets.deadlines.reasons import REFUSAL_TEXTS
from care.tickets.model import Outcome, Ticket

__all__ = ["Refusal", "RefusalReason", "refusal_of"]

RefusalReason = described(
    model.RefusalReason,
    "Why an application is refused.",
    OUTSIDE_WINDOW="It came after the window of its reason.",
    NOT_COVERED="The guarantee on the product's page does not cover it.",
    AS_DESCRIBED="The goods are as the product's page says.",
    FAULT_NOT_SEEN="Photos and description do not show the fault.",
    PHOTO_MISSING="The photo that is needed has not come.",
    MADE_GOOD_BEFORE="It was made good before.",
)


@seen_by(PART)
@strawberry.type(description="Why an application was refused, and whether that can be appealed.")
class Refusal:
    reason: RefusalReason = strawberry.field(description="The reason.")  # type: ignore[valid-type]
    text: str = strawberry.field(description="In Chinese, as the member reads it.")
    at: datetime = strawberry.field(description="When it was refused.")
    appeal_until: datetime | None = strawberry.field(description="Until when it can be appealed; null: it cannot.")
    can_appeal: bool = strawberry.field(description="Whether it can be appealed now.")


def refusal_of(ticket: Ticket, now: datetime) -> Refusal | None:
    """The one that stands, or that is being looked at again."""
    denial = ticket.denial
    stands = ticket.outcome in {Outcome.REFUSED, Outcome.DISPUTED} or (ticket.appeal and ticket.remedy is None)
    if denial is None or not stands:
        return None
    until = appeals_until(ticket)
    return Refusal(
        reason=denial.reason,
        text=REFUSAL_TEXTS[denial.reason],
        at=denial.at,
        appeal_until=until,
        can_appeal=until is not None and now < until,
    )
