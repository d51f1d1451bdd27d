"""What waits for a member's answer."""

from datetime import datetime

import strawberry

from api.context import Info
from api.months import check_month
from api.outreach.templates import SurveyTemplatesVersion
from api.outreach.types import CareOutcomeCount, ClosureCheck, Survey, SurveyCount
from api.permissions import MEMBER, STAFF, may
from api.publishing import PUBLISHERS
from api.relay import After, Connection, First, page, page_of

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

    @strawberry.field(metadata=may(PUBLISHERS))
    def care_outcomes(self, info: Info, month: str) -> list[CareOutcomeCount]:
        """What came of caring for silent members in a month of Shanghai's (`2026-03`)."""
        check_month(month)
        return [CareOutcomeCount(model=each) for each in info.context.app.care_outcomes.of_month(month)]

    @strawberry.field(metadata=may(STAFF))
    def survey_counts(self, info: Info, month: str) -> list[SurveyCount]:
        """What came of the surveys that were sent in a month of Shanghai's (`2026-03`), by day and kind of goods."""
        check_month(month)
        return [SurveyCount(model=each) for each in info.context.app.surveys.counts_of(month)]

    @strawberry.field(metadata=may(STAFF))
    def survey_templates(self, info: Info, at: datetime | None = None) -> SurveyTemplatesVersion:
        """What surveys ask now, or at a time, as published so far."""
        editions = info.context.app.survey_templates.editions
        return SurveyTemplatesVersion(model=editions.at(at) if at else editions.current())

    @strawberry.field(metadata=may(STAFF))
    def survey_templates_versions(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[SurveyTemplatesVersion]:
        """All that was published, the newest first."""
        editions = info.context.app.survey_templates.editions
        return page(info, "surveyTemplatesVersions", first, after, fetch=editions.page, kind=SurveyTemplatesVersion)
