"""What waits for a member's answer."""

import strawberry

from api.context import Info
from api.outreach.types import ClosureCheck, Survey
from api.permissions import MEMBER, may
from api.relay import After, Connection, First, page_of

__all__ = ["OutreachQuery"]


@strawberry.type
class OutreachQuery:
    @strawberry.field(metadata=may(MEMBER))
    def my_open_surveys(self, info: Info, first: First = 20, after: After = None) -> Connection[Survey]:
        """The surveys that the caller can answer now."""
        me, surveys = info.context.viewer.id, info.context.app.surveys
        return page_of(info, "myOpenSurveys", me, first, after, fetch=surveys.open_of_member, kind=Survey)

    @strawberry.field(metadata=may(MEMBER))
    def my_open_closure_checks(self, info: Info, first: First = 20, after: After = None) -> Connection[ClosureCheck]:
        """The closure checks that wait for the caller."""
        me, checks = info.context.viewer.id, info.context.app.closure_checks
        return page_of(info, "myOpenClosureChecks", me, first, after, fetch=checks.open_of_member, kind=ClosureCheck)
