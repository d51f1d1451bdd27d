"""The satisfaction survey (P1): sent once within 24 hours after signing, answered once, rewarded once.

order.signed ──plan_survey──▶ TOO_LATE | NOT_SENT          nothing is sent, and the survey says why
                              PLANNED + survey.send ──▶ OPEN + message ──answer──▶ ANSWERED + coupon
                                                         ╰─ survey.remind: one message, if nothing was answered
                                                                                   survey.answered
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from care.accounts.service import Accounts
from care.contact.figures import quiet_hours
from care.contact.service import Contact
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Ask, Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.orders.model import Order
from care.orders.naming import name_goods
from care.orders.store import order_at
from care.outreach.errors import SurveyAnswered, SurveyClosed, SurveyNotOpen
from care.outreach.figures import answerable, remind_after, reward_fen, survey_times
from care.outreach.model import NoSurvey, Survey, SurveyState, survey_id
from care.outreach.notices import reward, survey_invitation, survey_reminder, survey_thanks
from care.outreach.rules import LATEST, SurveyPlan, plan_survey
from care.outreach.store import SURVEYS, answer_survey, save_survey, survey_at

__all__ = ["MOST_TEXT", "Surveys"]

MOST_TEXT = 500
"""Characters of a member's own words."""
_SCORES = range(1, 6)
_AHEAD = timedelta(minutes=10)
"""The survey opens so long before its message is due, so that the slow beat of its lane does not make it late."""
_NEVER_SENT = frozenset({SurveyState.PLANNED, SurveyState.TOO_LATE, SurveyState.NOT_SENT})


class Surveys:
    """Deciders: `on_order_signed`, `send` (kind `survey.send`), `remind` (kind `survey.remind`).

    Fact: `survey.answered`; subject: the survey; payload: order_id, member_id, score, commented (0 or 1).
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        requests: Requests,
        settings: Callable[[], Settings],
        contact: Contact,
        accounts: Accounts,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._requests = requests
        self._settings = settings
        self._contact = contact
        self._accounts = accounts

    def on_order_signed(self, item: AgendaItem, batch: Batch) -> None:
        """Plan the order's survey by its first signing; an earlier one that is heard of later plans it anew."""
        order, survey = self._look_up(item.subject)
        signed_at = order.signed_at if order else None
        if order is None or signed_at is None or not _overtaken(survey, signed_at):
            return
        planned = self._planned(order, signed_at, survey.version if survey else 0)
        batch.add(save_survey(planned))
        if planned.due:
            batch.plan(self._sending(planned, planned.due))

    def send(self, item: AgendaItem, batch: Batch) -> None:
        """Open the survey and tell the member; a cancelled order has none."""
        order, survey = self._look_up(str(item.payload["order_id"]))
        if order is None or survey is None or survey.state is not SurveyState.PLANNED:
            return
        if survey.generation != item.generation:
            return
        if reason := _obstacle(order, survey, self._clock.now()):
            batch.add(save_survey(replace(survey, state=SurveyState.NOT_SENT, reason=reason)))
            return
        opened = self._opened(order, survey)
        batch.add(save_survey(opened))
        self._contact.notify(batch, survey_invitation(opened, reward_fen(self._settings())))
        if reminding := self._reminding(opened):
            batch.plan(reminding)

    def remind(self, item: AgendaItem, batch: Batch) -> None:
        """Once, and only who has not answered while the survey takes answers."""
        survey: Survey | None = self._storage.get(*survey_at(item.subject))
        if survey is None or survey.state is not SurveyState.OPEN or survey.closes_at is None:
            return
        if self._clock.now() < survey.closes_at:
            self._contact.notify(batch, survey_reminder(survey, reward_fen(self._settings())))

    def answer(self, request: Request, survey_id: str, member_id: str, score: int, text: str = "") -> Answer:
        """Take the answer and book the reward. BadInput, NotFound (not theirs), SurveyAnswered, SurveyClosed, …"""
        if score not in _SCORES:
            raise BadInput("a score is a whole number from 1 to 5", field="score")
        if len(text) > MOST_TEXT:
            raise BadInput(f"at most {MOST_TEXT} characters", field="text", most=MOST_TEXT)
        return self._requests.once(request, lambda batch: self._answer(survey_id, member_id, score, text, batch))

    def get_many(self, survey_ids: Sequence[str]) -> Mapping[str, Survey]:
        """By id; those that do not exist are absent."""
        return fetch_by_id(self._storage, survey_at, survey_ids)

    def open_of_member(self, member_id: str, limit: int, after: Place) -> tuple[list[Survey], Place]:
        """The surveys that this member can answer, those first that close last."""
        ask = Ask(
            table="outreach", index="by_a", pk=f"SURVEYS#{member_id}", limit=limit, after=after, newest_first=True
        )
        page, now = self._storage.query(ask), self._clock.now()
        return [each for each in page.of(SURVEYS) if each.closes_at and now < each.closes_at], page.after

    def past_of_member(self, member_id: str, limit: int, after: Place) -> tuple[list[Survey], Place]:
        """Those that a member answered or was never sent, the newest signing first."""
        pk = f"PAST-SURVEYS#{member_id}"
        page = self._storage.query(
            Ask(table="outreach", index="by_a", pk=pk, limit=limit, after=after, newest_first=True)
        )
        return page.of(SURVEYS), page.after

    def _look_up(self, order_id: str) -> tuple[Order | None, Survey | None]:
        at_order, at_survey = order_at(order_id), survey_at(survey_id(order_id))
        found = self._storage.fetch([at_order, at_survey])
        return found.get(*at_order), found.get(*at_survey)

    def _planned(self, order: Order, signed_at: datetime, version: int) -> Survey:
        settings = self._settings()
        plan = plan_survey(signed_at, self._clock.now(), survey_times(settings), quiet_hours(settings))
        return Survey(
            id=survey_id(order.id),
            order_id=order.id,
            member_id=order.member_id,
            signed_at=signed_at,
            state=_state(plan),
            reason=plan.reason,
            due=plan.at,
            version=version,
        )

    def _sending(self, survey: Survey, due: datetime) -> AgendaItem:
        """In its own slow lane where there is time for it, else at once."""
        now = self._clock.now()
        return AgendaItem(
            lane=Lane.CARE if due - now > _AHEAD else Lane.NOW,
            kind="survey.send",
            due=max(now, due - _AHEAD),
            subject=survey.id,
            generation=survey.generation,
            payload={"order_id": survey.order_id},
        )

    def _reminding(self, survey: Survey) -> AgendaItem | None:
        """None where the survey closes before."""
        due = (survey.opened_at or self._clock.now()) + remind_after(self._settings())
        if survey.closes_at is None or due >= survey.closes_at:
            return None
        return AgendaItem(
            lane=Lane.CARE, kind="survey.remind", due=due, subject=survey.id, generation=survey.generation
        )

    def _opened(self, order: Order, survey: Survey) -> Survey:
        opened_at = max(survey.due or self._clock.now(), self._clock.now())
        return replace(
            survey,
            state=SurveyState.OPEN,
            goods=name_goods([line.name for line in order.lines if not line.cancelled]),
            opened_at=opened_at,
            closes_at=opened_at + answerable(self._settings()),
        )

    def _answer(self, survey_id: str, member_id: str, score: int, text: str, batch: Batch) -> str:
        survey, now = self._answerable(survey_id, member_id), self._clock.now()
        answered = replace(survey, state=SurveyState.ANSWERED, answered_at=now, score=score, text=text.strip() or None)
        batch.add(answer_survey(answered))
        amount = reward_fen(self._settings())
        self._accounts.book(batch, reward(answered, amount))
        self._contact.notify(batch, survey_thanks(answered, amount))
        batch.plan(_answered(answered, score, now))
        return survey.id

    def _answerable(self, survey_id: str, member_id: str) -> Survey:
        survey: Survey | None = self._storage.get(*survey_at(survey_id))
        if survey is None or survey.member_id != member_id:
            raise NotFound(field="survey_id")
        if survey.state is SurveyState.ANSWERED:
            raise SurveyAnswered
        if survey.state is not SurveyState.OPEN or survey.closes_at is None:
            raise SurveyNotOpen(state=survey.state)
        if self._clock.now() >= survey.closes_at:
            raise SurveyClosed
        return survey


def _overtaken(survey: Survey | None, signed_at: datetime) -> bool:
    """Whether this signing (re)plans the survey: nothing was sent yet, and no signing so early was known."""
    return survey is None or (survey.state in _NEVER_SENT and signed_at < survey.signed_at)


def _obstacle(order: Order, survey: Survey, now: datetime) -> NoSurvey | None:
    if order.cancelled_at or not order.live:
        return NoSurvey.ORDER_CANCELLED
    return NoSurvey.MISSED if now > survey.signed_at + LATEST else None


def _state(plan: SurveyPlan) -> SurveyState:
    if plan.at:
        return SurveyState.PLANNED
    return SurveyState.TOO_LATE if plan.reason is NoSurvey.HEARD_TOO_LATE else SurveyState.NOT_SENT


def _answered(survey: Survey, score: int, now: datetime) -> AgendaItem:
    payload: dict[str, str | int] = {
        "order_id": survey.order_id,
        "member_id": survey.member_id,
        "score": score,
        "commented": int(survey.text is not None),
    }
    return AgendaItem(lane=Lane.NOW, kind="survey.answered", due=now, subject=survey.id, payload=payload)
