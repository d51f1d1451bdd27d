"""A link to a survey, which only its member can use, until the survey closes (P1)."""

from datetime import datetime

import msgspec

from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.signing import BadSeal, Sealer
from care.outreach.errors import SurveyLinkAltered, SurveyLinkExpired
from care.outreach.model import Survey

__all__ = ["SurveyLinks"]

_PURPOSE = "survey-link"


class _Link(msgspec.Struct, frozen=True, array_like=True):
    survey_id: str
    member_id: str
    closes_at: datetime


class SurveyLinks:
    """Links are made when asked for, and looked up nowhere."""

    def __init__(self, master: str, clock: Clock) -> None:
        self._sealer = Sealer(master, _PURPOSE)
        self._clock = clock

    def link(self, survey: Survey) -> str | None:
        """None where it takes no answer."""
        if survey.closes_at is None:
            return None
        return self._sealer.seal(msgspec.json.encode(_Link(survey.id, survey.member_id, survey.closes_at)))

    def survey_of(self, link: str, member_id: str) -> str:
        """The survey's id. SurveyLinkAltered; NotFound for another member's; SurveyLinkExpired."""
        try:
            told = msgspec.json.decode(self._sealer.open(link), type=_Link)
        except (BadSeal, msgspec.MsgspecError) as error:
            raise SurveyLinkAltered(field="link") from error
        if told.member_id != member_id:
            raise NotFound(field="link")
        if self._clock.now() >= told.closes_at:
            raise SurveyLinkExpired(field="link")
        return told.survey_id
