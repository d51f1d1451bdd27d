"""The satisfaction survey (P1): sent once within 24 hours after signing, or never, with the reason.

order.signed ──plan_survey──▶ TOO_LATE | NOT_SENT          nothing is sent, and the survey says why
                              PLANNED + survey.send ──▶ NOT_SENT (cancelled, a case is open, asked often enough)
                                                    ──▶ OPEN + message ──answer_survey.py──▶ ANSWERED + coupon
                                                         ╰─ survey.remind: one message, if nothing was answered
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from care.catalog.model import Category, known_category
from care.contact.figures import quiet_hours
from care.contact.service import Contact
from care.dynamo.storage import Ask, Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.orders.model import Order
from care.orders.naming import name_goods
from care.orders.store import order_at
from care.outreach.fatigue import SurveyLoad, tired
from care.outreach.figures import answerable, fatigue_terms, remind_after, reward_fen, survey_times
from care.outreach.model import NoSurvey, Survey, SurveyState, survey_id
from care.outreach.notices import survey_invitation, survey_reminder
from care.outreach.rules import LATEST, SurveyPlan, plan_survey
from care.outreach.store import LOADS, SURVEYS, load_at, save_survey, survey_at
from care.outreach.survey_counts import SurveyCount, count_survey, survey_counts
from care.outreach.survey_templates import SurveyTemplates

__all__ = ["Cases", "Surveys"]

_AHEAD = timedelta(minutes=10)
"""The survey opens so long before its message is due, so that the slow beat of its lane does not make it late."""
_NEVER_SENT = frozenset({SurveyState.PLANNED, SurveyState.TOO_LATE, SurveyState.NOT_SENT})


class Cases(Protocol):
    """What `care.tickets` tells of an order."""

    def has_open_case(self, order_id: str) -> bool:
        """Whether a claim for any line of the order is open."""
        ...


class Surveys:
    """Deciders: `on_order_signed`, `send` (kind `survey.send`), `remind` (kind `survey.remind`)."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        settings: Callable[[], Settings],
        contact: Contact,
        templates: SurveyTemplates,
        cases: Cases,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings
        self._contact = contact
        self._templates = templates
        self._cases = cases

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
        """Open the survey and tell the member, or say why not."""
        order, survey = self._look_up(str(item.payload["order_id"]))
        if order is None or survey is None or survey.state is not SurveyState.PLANNED:
            return
        if survey.generation != item.generation:
            return
        load: SurveyLoad = self._storage.get(*load_at(order.member_id)) or SurveyLoad(member_id=order.member_id)
        if reason := self._obstacle(order, survey, load):
            batch.add(save_survey(replace(survey, state=SurveyState.NOT_SENT, reason=reason)))
            return
        opened = self._opened(order, survey)
        sent_at = opened.opened_at or self._clock.now()
        batch.add(save_survey(opened), count_survey(sent_at, opened.category, sent=1))
        batch.add(LOADS.save(load.asked_for(opened.id, sent_at), name="survey.load"))
        self._contact.notify(batch, survey_invitation(opened, reward_fen(self._settings())))
        if reminding := self._reminding(opened):
            batch.plan(reminding)

    def remind(self, item: AgendaItem, batch: Batch) -> None:
        """Once, and only who has not answered while the survey takes answers, and has no open case about it."""
        survey: Survey | None = self._storage.get(*survey_at(item.subject))
        if survey is None or survey.state is not SurveyState.OPEN or survey.closes_at is None:
            return
        if self._clock.now() < survey.closes_at and not self._cases.has_open_case(survey.order_id):
            self._contact.notify(batch, survey_reminder(survey, reward_fen(self._settings())))

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

    def counts_of(self, month: str) -> list[SurveyCount]:
        """Of a month of Shanghai's (`2026-03`): by the day on which surveys were sent, and the kind of goods."""
        return survey_counts(self._storage, month)

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
        category, templates = _category(order), self._templates.current()
        template = templates.for_category(category)
        return replace(
            survey,
            state=SurveyState.OPEN,
            category=str(category or "OTHER"),
            template=template.code,
            edition=templates.number,
            questions=template.questions,
            goods=name_goods([line.name for line in order.lines if not line.cancelled]),
            opened_at=opened_at,
            closes_at=opened_at + answerable(self._settings()),
        )

    def _obstacle(self, order: Order, survey: Survey, load: SurveyLoad) -> NoSurvey | None:
        now = self._clock.now()
        if order.cancelled_at or not order.live:
            return NoSurvey.ORDER_CANCELLED
        if now > survey.signed_at + LATEST:
            return NoSurvey.MISSED
        if self._cases.has_open_case(order.id):
            return NoSurvey.CASE_OPEN
        return tired(load, now, fatigue_terms(self._settings()))


def _overtaken(survey: Survey | None, signed_at: datetime) -> bool:
    """Whether this signing (re)plans the survey: nothing was sent yet, and no signing so early was known."""
    return survey is None or (survey.state in _NEVER_SENT and signed_at < survey.signed_at)


def _category(order: Order) -> Category | None:
    """Of what most was paid for."""
    live = [line for line in order.lines if not line.cancelled]
    dearest = max(live, key=lambda line: line.paid_fen, default=None)
    return known_category(dearest.category) if dearest else None


def _state(plan: SurveyPlan) -> SurveyState:
    if plan.at:
        return SurveyState.PLANNED
    return SurveyState.TOO_LATE if plan.reason is NoSurvey.HEARD_TOO_LATE else SurveyState.NOT_SENT
