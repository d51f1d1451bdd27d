"""The survey (P1) and the closure check (P7) as members and staff see them."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.orders import Order
from api.permissions import OWN, PART, STAFF, Belongs, may, seen_by
from api.stored import Source, Stored
from api.tickets.enums import CareOutcome
from api.tickets.types import Ticket
from care.outreach import model, questions, resolutions, survey_counts

__all__ = ["CareOutcomeCount", "ClosureCheck", "Survey", "SurveyCount", "SurveyQuestionKind"]

SurveyState = described(
    model.SurveyState,
    "Where a survey stands.",
    PLANNED="It waits for its time.",
    OPEN="It was sent and can be answered until it closes.",
    ANSWERED="It has its one answer.",
    TOO_LATE="Never sent: the signing became known too late.",
    NOT_SENT="Never sent, for the reason that it bears.",
)
NoSurvey = described(
    model.NoSurvey,
    "Why an order has no survey.",
    HEARD_TOO_LATE="That it was signed became known more than 24 hours after.",
    NO_TIME_LEFT="It became known in quiet hours that last until the 24 hours are over.",
    ORDER_CANCELLED="The order was cancelled.",
    CASE_OPEN="The member had an open case about the order.",
    ASKED_ENOUGH="The member was asked as often as may be in the window.",
    SELDOM_ANSWERS="The member left so many surveys in a row unanswered that we rest.",
    MISSED="The system stood still when it was due, until the 24 hours were over.",
)
SurveyQuestionKind = described(
    questions.QuestionKind,
    "What an answer to a survey's question is.",
    name="SurveyQuestionKind",
    CSAT="A score from 1 (bad) to 5 (good).",
    NPS="A score from 0 (would not recommend) to 10.",
    CHOICE="One of a few.",
    TEXT="The member's own words.",
)
ClosureCheckState = described(
    model.CheckState,
    "Where a closure check stands.",
    name="ClosureCheckState",
    OPEN="The member has been asked.",
    CONFIRMED="The member said that all is fine; the ticket is closed.",
    DISPUTED="The member said that it is not; the ticket is reopened.",
    SILENT="No answer came in time; the ticket is closed.",
    OUTDATED="The ticket was reopened before an answer came.",
)
ResolutionKind = described(
    resolutions.Resolution,
    "What kind of resolution a closure check asks about.",
    name="ResolutionKind",
    MONEY="Money was given back.",
    GOODS="Goods were sent once more, or exchanged.",
    RETURN="Money was given back for goods that were handed in.",
    BENEFIT="A coupon, points, a gift, a card or a place at an event.",
    WORDS="An apology alone.",
    REFUSED="It was refused, and the time for an appeal is over.",
)


@seen_by(PART)
@strawberry.type(description="A question of a survey.")
class SurveyQuestion:
    kind: SurveyQuestionKind = strawberry.field(description="What an answer is.")  # type: ignore[valid-type]
    text: str = strawberry.field(description="What is asked.")
    choices: list[str] = strawberry.field(description="Of a CHOICE; empty otherwise.")
    lowest: int | None = strawberry.field(description="Of the scale; null where no score is asked for.")
    highest: int | None = strawberry.field(description="Of the scale.")


@seen_by(OWN | STAFF)
@strawberry.type(description="The one survey of an order: a score and a word (P1).")
class Survey(Stored[model.Survey]):
    @staticmethod
    def source(app: App) -> Source[model.Survey]:
        return "surveys", app.surveys.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id)

    @strawberry.field
    async def order(self, info: Info) -> Order | None:
        """The order that it asks about."""
        return await Order.load(info.context, self.model.order_id)

    @strawberry.field
    def state(self) -> SurveyState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def goods(self) -> str:
        """The goods that it asks about, in short; empty before it is sent."""
        return self.model.goods

    @strawberry.field
    def questions(self) -> list[SurveyQuestion]:
        """What it asks: one or two; the first for a score."""
        return [_question(each, self.model.goods) for each in self.model.questions]

    @strawberry.field
    def closes_at(self) -> datetime | None:
        """It takes its answer before this; null where it was not sent."""
        return self.model.closes_at

    @strawberry.field
    def link(self, info: Info) -> str | None:
        """For `openSurvey`: good for its member alone, until it closes; null where it was not sent."""
        return info.context.app.survey_answers.links.link(self.model)

    @strawberry.field
    def choice(self) -> int | None:
        """1 for the first of the choices."""
        return self.model.choice

    @strawberry.field
    def answered_at(self) -> datetime | None:
        """When its score came."""
        return self.model.answered_at

    @strawberry.field
    def score(self) -> int | None:
        """On the scale of its first question."""
        return self.model.score

    @strawberry.field
    def text(self) -> str | None:
        """The member's own words."""
        return self.model.text

    @strawberry.field(metadata=may(STAFF))
    def due(self) -> datetime | None:
        """When it was to be sent; for staff."""
        return self.model.due

    @strawberry.field(metadata=may(STAFF))
    def reason(self) -> NoSurvey | None:  # type: ignore[valid-type]
        """Why it was not sent; for staff."""
        return self.model.reason


def _question(question: questions.Question, goods: str) -> SurveyQuestion:
    lowest, highest = question.scale or (None, None)
    text = question.text.replace("{goods}", goods)
    return SurveyQuestion(kind=question.kind, text=text, choices=list(question.choices), lowest=lowest, highest=highest)


@seen_by(STAFF)
@strawberry.type(description="What came of the surveys that were sent on a day, for a kind of goods (P1).")
class SurveyCount:
    model: strawberry.Private[survey_counts.SurveyCount]

    @strawberry.field
    def day(self) -> str:
        """Shanghai's: `2026-03-05`."""
        return self.model.day

    @strawberry.field
    def category(self) -> str:
        """The kind of goods, or OTHER."""
        return self.model.category

    @strawberry.field
    def sent(self) -> int:
        """So many were sent."""
        return self.model.sent

    @strawberry.field
    def opened(self) -> int:
        """Of these, so many members looked at it."""
        return self.model.opened

    @strawberry.field
    def answered(self) -> int:
        """Of these, so many gave a score."""
        return self.model.answered

    @strawberry.field
    def rewarded(self) -> int:
        """Of these, so many have their coupon."""
        return self.model.rewarded


@seen_by(STAFF)
@strawberry.type(description="How often care for silent members ended so in a month (P2).")
class CareOutcomeCount:
    model: strawberry.Private[model.CareCount]

    @strawberry.field
    def outcome(self) -> CareOutcome:  # type: ignore[valid-type]
        """What came of it."""
        return self.model.outcome

    @strawberry.field
    def ended(self) -> int:
        """How often."""
        return self.model.ended

    @strawberry.field
    def scored_again(self) -> int:
        """Of these, so many members have bought again and scored it."""
        return self.model.scored_again

    @strawberry.field
    def content_again(self) -> int:
        """Of these, so many did not score it low."""
        return self.model.content_again


@seen_by(OWN | STAFF)
@strawberry.type(description="The question, some days after a resolution, whether all is fine (P7).")
class ClosureCheck(Stored[model.ClosureCheck]):
    @staticmethod
    def source(app: App) -> Source[model.ClosureCheck]:
        return "closure checks", app.closure_checks.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id)

    @strawberry.field
    async def ticket(self, info: Info) -> Ticket | None:
        """The ticket that was resolved; null for the member where the case was ours, not a claim."""
        return await Ticket.load(info.context, self.model.ticket_id)

    @strawberry.field
    def state(self) -> ClosureCheckState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def goods(self) -> str:
        """What the case was about, in short."""
        return self.model.goods

    @strawberry.field
    def resolution(self) -> ResolutionKind:  # type: ignore[valid-type]
        """What it asks about."""
        return self.model.resolution

    @strawberry.field
    def asked_at(self) -> datetime:
        """When the member was asked."""
        return self.model.asked_at

    @strawberry.field
    def silent_at(self) -> datetime:
        """Without an answer the ticket is closed then."""
        return self.model.silent_at
