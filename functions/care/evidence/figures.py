"""The figures of evidence (G8)."""

from datetime import timedelta

from care.evidence.model import Bounds
from care.kernel.settings import Settings, figure

__all__ = ["MOST_NAMED", "bounds", "most_photos", "most_tries", "upload_time", "view_time"]

_MOST_KB = figure("evidence.most_kb", 10_240, 512, 20_480, "KiB", "G8", "The heaviest photo that can be uploaded")
_MOST_MEGAPIXELS = figure(
    "evidence.most_megapixels", 50, 4, 100, "megapixels", "G8", "The largest photo that is decoded"
)
_ALIKE_BITS = figure(
    "evidence.alike_bits", 7, 0, 7, "bits of 64", "G8", "Photos whose hashes differ by no more are the same photo"
)
MOST_NAMED = 20
"""Photos that an application can name: as many as an order line can ever have."""
_MOST_PHOTOS = figure("evidence.most_photos", 9, 1, MOST_NAMED, "photos", "G8", "Photos of one order line")
_MOST_TRIES = figure("evidence.most_tries", 30, 1, 100, "uploads", "G8", "Uploads that can be begun for one order line")
_UPLOAD_MINUTES = figure("evidence.upload_minutes", 15, 1, 60, "minutes", "G8", "How long an upload slip is good")
_VIEW_MINUTES = figure("evidence.view_minutes", 10, 1, 60, "minutes", "G8", "How long a photo's address is good")


def bounds(settings: Settings) -> Bounds:
    return Bounds(
        most_bytes=settings.of(_MOST_KB) * 1024,
        most_megapixels=settings.of(_MOST_MEGAPIXELS),
        alike_bits=settings.of(_ALIKE_BITS),
    )


def most_photos(settings: Settings) -> int:
    return settings.of(_MOST_PHOTOS)


def most_tries(settings: Settings) -> int:
    return settings.of(_MOST_TRIES)


def upload_time(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.of(_UPLOAD_MINUTES))


def view_time(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.of(_VIEW_MINUTES))
