"""A party's monthly statement as operators and managers see it (G9)."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.liability.enums import LiabilityStepKind, StatementLineKind
from api.liability.types import LiableParty, party_of
from api.permissions import PART, seen_by
from api.relay import After, Connection, First, global_id, page_of
from api.scalars import Money, money
from api.settlement import BOOKKEEPERS
from api.stored import Source, Stored
from care.liability import model

__all__ = ["LiabilityStatement"]


@seen_by(PART)
@strawberry.type(description="One posting to a party's account: a line of its statement and of the ledger.")
class LiabilityStatementLine:
    model: strawberry.Private[model.StatementLine]

    @strawberry.field
    def ledger_id(self) -> str:
        """Id of the ledger line that it is."""
        return self.model.ledger_id

    @strawberry.field
    def at(self) -> datetime:
        """When it was posted."""
        return self.model.at

    @strawberry.field
    def kind(self) -> StatementLineKind:  # type: ignore[valid-type]
        """What it does."""
        return self.model.kind

    @strawberry.field
    def step(self) -> LiabilityStepKind:  # type: ignore[valid-type]
        """What it follows from."""
        return self.model.step

    @strawberry.field
    def amount(self) -> Money:
        """What it adds to what the party owes; negative: takes off."""
        return money(self.model.fen)

    @strawberry.field
    def liability_id(self) -> strawberry.ID:
        """The liability."""
        return strawberry.ID(global_id("Liability", self.model.liability_id))

    @strawberry.field
    def ticket_id(self) -> strawberry.ID:
        """The ticket."""
        return strawberry.ID(global_id("Ticket", self.model.ticket_id))

    @strawberry.field
    def order_id(self) -> str | None:
        """The mall's id of the order."""
        return self.model.order_id

    @strawberry.field
    def why(self) -> str:
        """The reason, or the code of the rule."""
        return self.model.why


@seen_by(BOOKKEEPERS)
@strawberry.type(description="A party's month: what its ledger account moved by. A month that is over never changes.")
class LiabilityStatement(Stored[model.Statement]):
    @staticmethod
    def source(app: App) -> Source[model.Statement]:
        return "liability_statements", app.liabilities.get_statements

    @strawberry.field
    def party(self) -> LiableParty:
        """Whose it is."""
        return party_of(self.model.party)

    @strawberry.field
    def month(self) -> str:
        """The month in Asia/Shanghai, as 2026-03."""
        return self.model.month

    @strawberry.field
    def line_count(self) -> int:
        """How many lines it has."""
        return self.model.lines

    @strawberry.field
    def charged(self) -> Money:
        """What was charged."""
        return money(self.model.charged_fen)

    @strawberry.field
    def credited(self) -> Money:
        """What was taken off again."""
        return money(self.model.credited_fen)

    @strawberry.field
    def written_off(self) -> Money:
        """What was given up."""
        return money(self.model.written_off_fen)

    @strawberry.field
    def owed(self) -> Money:
        """What is owed for the month: charged less credited and written off."""
        return money(self.model.owed_fen)

    @strawberry.field
    def lines(self, info: Info, first: First = 20, after: After = None) -> Connection[LiabilityStatementLine]:
        """Every posting of the month, the oldest first."""
        fetch = info.context.app.liabilities.lines
        name = "LiabilityStatement.lines"
        return page_of(info, name, self.model.id, first, after, fetch=fetch, kind=LiabilityStatementLine)
