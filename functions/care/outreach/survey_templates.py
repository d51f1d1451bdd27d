"""Publishing and reading survey templates (P1)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from care.dynamo.editions import BUILT_IN, Editions, Imprint, Publication
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.outreach.errors import TemplatesUnsound
from care.outreach.figures import TEMPLATE_LEAD
from care.outreach.questions import STANDARD, SurveyTemplate, TemplatesVersion
from care.outreach.store import TEMPLATES
from care.outreach.survey_flaws import template_flaws

__all__ = ["SurveyTemplates"]

_BUILT_IN = TemplatesVersion(**BUILT_IN, templates=(SurveyTemplate(code="STANDARD", questions=STANDARD),))
"""Number 0: in force until an operator publishes others."""


class SurveyTemplates:
    """What surveys ask. A survey that was sent keeps its questions."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock, settings: Callable[[], Settings]) -> None:
        self.editions: Editions[TemplatesVersion] = Editions(storage, clock, TEMPLATES, _BUILT_IN)
        self._requests = requests
        self._settings = settings

    def current(self) -> TemplatesVersion:
        """What is asked now; NotReady if that cannot be known."""
        return self.editions.current()

    def publish(
        self, templates: Iterable[SurveyTemplate], effective_at: datetime, who: str, why: str, request: Request
    ) -> Answer:
        """Publish all templates; `result` is the number.

        TemplatesUnsound lists all that is wrong; EffectiveTooSoon; BadInput without a `why`.
        """
        templates = tuple(templates)

        def decide(batch: Batch) -> str:
            lead = timedelta(minutes=self._settings().of(TEMPLATE_LEAD))
            publication = Publication(effective_at=effective_at, who=who, why=why, lead=lead)
            if flaws := list(template_flaws(templates)):
                raise TemplatesUnsound(flaws)
            return str(self.editions.publish(batch, publication, make, name="survey-templates.publish").number)

        def make(_previous: TemplatesVersion, imprint: Imprint) -> TemplatesVersion:
            return TemplatesVersion(templates=templates, **imprint)

        return self._requests.once(request, decide)
