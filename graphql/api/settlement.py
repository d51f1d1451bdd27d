"""The mall's settlements, and where they and our books differ (C5): read by operators and managers."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.permissions import PART, may, seen_by, staff
from api.relay import After, Connection, First, check_alone, page, page_of
from api.scalars import Money, money
from api.stored import Source, Stored
from api.viewer import Role
from care.accounts.settlement import model

__all__ = ["BOOKKEEPERS", "Discrepancy", "DiscrepancyState", "Settlement", "SettlementQuery"]

BOOKKEEPERS = staff(Role.OPERATOR, Role.MANAGER)

DiscrepancyKind = described(
    model.DiscrepancyKind,
    "How the mall's settlement and our books differ.",
    MISSING="We hold it as paid in the period; no settlement names it.",
    EXTRA="A settlement names what we do not know.",
    DIFFERENT="Both know it, and say different things of it.",
)
DiscrepancyAspect = described(
    model.Aspect,
    "In what a line differs.",
    name="DiscrepancyAspect",
    AMOUNT="The amount.",
    ATTEMPT="The attempt: the one that it names was not confirmed to us.",
    KIND="What was paid.",
    STATE="Paid or not, reversed or not.",
    TWICE="One attempt is settled more than once.",
)
DiscrepancyState = described(
    model.DiscrepancyState,
    "Where a discrepancy stands.",
    OPEN="Nobody has explained it yet.",
    EXPLAINED="It is as it should be, for a reason on record.",
    CORRECTED="One side was wrong and has been put right; also where a later file did so.",
)
SettledState = described(
    model.SettledState,
    "What the mall says became of a payout.",
    PAID="It was given.",
    REVERSED="It was given and taken back.",
)


@seen_by(PART)
@strawberry.type(description="What one row of a settlement file states.")
class SettlementStatement:
    settlement_id: str = strawberry.field(description="The mall's id of the settlement.")
    attempt: int = strawberry.field(description="Of our payout; 0: a refund that the mall made by itself.")
    kind: str = strawberry.field(description="REFUND, FREIGHT, RETURN_FREIGHT, COUPON or POINTS.")
    state: model.SettledState = strawberry.field(description="Paid or reversed.")
    amount: int = strawberry.field(description="Whole fen; of POINTS points.")
    settled_at: datetime = strawberry.field(description="When the mall settled it.")


@seen_by(PART)
@strawberry.type(description="What our books say.")
class HeldSide:
    kind: str = strawberry.field(description="What was paid.")
    state: str = strawberry.field(description="Where it stands with us.")
    amount: int = strawberry.field(description="Whole fen; of POINTS points.")
    attempts: list[int] = strawberry.field(description="Those that the mall has confirmed to us.")
    paid_at: datetime | None = strawberry.field(description="When the mall said that it paid.")


@seen_by(BOOKKEEPERS)
@strawberry.type(description="One payout or refund on which the mall's settlement and our books differ (C5).")
class Discrepancy(Stored[model.Discrepancy]):
    @staticmethod
    def source(app: App) -> Source[model.Discrepancy]:
        return "discrepancies", app.reconciliation.get_discrepancies

    @strawberry.field
    def kind(self) -> DiscrepancyKind:  # type: ignore[valid-type]
        """Missing, extra or different."""
        return self.model.kind

    @strawberry.field
    def aspects(self) -> list[DiscrepancyAspect]:  # type: ignore[valid-type]
        """In what a DIFFERENT one differs."""
        return list(self.model.aspects)

    @strawberry.field
    def subject(self) -> str:
        """The payout's key; of a refund of the mall's own `order/line/refund`."""
        return self.model.subject.label

    @strawberry.field
    def settlement_id(self) -> str:
        """The mall's id of the settlement in which it was found first."""
        return self.model.settlement_id

    @strawberry.field
    def stated(self) -> list[SettlementStatement]:
        """All that the files say of it."""
        return [
            SettlementStatement(
                settlement_id=each.settlement_id,
                attempt=each.attempt,
                kind=each.kind,
                state=each.state,
                amount=each.amount,
                settled_at=each.settled_at,
            )
            for each in self.model.stated
        ]

    @strawberry.field
    def held(self) -> HeldSide | None:
        """What our books said when it was judged last; null: nothing."""
        held = self.model.held
        if held is None:
            return None
        return HeldSide(
            kind=held.kind,
            state=held.state,
            amount=held.amount,
            attempts=list(held.attempts),
            paid_at=held.paid_at,
        )

    @strawberry.field
    def state(self) -> DiscrepancyState:  # type: ignore[valid-type]
        """Open, explained or corrected."""
        return self.model.state

    @strawberry.field
    def found_at(self) -> datetime:
        """When it came up, the last time that it did."""
        return self.model.found_at

    @strawberry.field
    def resolved_at(self) -> datetime | None:
        """When it ended."""
        return self.model.resolved_at

    @strawberry.field
    def resolved_by(self) -> str | None:
        """Id of the staff member; `system` where a later file or event put it right."""
        return self.model.resolved_by

    @strawberry.field
    def why(self) -> str | None:
        """The explanation, or what was corrected."""
        return self.model.why


@seen_by(BOOKKEEPERS)
@strawberry.type(description="One settlement of the mall, as its files stated it so far (C5).")
class Settlement(Stored[model.Settlement]):
    @staticmethod
    def source(app: App) -> Source[model.Settlement]:
        return "settlements", app.reconciliation.get_settlements

    @strawberry.field
    def settlement_id(self) -> str:
        """The mall's id of it."""
        return self.model.id

    @strawberry.field
    def period_from(self) -> str:
        """Its first day in Asia/Shanghai, as 2026-03-01."""
        return self.model.period_from.isoformat()

    @strawberry.field
    def period_to(self) -> str:
        """Its last day in Asia/Shanghai."""
        return self.model.period_to.isoformat()

    @strawberry.field
    def imported_at(self) -> datetime:
        """When its first file was imported."""
        return self.model.imported_at

    @strawberry.field
    def lines(self) -> int:
        """Different rows so far."""
        return self.model.lines

    @strawberry.field
    def amount(self) -> Money:
        """What they come to, reversed ones taken off; points apart."""
        return money(self.model.amount_fen)

    @strawberry.field
    def discrepancies(self, info: Info, first: First = 20, after: After = None) -> Connection[Discrepancy]:
        """All that were found in it, whatever became of them; the oldest first; of one settlement at a time."""
        check_alone(info)
        fetch = info.context.app.reconciliation.of_settlement
        return page_of(info, "Settlement.discrepancies", self.model.id, first, after, fetch=fetch, kind=Discrepancy)


@strawberry.type
class SettlementQuery:
    @strawberry.field(metadata=may(BOOKKEEPERS))
    def settlements(self, info: Info, first: First = 20, after: After = None) -> Connection[Settlement]:
        """The mall's settlements, the newest period first."""
        fetch = info.context.app.reconciliation.settlements
        return page(info, "settlements", first, after, fetch=fetch, kind=Settlement)

    @strawberry.field(metadata=may(BOOKKEEPERS))
    def discrepancies(
        self,
        info: Info,
        state: DiscrepancyState = model.DiscrepancyState.OPEN,  # type: ignore[valid-type]
        first: First = 20,
        after: After = None,
    ) -> Connection[Discrepancy]:
        """The discrepancies in one state, the oldest first."""
        fetch = info.context.app.reconciliation.in_state
        return page_of(info, "discrepancies", str(state), first, after, fetch=fetch, kind=Discrepancy)
