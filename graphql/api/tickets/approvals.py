"""G5: what waits for a manager, as staff and the leader who asked see it."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Self, TypeVar

import strawberry

from api.context import Info
from api.enums import described
from api.payloads import Outcome, attempt
from api.permissions import PART, STAFF, may, seen_by
from api.scalars import Money, money
from care.dynamo.requests import Answer
from care.tickets import model as tickets
from care.tickets.authority import model
from care.tickets.authority.give import Decided

if TYPE_CHECKING:
    from api.tickets.types import Ticket

__all__ = ["Approval", "decided"]

E = TypeVar("E", bound=Enum)

ApprovalState = described(
    model.ApprovalState,
    "What became of an approval.",
    ASKED="It waits for a manager.",
    APPROVED="It has been paid.",
    REFUSED="A manager would not have it.",
    EXPIRED="Nobody answered in time.",
    SUPERSEDED="The case went on without it.",
)


@seen_by(PART)
@strawberry.type(description="A remedy above somebody's authority, for a manager to approve (G5).")
class Approval:
    model: strawberry.Private[model.Approval]

    @classmethod
    async def of(cls, info: Info, ticket_id: str) -> Self | None:
        """The ticket's present approval, or its last."""
        found = await info.context.loaders.load("approvals", info.context.app.tickets.approvals, ticket_id)
        return cls(model=found) if found else None

    @classmethod
    async def waited_for(cls, info: Info, ticket: tickets.Ticket) -> Self | None:
        """The one that the ticket waits for; no read where it waits for none."""
        return None if ticket.approval_nth is None else await cls.of(info, ticket.id)

    @strawberry.field
    def nth(self) -> int:
        """Which of the ticket's; whoever answers names it."""
        return self.model.nth

    @strawberry.field
    def state(self) -> ApprovalState:  # type: ignore[valid-type]
        """What became of it."""
        return self.model.state

    @strawberry.field
    def expires_at(self) -> datetime:
        """Until when it can be answered."""
        return self.model.expires_at

    @strawberry.field
    def asked_at(self) -> datetime:
        """When it was asked."""
        return self.model.asked_at

    @strawberry.field
    def title(self) -> str:
        """The remedy as the member would read it."""
        return self.model.offer.title

    @strawberry.field
    def cost(self) -> Money:
        """What it costs us, points included."""
        return money(self.model.cost_fen)

    @strawberry.field(metadata=may(STAFF))
    def remedy(self) -> str | None:
        """Its code; for staff."""
        return self.model.offer.remedy

    @strawberry.field(metadata=may(STAFF))
    def why(self) -> list[str] | None:
        """Codes of what is above the asker's authority; for staff."""
        return list(self.model.why)

    @strawberry.field(metadata=may(STAFF))
    def words(self) -> str | None:
        """What the member is told if it is approved; for staff."""
        return self.model.words

    @strawberry.field(metadata=may(STAFF))
    def override_reason(self) -> str | None:
        """Why it is asked though the rule does not allow it; for staff."""
        return self.model.override_reason

    @strawberry.field(metadata=may(STAFF))
    def asked_by(self) -> str | None:
        """`staff:<id>` or `leader:<id>`; for staff."""
        return self.model.asked_by

    @strawberry.field(metadata=may(STAFF))
    def approver(self) -> str | None:
        """Staff id of whoever was told last, or `duty`; any manager with the authority may answer. For staff."""
        return self.model.approver

    @strawberry.field(metadata=may(STAFF))
    def answered_by(self) -> str | None:
        """Who answered; for staff."""
        return self.model.answered_by

    @strawberry.field(metadata=may(STAFF))
    def answered_at(self) -> datetime | None:
        """When; for staff."""
        return self.model.answered_at

    @strawberry.field(metadata=may(STAFF))
    def answer(self) -> str | None:
        """The manager's own words; for staff."""
        return self.model.answer

    @strawberry.field(metadata=may(STAFF))
    async def ticket(self, info: Info) -> Annotated["Ticket", strawberry.lazy("api.tickets.types")] | None:
        """The case; for staff."""
        from api.tickets.types import Ticket

        return await Ticket.load(info.context, self.model.ticket_id)


def decided(info: Info, codes: type[E], use_case: Callable[[], Answer]) -> Outcome[Answer, E]:
    """As `attempt`, for a use case that hands out a decided case: neither it nor its approval is read again."""
    from api.tickets.types import Ticket

    done = attempt(info, codes, use_case)
    if done.value and isinstance(made := done.value.made, Decided):
        app, loaders = info.context.app, info.context.loaders
        loaders.prime(*Ticket.source(app), {made.id: made.ticket})
        if made.approval:
            loaders.prime("approvals", app.tickets.approvals, {made.id: made.approval})
    return done
