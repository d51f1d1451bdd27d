"""What waits for a member's answer."""

import re

import strawberry

from api.context import Info
from api.outreach.types import CareOutcomeCount, ClosureCheck, Survey
from api.permissions import MEMBER, may
from api.publishing import PUBLISHERS
from api.relay import After, Connection, First, page_of
from care.kernel.errors import BadInput

__all__ = ["OutreachQuery"]

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


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

    @strawberry.field(metadata=may(PUBLISHERS))
    def care_outcomes(self, info: Info, month: str) -> list[CareOutcomeCount]:
        """What came of caring for silent members in a month of Shanghai's (`2026-03`)."""
        if not _MONTH.fullmatch(month):
            raise BadInput("a month is written 2026-03", field="month")
        return [CareOutcomeCount(model=each) for each in info.context.app.care_outcomes.of_month(month)]
