"""G8: an object has arrived. It is looked at once, and judged by what it is; what came is deleted in the end.

Word of an arrival comes any number of times and in any order. What was decided stays; where a run was cut off, the
next one does the rest: the shown photo is written before the decision, and what came is deleted after it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from care.dynamo.storage import Storage
from care.evidence import rules
from care.evidence.alike import bands, neighbourhood, same_photo, telling
from care.evidence.model import Bounds, Evidence, Fault, Photo, Problem
from care.evidence.objects import Objects
from care.evidence.recogniser import Recogniser
from care.evidence.store import (
    album_at,
    album_of,
    bucket_at,
    buckets_of,
    evidence_at,
    write_album,
    write_bucket,
    write_evidence,
)
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.work import Batch, UnitOfWork

__all__ = ["Arrivals"]

_log = logging.getLogger(__name__)
_PREFIX = "raw/"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was found out about an object, before anything is decided."""

    found: Photo | Fault
    sha256: str | None = None
    problem: Problem = Problem.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """`inspect` decodes (inspect_photo.py, which needs Pillow)."""

    storage: Storage
    uow: UnitOfWork
    clock: Clock
    objects: Objects
    recogniser: Recogniser
    inspect: Callable[[bytes, Bounds], Photo | Fault]

    def take(self, key: str) -> None:
        """Judge what lies under `key`. Any error: nothing is decided, and it comes again."""
        if not key.startswith(_PREFIX):
            _log.warning("an object that is no upload: passed over")
            return
        evidence = self._evidence(key.removeprefix(_PREFIX))
        if evidence is not None and rules.undecided(evidence):
            seen = self._look(evidence)
            if seen is None:
                return
            self.uow.run(lambda batch: self._decide(batch, evidence.id, seen))
        self.objects.delete(key)

    def _evidence(self, evidence_id: str) -> Evidence | None:
        shelf, key = evidence_at(evidence_id)
        found: Evidence | None = self.storage.get(shelf, key)
        return found

    def _look(self, evidence: Evidence) -> _Seen | None:
        """None where nothing lies there any more: another run has taken it, and decides."""
        size = self.objects.size(evidence.arrived_at)
        if size is None:
            return None
        if size > evidence.bounds.most_bytes:
            return _Seen(found=Fault.TOO_HEAVY)
        content = self.objects.read(evidence.arrived_at, evidence.bounds.most_bytes) if size else b""
        digest = sha256(content).hexdigest()
        found = self.inspect(content, evidence.bounds)
        if isinstance(found, Fault):
            return _Seen(found=found, sha256=digest)
        self.objects.put_photo(evidence.shown_at(digest), found.jpeg)
        return _Seen(found=found, sha256=digest, problem=self.recogniser.recognise(found.jpeg))

    def _decide(self, batch: Batch, evidence_id: str, seen: _Seen) -> None:
        evidence = self._evidence(evidence_id)
        if evidence is None or not rules.undecided(evidence):
            return
        if isinstance(seen.found, Fault):
            self._refuse(batch, evidence, seen.found, seen.sha256)
        else:
            self._accept(batch, evidence, seen.found, seen)

    def _refuse(self, batch: Batch, evidence: Evidence, fault: Fault, digest: str | None) -> None:
        """The ticket goes on without it; its place in the album is free for another try."""
        found = self.storage.fetch([album_at(evidence.order_id, evidence.line_id)])
        album = album_of(found, evidence.order_id, evidence.line_id)
        now = self.clock.now()
        batch.add(write_evidence(rules.refused(evidence, fault, digest, now)))
        if evidence.id in album.ids:
            batch.add(write_album(rules.slot_freed(album, evidence.id)))

    def _accept(self, batch: Batch, evidence: Evidence, photo: Photo, seen: _Seen) -> None:
        """The buckets that the photo is remembered in are held to what was read, so of two that arrive at one moment
        and share one, the second sees the first.
        """
        now, whole = self.clock.now(), photo.hashes[0]
        own = {place for each in photo.hashes if telling(each) for place in bands(each.row)}
        near = set(neighbourhood(whole.row)) if telling(whole) else set()
        at_album = album_at(evidence.order_id, evidence.line_id)
        found = self.storage.fetch([at_album, *(bucket_at(place) for place in sorted(own | near))])
        buckets = buckets_of(found, sorted(own | near))
        seen_before = same_photo(evidence, whole, [buckets[place] for place in sorted(near)])
        accepted = rules.accepted(
            evidence, photo, sha256=seen.sha256 or "", problem=seen.problem, seen_before=seen_before, now=now
        )
        batch.add(write_evidence(accepted))
        album = album_of(found, evidence.order_id, evidence.line_id)
        if (kept := rules.slot_kept(album, evidence.id)) != album:
            batch.add(write_album(kept))
        batch.add(*(write_bucket(rules.remembered(buckets[place], evidence, photo, now)) for place in sorted(own)))
        batch.plan(
            AgendaItem(
                lane=Lane.NOW,
                kind="evidence.judged",
                due=now,
                subject=evidence.id,
                payload={"member_id": evidence.member_id, "seen_before": len(seen_before)},
            )
        )
