"""Reading liabilities, statements and rules (G9)."""

from datetime import datetime

import strawberry

from api.context import Info
from api.liability.enums import LiabilityState
from api.liability.rules import LiabilityRulesVersion
from api.liability.statements import LiabilityStatement
from api.liability.types import Liability
from api.permissions import may
from api.relay import After, Connection, First, local_id, page, page_of
from api.settlement import BOOKKEEPERS
from care.kernel.errors import BadInput
from care.liability import model

__all__ = ["LiabilityQuery"]


@strawberry.type
class LiabilityQuery:
    @strawberry.field(metadata=may(BOOKKEEPERS))
    def liabilities(
        self,
        info: Info,
        state: LiabilityState = model.LiabilityState.DISPUTED,  # type: ignore[valid-type]
        first: First = 20,
        after: After = None,
    ) -> Connection[Liability]:
        """Those in one state, the oldest first; by default those that wait for a decision."""
        fetch = info.context.app.liabilities.in_state
        return page_of(info, "liabilities", str(state), first, after, fetch=fetch, kind=Liability)

    @strawberry.field(metadata=may(BOOKKEEPERS))
    def ticket_liabilities(self, info: Info, ticket_id: strawberry.ID) -> list[Liability]:
        """Who bears what a ticket has paid, round by round."""
        app, own = info.context.app, local_id("Ticket", ticket_id, field="ticket_id")
        ticket = app.tickets.get_many([own]).get(own)
        found = app.liabilities.of_ticket(own, ticket.round + 1) if ticket else []
        return [Liability(model=each) for each in found]

    @strawberry.field(metadata=may(BOOKKEEPERS))
    def liability_statements(
        self, info: Info, month: str, first: First = 20, after: After = None
    ) -> Connection[LiabilityStatement]:
        """Every party's statement of a month (2026-03, in Asia/Shanghai)."""
        fetch = info.context.app.liabilities.statements
        return page_of(info, "liabilityStatements", _checked(month), first, after, fetch=fetch, kind=LiabilityStatement)

    @strawberry.field(metadata=may(BOOKKEEPERS))
    async def liability_statement(self, info: Info, party: str, month: str) -> LiabilityStatement | None:
        """One party's statement of a month; `party` is its key, such as SUPPLIER:S01. Null: nothing was posted."""
        return await LiabilityStatement.load(info.context, f"{_checked(month)}~{_named(party)}")

    @strawberry.field(metadata=may(BOOKKEEPERS))
    def liability_rules(self, info: Info, at: datetime | None = None) -> LiabilityRulesVersion:
        """The rules in force now, or at a time, as published so far."""
        editions = info.context.app.liability_rulebook.editions
        return LiabilityRulesVersion(model=editions.at(at) if at else editions.current())

    @strawberry.field(metadata=may(BOOKKEEPERS))
    def liability_rules_versions(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[LiabilityRulesVersion]:
        """All that was published, the newest first."""
        fetch = info.context.app.liability_rulebook.editions.page
        return page(info, "liabilityRulesVersions", first, after, fetch=fetch, kind=LiabilityRulesVersion)


def _checked(month: str) -> str:
    if not model.MONTH.fullmatch(month):
        raise BadInput("a month is written 2026-03", field="month")
    return month


def _named(party: str) -> str:
    try:
        return model.Party.of(party).key
    except ValueError:
        raise BadInput("a party is written SUPPLIER:S01 or PLATFORM", field="party") from None
