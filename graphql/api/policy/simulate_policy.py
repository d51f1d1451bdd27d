"""C4: a draft over a sample of past claims, before it is scheduled; `care policy simulate` plays all of them."""

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.enums import described
from api.permissions import PART, may, seen_by
from api.publishing import PUBLISHERS
from api.relay import local_id
from api.scalars import Money, money
from api.tickets.types import Ticket
from care.kernel.errors import BadInput
from care.policy.faults import PolicyUnsound
from care.tickets.simulation import replay, tally
from care.tickets.simulation.simulate import days_between, simulate_sample

__all__ = ["SimulationQuery"]

First = Annotated[str, strawberry.argument(name="from", description="The first day in Asia/Shanghai, as 2026-03-02.")]
Last = Annotated[str, strawberry.argument(name="to", description="The last day; 31 days at most.")]
Sample = Annotated[int, strawberry.argument(description="How many claims at most, spread over the days: 1 to 200.")]
SimulatedBy = described(
    tally.By,
    "What simulated claims are counted by.",
    name="SimulatedBy",
    SEGMENT="Who the member was to us.",
    CATEGORY="The category of the goods; what comes after a hundred of them is OTHERS.",
    REASON="The reason that was given.",
)


@seen_by(PART)
@strawberry.type(description="What a policy makes of a claim.")
class SimulatedDecision:
    model: strawberry.Private[replay.Played]

    @strawberry.field
    def why_not(self) -> str | None:
        """The code of the refusal; null: it is allowed."""
        return self.model.why_not

    @strawberry.field
    def instant(self) -> bool:
        """Whether it is paid in the request of the application."""
        return self.model.instant

    @strawberry.field
    def remedy(self) -> str | None:
        """What the member took where the menu has it, else what is paid at once, else the default."""
        return self.model.remedy

    @strawberry.field
    def cost(self) -> Money:
        """What that costs us, points at their figure."""
        return money(self.model.cost_fen)


@seen_by(PART)
@strawberry.type(description="One claim under both policies.")
class SimulatedClaim:
    model: strawberry.Private[replay.Difference]

    @strawberry.field
    async def ticket(self, info: Info) -> Ticket | None:
        """The claim."""
        return await Ticket.load(info.context, self.model.case.id)

    @strawberry.field
    def before(self) -> SimulatedDecision:
        """Under the policy that it was opened under."""
        return SimulatedDecision(model=self.model.before)

    @strawberry.field
    def after(self) -> SimulatedDecision:
        """Under the draft."""
        return SimulatedDecision(model=self.model.after)


@seen_by(PART)
@strawberry.type(description="Counts over some claims.")
class SimulatedSum:
    model: strawberry.Private[tally.Group]
    by: SimulatedBy | None = strawberry.field(description="What they have in common; null: all.")  # type: ignore[valid-type]
    value: str | None = strawberry.field(description="Its value.")

    @strawberry.field
    def claims(self) -> int:
        """How many were played."""
        return self.model.cases

    @strawberry.field
    def changed(self) -> int:
        """How many come out in any way differently."""
        return self.model.changed

    @strawberry.field
    def gain(self) -> int:
        """Members who are heard, or get more, or get it at once, as they did not before."""
        return self.model.gains

    @strawberry.field
    def lose(self) -> int:
        """Members for whom it is the other way round."""
        return self.model.losses

    @strawberry.field
    def newly_allowed(self) -> int:
        """Refused before. Who was refused when they applied left no claim, and is not among them."""
        return self.model.newly_allowed

    @strawberry.field
    def newly_refused(self) -> int:
        """Allowed before."""
        return self.model.newly_refused

    @strawberry.field
    def newly_instant(self) -> int:
        """Paid in the request of the application, as they were not before."""
        return self.model.newly_instant

    @strawberry.field
    def no_longer_instant(self) -> int:
        """Not paid in the request of the application any more."""
        return self.model.no_longer_instant

    @strawberry.field
    def cost_before(self) -> Money:
        """What they cost under the policies that they were opened under."""
        return money(self.model.before_fen)

    @strawberry.field
    def cost_after(self) -> Money:
        """What they cost under the draft."""
        return money(self.model.after_fen)


@seen_by(PUBLISHERS)
@strawberry.type(description="What a draft would have made of past claims. Caps, budgets and holds are not played.")
class PolicySimulation:
    model: strawberry.Private[tally.Tally]
    complete: bool = strawberry.field(description="Whether these were all claims of the days, not a sample.")

    @strawberry.field
    def total(self) -> SimulatedSum:
        """Of all that were played."""
        return SimulatedSum(model=self.model.total, by=None, value=None)

    @strawberry.field
    def groups(self) -> list[SimulatedSum]:
        """By segment, category and reason."""
        return [
            SimulatedSum(model=group, by=by, value=value)
            for by, groups in self.model.groups.items()
            for value, group in sorted(groups.items())
        ]

    @strawberry.field
    def top_gains(self) -> list[SimulatedClaim]:
        """Up to 20 members who gain, those who gain most first."""
        return [SimulatedClaim(model=each) for each in self.model.top_gains]

    @strawberry.field
    def top_losses(self) -> list[SimulatedClaim]:
        """Up to 20 members who lose, those who lose most first."""
        return [SimulatedClaim(model=each) for each in self.model.top_losses]


@strawberry.type
class SimulationQuery:
    @strawberry.field(metadata=may(PUBLISHERS))
    def simulate_policy(
        self, info: Info, draft_id: strawberry.ID, first: First, last: Last, sample: Sample = 100
    ) -> PolicySimulation:
        """Play a sound draft over claims that were opened on some days, and compare (C4). Changes nothing."""
        days = days_between(_day(first, "from"), _day(last, "to"))
        draft = local_id("PolicyDraft", draft_id, field="draft_id")
        try:
            found, complete = simulate_sample(info.context.app.desk, draft, days, sample)
        except PolicyUnsound as unsound:
            raise unsound.flaws[0] from unsound
        return PolicySimulation(model=found, complete=complete)


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("a day is written 2026-03-02", field=field) from error
