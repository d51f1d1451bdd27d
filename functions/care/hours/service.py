"""Publishing and reading the business calendar (G7)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from care.dynamo.editions import Editions, Imprint, Publication
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage
from care.hours.baseline import baseline_calendar
from care.hours.figures import LEAD_MINUTES
from care.hours.holidays import Holidays
from care.hours.model import Calendar, CalendarVersion, Timetable
from care.hours.rules import check
from care.hours.store import CALENDARS
from care.kernel.clock import SHANGHAI, Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch

__all__ = ["ServiceHours"]


class ServiceHours:
    """When we serve. What was computed by one calendar stays as it is when the next one takes effect."""

    def __init__(
        self,
        storage: Storage,
        requests: Requests,
        clock: Clock,
        settings: Callable[[], Settings],
        holidays: Holidays,
    ) -> None:
        self.editions: Editions[CalendarVersion] = Editions(storage, clock, CALENDARS, baseline_calendar())
        self._requests = requests
        self._settings = settings
        self._holidays = holidays

    def current(self) -> Calendar:
        """What counts now; NotReady if that cannot be known."""
        return self.calendar(self.editions.current())

    def calendar(self, version: CalendarVersion) -> Calendar:
        """An edition, ready to be asked for the hours of a date."""
        return Calendar(version.timetable, self._holidays.kind_of)

    def publish(self, timetable: Timetable, effective_at: datetime, who: str, why: str, request: Request) -> Answer:
        """Publish a whole calendar; `result` is its number.

        BadWeek, BadOverride, NoServiceHours; EffectiveTooSoon; BadInput without a `why`.
        """

        def decide(batch: Batch) -> str:
            lead = timedelta(minutes=self._settings().of(LEAD_MINUTES))
            publication = Publication(effective_at=effective_at, who=who, why=why, lead=lead)
            check(timetable, self._holidays.kind_of, effective_at.astimezone(SHANGHAI).date())
            return str(self.editions.publish(batch, publication, make, name="calendar.publish").number)

        def make(_previous: CalendarVersion, imprint: Imprint) -> CalendarVersion:
            return CalendarVersion(timetable=timetable, **imprint)

        return self._requests.once(request, decide)
