"""What a piece of evidence is: a photo that was promised, arrived or not, and was judged by what it shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

__all__ = [
    "KEPT",
    "TAKEN",
    "Album",
    "Bounds",
    "Bucket",
    "Evidence",
    "EvidenceState",
    "Fault",
    "Hash",
    "Photo",
    "Problem",
    "Sighting",
]

KEPT = timedelta(days=180)
"""How long the photo that is shown lies in its bucket; the lifecycle in template.yaml says the same."""
TAKEN = ("image/jpeg", "image/png", "image/webp")
"""Content types that are taken. HEIC is not: phones hand out JPEG where they are asked for it."""


class EvidenceState(StrEnum):
    AWAITED = "AWAITED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    EXPIRED = "EXPIRED"


class Fault(StrEnum):
    """Why what arrived is no evidence."""

    NO_PHOTO = "NO_PHOTO"
    HEIC = "HEIC"
    TOO_HEAVY = "TOO_HEAVY"
    TOO_LARGE = "TOO_LARGE"
    TOO_SMALL = "TOO_SMALL"
    ANIMATED = "ANIMATED"
    UNREADABLE = "UNREADABLE"


class Problem(StrEnum):
    """What is wrong with the goods, as a recogniser saw it."""

    ROTTEN = "ROTTEN"
    MOULDY = "MOULDY"
    DAMAGED = "DAMAGED"
    LEAKING = "LEAKING"
    FOREIGN_OBJECT = "FOREIGN_OBJECT"
    WRONG_GOODS = "WRONG_GOODS"
    MISSING_GOODS = "MISSING_GOODS"
    EXPIRED = "EXPIRED"
    NOTHING_WRONG = "NOTHING_WRONG"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a slip allows, as the figures were when it was given out."""

    most_bytes: int
    most_megapixels: int
    alike_bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One photo, from its slip on. It is about an order line; `ticket_id` says which case it was named for."""

    id: str
    member_id: str
    order_id: str
    line_id: str
    state: EvidenceState
    content_type: str
    """As the client announced it; what arrives is judged by its content."""
    bounds: Bounds
    at: datetime
    """When the slip was given out."""
    upload_by: datetime
    ticket_id: str | None = None
    fault: Fault | None = None
    width: int | None = None
    """Of the photo that is shown, in pixels."""
    height: int | None = None
    sha256: str | None = None
    """Of what arrived, in hex."""
    phash: str | None = None
    problem: Problem | None = None
    seen_before: tuple[str, ...] = ()
    """Evidence of other order lines, anybody's, that shows the same photo."""
    judged_at: datetime | None = None
    version: int = 0

    @property
    def line(self) -> str:
        return f"{self.order_id}/{self.line_id}"

    @property
    def clear(self) -> bool:
        """Whether it is what a rule asks for that asks for a photo: one that nobody has shown before."""
        return self.state is EvidenceState.ACCEPTED and not self.seen_before

    @property
    def arrived_at(self) -> str:
        """The key under which it is uploaded."""
        return f"raw/{self.id}"

    def shown_at(self, sha256: str) -> str:
        """The key of the photo that is shown, by what arrived: whoever posts twice changes no photo that was judged."""
        return f"shown/{self.id}-{sha256[:16]}.jpg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """The photos of one order line. `ids`: awaited or accepted; `tries`: slips that were ever given out."""

    order_id: str
    line_id: str
    ids: tuple[str, ...] = ()
    tries: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Hash:
    """A difference hash: 64 bits of differences along the rows, 64 along the columns."""

    row: int
    column: int

    @property
    def text(self) -> str:
        return f"{self.row:016x}{self.column:016x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo that was found good: upright, of display size, without metadata."""

    jpeg: bytes
    width: int
    height: int
    hashes: tuple[Hash, ...]
    """Of the whole photo first, then of it with its rim cut off, a little more each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One hash of a photo that was accepted."""

    evidence_id: str
    line: str
    row: int
    column: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """All sightings whose row hash has the 16 bits `value` in its `band` (0 to 3): near ones share a bucket."""

    band: int
    value: int
    sightings: tuple[Sighting, ...] = ()
    version: int = 0
