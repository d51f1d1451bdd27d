"""What waits for a member's answer."""

import strawberry

from api.context import Info
from api.outreach.types import ClosureCheck, Survey
from api.permissions import MEMBER, may
from api.relay import After, Connection, First, page

__all__ = ["OutreachQuery"]


@strawberry.type
class OutreachQuery:
    @strawberry.field(metadata=may(MEMBER))
    def my_open_surveys(self, info: Info, first: First = 20, after: After = None) -> Connection[Survey]:
        """The surveys that the caller can answer now."""
        me, surveys = info.context.viewer.id, info.context.app.surveys
        return page(
            info,
            connection=f"myOpenSurveys/{me}",
            first=first,
            after=after,
            fetch=lambda many, at: surveys.open_of_member(me, many, at),
            wrap=lambda found: Survey(model=found),
        )

    @strawberry.field(metadata=may(MEMBER))
    def my_open_closure_checks(self, info: Info, first: First = 20, after: After = None) -> Connection[ClosureCheck]:
        """The closure checks that wait for the caller."""
        me, checks = info.context.viewer.id, info.context.app.closure_checks
        return page(
            info,
            connection=f"myOpenClosureChecks/{me}",
            first=first,
            after=after,
            fetch=lambda many, at: checks.open_of_member(me, many, at),
            wrap=lambda found: ClosureCheck(model=found),
        )
