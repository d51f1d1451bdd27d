"""What may be uploaded, and what a piece of evidence becomes. Pure."""

from dataclasses import replace
from datetime import datetime

from care.evidence.alike import telling
from care.evidence.errors import EvidenceNotYours, PhotoTooHeavy, PhotoTypeNotTaken, TooManyPhotos
from care.evidence.model import (
    KEPT,
    TAKEN,
    Album,
    Bounds,
    Bucket,
    Evidence,
    EvidenceState,
    Fault,
    Photo,
    Problem,
    Sighting,
)
from care.kernel.errors import BadInput

__all__ = [
    "accepted",
    "check_photo",
    "expired",
    "name_for",
    "refused",
    "remembered",
    "slip_given",
    "slot_freed",
    "slot_kept",
    "undecided",
    "viewable",
]

_OPEN = {EvidenceState.AWAITED, EvidenceState.EXPIRED}
_MOST_SIGHTINGS = 400
"""Of one bucket: what is older is forgotten first, so that the item stays far below DynamoDB's limit."""


def check_photo(content_type: str, size: int, allowed: Bounds) -> None:
    """What the client announces. The same bounds stand in the signed policy, and are held again on arrival."""
    if content_type not in TAKEN:
        raise PhotoTypeNotTaken(field="content_type")
    if size < 1:
        raise BadInput("a photo has at least one byte", field="bytes", low=1)
    if size > allowed.most_bytes:
        raise PhotoTooHeavy(field="bytes", most_kb=allowed.most_bytes // 1024)


def slip_given(album: Album, evidence_id: str, *, most_photos: int, most_tries: int) -> Album:
    """The album with one more photo awaited; TooManyPhotos where it is full, or was tried too often."""
    if len(album.ids) >= most_photos or album.tries >= most_tries:
        raise TooManyPhotos(most=most_photos)
    return replace(album, ids=(*album.ids, evidence_id), tries=album.tries + 1)


def slot_freed(album: Album, evidence_id: str) -> Album:
    """The album without a photo that was refused or never came."""
    return replace(album, ids=tuple(each for each in album.ids if each != evidence_id))


def slot_kept(album: Album, evidence_id: str) -> Album:
    """The album with a photo that came when its slot had been freed already."""
    return album if evidence_id in album.ids else replace(album, ids=(*album.ids, evidence_id))


def undecided(evidence: Evidence) -> bool:
    """Whether an arrival still decides something. What comes late is taken: its expiry was only our assumption."""
    return evidence.state in _OPEN


def expired(evidence: Evidence) -> Evidence:
    """Nothing came in time."""
    return replace(evidence, state=EvidenceState.EXPIRED)


def refused(evidence: Evidence, fault: Fault, sha256: str | None, now: datetime) -> Evidence:
    return replace(evidence, state=EvidenceState.REFUSED, fault=fault, sha256=sha256, judged_at=now)


def accepted(
    evidence: Evidence, photo: Photo, *, sha256: str, problem: Problem, seen_before: tuple[str, ...], now: datetime
) -> Evidence:
    return replace(
        evidence,
        state=EvidenceState.ACCEPTED,
        width=photo.width,
        height=photo.height,
        sha256=sha256,
        phash=photo.hashes[0].text,
        problem=problem,
        seen_before=seen_before,
        judged_at=now,
    )


def remembered(bucket: Bucket, evidence: Evidence, photo: Photo, now: datetime) -> Bucket:
    """The bucket with those of the photo's hashes that belong into it; what is older than its photo is kept is gone."""
    fresh = [each for each in bucket.sightings if now - each.at <= KEPT and each.evidence_id != evidence.id]
    own = [
        Sighting(evidence_id=evidence.id, line=evidence.line, row=each.row, column=each.column, at=now)
        for each in photo.hashes
        if telling(each) and each.row >> (bucket.band * 16) & 0xFFFF == bucket.value
    ]
    return replace(bucket, sightings=tuple((*fresh, *own)[-_MOST_SIGHTINGS:]))


def viewable(evidence: Evidence, now: datetime) -> bool:
    """Whether there is a photo to be shown."""
    return (
        evidence.judged_at is not None and evidence.state is EvidenceState.ACCEPTED and now < evidence.judged_at + KEPT
    )


def name_for(evidence: Evidence | None, member_id: str, line: str) -> Evidence | None:
    """The photo, as far as it says something: one that was refused, or never came, stands in no application's way.

    EvidenceNotYours for what an application for this line may not name: another's, or what was named before.
    """
    owned = (member_id, line, None)
    if evidence is None or (evidence.member_id, evidence.line, evidence.ticket_id) != owned:
        raise EvidenceNotYours(field="evidence")
    return evidence if evidence.state in {EvidenceState.AWAITED, EvidenceState.ACCEPTED} else None
