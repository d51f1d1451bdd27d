"""G5: what waits for a manager, and how authority was used."""

from datetime import date, datetime

import strawberry

from api.context import Info
from api.permissions import CARERS, PART, may, seen_by, staff
from api.relay import After, Connection, First, page_of
from api.scalars import Money, money
from api.tickets.approvals import Approval
from api.viewer import Role
from care.tickets.authority.store import Use

__all__ = ["AuthorityQuery"]


@seen_by(PART)
@strawberry.type(description="Somebody gave something by their own authority; never changed, never deleted (G5).")
class AuthorityUse:
    model: strawberry.Private[Use]

    @strawberry.field
    def at(self) -> datetime:
        """When."""
        return self.model.at

    @strawberry.field
    def ticket_id(self) -> str:
        """The ticket (not a global id)."""
        return self.model.ticket_id

    @strawberry.field
    def round(self) -> int:
        """Which round of it."""
        return self.model.round

    @strawberry.field
    def remedy(self) -> str:
        """The remedy's code."""
        return self.model.remedy

    @strawberry.field
    def cost(self) -> Money:
        """What it costs us, points included."""
        return money(self.model.cost_fen)

    @strawberry.field
    def asked_by(self) -> str | None:
        """Who had asked for it, where it was an approval."""
        return self.model.asked_by

    @strawberry.field
    def override_reason(self) -> str | None:
        """Why it was given though the rule did not allow it."""
        return self.model.override_reason

    @strawberry.field
    def passed(self) -> list[str]:
        """Codes of what it passed: of the rule, of caps, of budgets."""
        return list(self.model.passed)


@strawberry.type
class AuthorityQuery:
    @strawberry.field(metadata=may(CARERS))
    def approvals_to_answer(
        self, info: Info, approver: str | None = None, first: First = 20, after: After = None
    ) -> Connection[Approval]:
        """What waits for a manager (the caller by default; `duty`: for any), what expires first first."""
        whose, fetch = approver or info.context.viewer.id, info.context.app.tickets.approvals_of
        return page_of(info, "approvalsToAnswer", whose, first, after, fetch=fetch, kind=Approval)

    @strawberry.field(metadata=may(staff(Role.MANAGER)))
    def authority_uses(
        self, info: Info, by: str, day: date, first: First = 20, after: After = None
    ) -> Connection[AuthorityUse]:
        """How `staff:<id>` or `leader:<id>` used their authority on a day in Asia/Shanghai, in order."""
        fetch = info.context.app.tickets.uses_of
        return page_of(info, "authorityUses", f"{by}/{day}", first, after, fetch=fetch, kind=AuthorityUse)
