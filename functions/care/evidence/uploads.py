"""Upload slips: given out, looked up again, run out (G8). What arrives is judged in judge_arrival.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from care.dynamo.storage import Storage, fetch_by_id
from care.evidence.doors import Doors, Slip
from care.evidence.figures import bounds, most_photos, most_tries, upload_time, view_time
from care.evidence.model import Evidence, EvidenceState
from care.evidence.rules import check_photo, expired, slip_given, slot_freed, viewable
from care.evidence.store import album_at, album_of, evidence_at, write_album, write_evidence
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.ids import timed_id
from care.kernel.settings import Settings
from care.kernel.work import Batch

__all__ = ["GRACE", "Announced", "Uploads"]

GRACE = timedelta(minutes=15)
"""After a slip has run out: an upload that began in time may still be on its way, and so may the word of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What a client is about to upload: about which line of whose order, of which type, how many bytes."""

    member_id: str
    order_id: str
    line_id: str
    content_type: str
    size: int
    ticket_id: str | None = None


class Uploads:
    """What the API needs of evidence."""

    def __init__(self, storage: Storage, clock: Clock, settings: Callable[[], Settings], doors: Doors) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings
        self._doors = doors

    def begin(self, batch: Batch, announced: Announced, cause: str) -> Evidence:
        """One photo awaited; whose line it is has been checked. Refused: type, weight, number."""
        settings, now = self._settings(), self._clock.now()
        check_photo(announced.content_type, announced.size, bounds(settings))
        evidence = Evidence(
            id=timed_id(now, cause),
            member_id=announced.member_id,
            order_id=announced.order_id,
            line_id=announced.line_id,
            ticket_id=announced.ticket_id,
            state=EvidenceState.AWAITED,
            content_type=announced.content_type,
            bounds=bounds(settings),
            at=now.replace(microsecond=0),
            upload_by=now.replace(microsecond=0) + upload_time(settings),
        )
        found = self._storage.fetch([album_at(evidence.order_id, evidence.line_id)])
        album = slip_given(
            album_of(found, evidence.order_id, evidence.line_id),
            evidence.id,
            most_photos=most_photos(settings),
            most_tries=most_tries(settings),
        )
        batch.add(write_evidence(evidence), write_album(album))
        due = evidence.upload_by + GRACE
        batch.plan(AgendaItem(lane=Lane.CLOCKS, kind="evidence.missing", due=due, subject=evidence.id))
        return evidence

    def give_up(self, item: AgendaItem, batch: Batch) -> None:
        """Nothing came: the slip's place is free again. A photo that still comes is judged all the same."""
        evidence = self.get_many([item.subject]).get(item.subject)
        if evidence is None or evidence.state is not EvidenceState.AWAITED:
            return
        found = self._storage.fetch([album_at(evidence.order_id, evidence.line_id)])
        album = album_of(found, evidence.order_id, evidence.line_id)
        batch.add(write_evidence(expired(evidence)), write_album(slot_freed(album, evidence.id)))

    def get_many(self, evidence_ids: Sequence[str]) -> Mapping[str, Evidence]:
        """By id, one call for a hundred; those that do not exist are absent."""
        return fetch_by_id(self._storage, evidence_at, evidence_ids)

    def slip(self, evidence: Evidence) -> Slip | None:
        """Where to post the photo; None once it came, or the time is over."""
        awaited = evidence.state is EvidenceState.AWAITED and self._clock.now() < evidence.upload_by
        return self._doors.slip(evidence) if awaited else None

    def view(self, evidence: Evidence) -> str | None:
        """Where the photo can be seen for a few minutes; None where there is none, or none any more."""
        now = self._clock.now()
        return self._doors.view(evidence, now, view_time(self._settings())) if viewable(evidence, now) else None
