"""What staff see of a ticket beside what its member sees: who has it, why, and what was said among themselves."""

import strawberry

from api.context import Info
from api.permissions import CARERS, LEADER_OF, STAFF, may
from api.relay import After, Connection, First, check_alone, page_of
from api.scalars import Money, money
from api.tickets.approvals import Approval
from api.tickets.call_task import CallTask, call_of
from api.tickets.clocks import SlaClock
from api.tickets.enums import TicketOutcome
from api.tickets.holds import Hold, hold_of
from api.tickets.inner import InnerEntry
from api.tickets.options import RemedyOption, options_of
from api.tickets.rulings import Ruling
from care.tickets import model
from care.tickets.ruling import ruling_of

__all__ = ["AmongStaff"]


@strawberry.type
class AmongStaff:
    """Base of Ticket; each field says whom it is for."""

    model: strawberry.Private[model.Ticket]

    @strawberry.field(metadata=may(STAFF))
    async def ruling(self, info: Info) -> Ruling | None:
        """Which rule judged it when it was opened, and why; for staff."""
        facts, number = self.model.facts, self.model.policy_version
        if facts is None or number is None:
            return None
        policy = await info.context.loaders.load("policies", info.context.app.policies.editions.get_many, number)
        reason = policy.reason(self.model.reason or "") if policy else None
        return Ruling(model=ruling_of(facts, reason, policy)) if policy and reason else None

    @strawberry.field(metadata=may(STAFF))
    async def options(self, info: Info) -> list[RemedyOption] | None:
        """What the rule offers, with what each option costs, saves and risks; for staff (C3, C4)."""
        return await options_of(info, self.model)

    @strawberry.field(metadata=may(STAFF | LEADER_OF))
    async def approval(self, info: Info) -> Approval | None:
        """What a manager was last asked to approve (G5); for staff and the leader."""
        return await Approval.of(info, self.model.id) if self.model.asked_nth else None

    @strawberry.field(metadata=may(STAFF))
    def given(self) -> Money | None:
        """What its remedies cost us so far, of all rounds; for staff."""
        return money(self.model.given_fen)

    @strawberry.field(metadata=may(STAFF))
    def assignee(self) -> str | None:
        """Whose case it is; for staff."""
        return self.model.assignee

    @strawberry.field(metadata=may(STAFF | LEADER_OF))
    def clocks(self) -> list[SlaClock] | None:
        """Every service-level clock, the oldest first; for staff and the leader (G7, T1)."""
        return [SlaClock(model=each) for each in self.model.clocks]

    @strawberry.field(metadata=may(CARERS))
    def hold(self) -> Hold | None:
        """That a person must look at it first, and why (G11); for agents and managers."""
        return hold_of(self.model)

    @strawberry.field(metadata=may(STAFF))
    def step(self) -> int:
        """Counts what happened to the case itself: who decides names the step that they saw; for staff."""
        return self.model.step

    @strawberry.field(metadata=may(STAFF))
    def outcome(self) -> TicketOutcome | None:  # type: ignore[valid-type]
        """How it ended; for staff."""
        return self.model.outcome

    @strawberry.field(metadata=may(STAFF))
    async def call_task(self, info: Info) -> CallTask | None:
        """The call to a member that it asks for; null for any other case; for staff (P6)."""
        return await call_of(info, self.model)

    @strawberry.field(metadata=may(STAFF))
    def watchers(self) -> list[str]:
        """The staff ids of those who are told of each entry; for staff."""
        return list(self.model.watchers)

    @strawberry.field(metadata=may(STAFF))
    def inner_timeline(self, info: Info, first: First = 20, after: After = None) -> Connection[InnerEntry]:
        """What staff said and did among themselves, in order; for staff, of one case at a time."""
        check_alone(info)
        fetch = info.context.app.tickets.inner_timeline
        return page_of(info, "Ticket.innerTimeline", self.model.id, first, after, fetch=fetch, kind=InnerEntry)
