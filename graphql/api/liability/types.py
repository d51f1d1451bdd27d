"""Liabilities as operators and managers see them (G9)."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.liability.enums import LiabilityState, LiabilityStepKind, PartyKind
from api.permissions import PART, seen_by
from api.relay import After, Connection, First, global_id, page_of
from api.scalars import Money, money
from api.settlement import BOOKKEEPERS
from api.stored import Source, Stored
from care.liability import model

__all__ = [
    "Liability",
    "LiableParty",
    "party_of",
]


@seen_by(PART)
@strawberry.type(description="Who bears.")
class LiableParty:
    kind: PartyKind = strawberry.field(description="What kind of party.")  # type: ignore[valid-type]
    party_id: str | None = strawberry.field(description="The mall's id of it; null for the platform.")
    key: str = strawberry.field(description="Names its statement: `SUPPLIER:S01`, `PLATFORM`.")


@seen_by(PART)
@strawberry.type(description="What one party bears.")
class LiabilityShare:
    party: LiableParty = strawberry.field(description="Who.")
    percent: int = strawberry.field(description="All shares come to 100.")
    amount: Money = strawberry.field(description="All shares come to what was paid, to the fen.")
    written_off: Money = strawberry.field(description="What of it is given up.")


@seen_by(PART)
@strawberry.type(description="A party's objection, as an operator or a manager recorded it.")
class LiabilityDispute:
    party: LiableParty = strawberry.field(description="Who objects.")
    words: str = strawberry.field(description="What the party says.")
    recorded_by: str = strawberry.field(description="Id of the staff member.")
    recorded_at: datetime = strawberry.field(description="When.")


@seen_by(PART)
@strawberry.type(description="One step of a liability's history; it never changes.")
class LiabilityStep:
    model: strawberry.Private[model.Step]

    @strawberry.field
    def kind(self) -> LiabilityStepKind:  # type: ignore[valid-type]
        """What happened."""
        return self.model.kind

    @strawberry.field
    def at(self) -> datetime:
        """When."""
        return self.model.at

    @strawberry.field
    def by(self) -> str:
        """Id of the staff member; `system` for rules and corrections."""
        return self.model.by

    @strawberry.field
    def why(self) -> str:
        """The reason, or the code of the rule."""
        return self.model.why

    @strawberry.field
    def party(self) -> LiableParty | None:
        """Who objects, or whose share is given up."""
        return party_of(self.model.party) if self.model.party else None

    @strawberry.field
    def total(self) -> Money:
        """What there was to bear after it."""
        return money(self.model.total_fen)

    @strawberry.field
    def shares(self) -> list[LiabilityShare]:
        """Who bore what after it."""
        return [_share(each) for each in self.model.shares]


@seen_by(BOOKKEEPERS)
@strawberry.type(description="Who bears what one round of a ticket has paid (G9).")
class Liability(Stored[model.Liability]):
    @staticmethod
    def source(app: App) -> Source[model.Liability]:
        return "liabilities", app.liabilities.get_many

    @strawberry.field
    def ticket_id(self) -> strawberry.ID:
        """The ticket."""
        return strawberry.ID(global_id("Ticket", self.model.ticket_id))

    @strawberry.field
    def order_id(self) -> str | None:
        """The mall's id of the order."""
        return self.model.order_id

    @strawberry.field
    def state(self) -> LiabilityState:  # type: ignore[valid-type]
        """Allocated or disputed."""
        return self.model.state

    @strawberry.field
    def total(self) -> Money:
        """What was paid and stands; points apart."""
        return money(self.model.total_fen)

    @strawberry.field
    def shares(self) -> list[LiabilityShare]:
        """Who bears what."""
        return [_share(each) for each in self.model.shares]

    @strawberry.field
    def rule(self) -> str:
        """Code of the rule that allocated it first."""
        return self.model.rule

    @strawberry.field
    def rules_version(self) -> int:
        """Number of the edition that the rule is of."""
        return self.model.rules_version

    @strawberry.field
    def allocated_at(self) -> datetime:
        """When it was allocated first."""
        return self.model.allocated_at

    @strawberry.field
    def dispute(self) -> LiabilityDispute | None:
        """The objection that waits for a decision."""
        found = self.model.dispute
        if found is None:
            return None
        return LiabilityDispute(
            party=party_of(found.party),
            words=found.words,
            recorded_by=found.recorded_by,
            recorded_at=found.recorded_at,
        )

    @strawberry.field
    def history(self, info: Info, first: First = 20, after: After = None) -> Connection[LiabilityStep]:
        """Every step, in the order in which it happened."""
        fetch = info.context.app.liabilities.history
        return page_of(info, "Liability.history", self.model.id, first, after, fetch=fetch, kind=LiabilityStep)


def party_of(party: model.Party) -> LiableParty:
    return LiableParty(kind=party.kind, party_id=party.id or None, key=party.key)


def _share(share: model.Share) -> LiabilityShare:
    return LiabilityShare(
        party=party_of(share.party),
        percent=share.percent,
        amount=money(share.fen),
        written_off=money(share.written_off_fen),
    )
