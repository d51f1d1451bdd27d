"""The compensation ledger, day by day (C5): double entry, read by operators and managers."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from api.context import Info
from api.enums import described
from api.permissions import may, seen_by, staff
from api.relay import After, Connection, First, global_id, page_of
from api.viewer import Role
from care.accounts import ledger_line, model
from care.kernel.errors import BadInput

__all__ = ["LedgerLine", "LedgerQuery"]

_BOOKKEEPERS = staff(Role.OPERATOR, Role.MANAGER)
Day = Annotated[str, strawberry.argument(description="A day in Asia/Shanghai, as 2026-03-02.")]

LedgerCause = described(
    ledger_line.Cause,
    "Why money or goods moved.",
    name="LedgerCause",
    BOOKED="It was promised.",
    CONFIRMED="The mall has given it.",
    FAILED="The attempt failed: nothing is owed any more.",
    CANCELLED="What waited is not given: nothing is owed any more.",
    REVIVED="The mall has given after all what had been released: it was owed.",
    DOUBLED="The mall gave it once too often; it owes that back.",
    RETURNED="The mall took back what it had given too much.",
    REVERSED="The mall took back what it was to give.",
    ALLOCATED="Another party bears it.",
    WRITTEN_OFF="What another party was to bear is borne by us.",
)
LedgerUnit = described(model.Unit, "What is counted.", name="LedgerUnit", FEN="Fen, 1/100 yuan.", POINTS="Points.")


@seen_by(_BOOKKEEPERS)
@strawberry.type(description="One line of double entry: the amount moves from credit to debit. Never changed.")
class LedgerLine:
    model: strawberry.Private[ledger_line.LedgerLine]

    @strawberry.field
    def at(self) -> datetime:
        """When it was written."""
        return self.model.at

    @strawberry.field
    def cause(self) -> LedgerCause:  # type: ignore[valid-type]
        """Why."""
        return self.model.cause

    @strawberry.field
    def debit(self) -> str:
        """The account that receives."""
        return self.model.debit

    @strawberry.field
    def credit(self) -> str:
        """The account that gives."""
        return self.model.credit

    @strawberry.field
    def amount(self) -> int:
        """How much, in `unit`."""
        return self.model.amount

    @strawberry.field
    def unit(self) -> LedgerUnit:  # type: ignore[valid-type]
        """Fen or points."""
        return self.model.unit

    @strawberry.field
    def payout_id(self) -> strawberry.ID:
        """Global id of the payout that it is about."""
        return strawberry.ID(global_id("Payout", self.model.payout_id))

    @strawberry.field
    def attempt(self) -> int:
        """The attempt that the payout was at; 0: it still waited for goods."""
        return self.model.attempt


@strawberry.type
class LedgerQuery:
    @strawberry.field(metadata=may(_BOOKKEEPERS))
    def ledger(self, info: Info, day: Day, first: First = 50, after: After = None) -> Connection[LedgerLine]:
        """All ledger lines of a day, the oldest first; those of the last seconds may be missing."""
        fetch = info.context.app.accounts.ledger_of_day
        return page_of(info, "ledger", _day(day), first, after, fetch=fetch, kind=LedgerLine)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadInput("a day is written 2026-03-02", field="day") from error
