"""Why something about a photo was refused. What is wrong with a photo itself is a Fault on its evidence."""

from care.kernel.errors import Refused

__all__ = ["EvidenceNotYours", "PhotoTooHeavy", "PhotoTypeNotTaken", "TooManyPhotos"]


class PhotoTypeNotTaken(Refused):
    """Photos are taken as JPEG, PNG or WebP."""

    code = "PHOTO_TYPE_NOT_TAKEN"


class PhotoTooHeavy(Refused):
    """The photo has more bytes than are taken; `most_kb` says how many are."""

    code = "PHOTO_TOO_HEAVY"


class TooManyPhotos(Refused):
    """The order line has all the photos that it can have; `most` says how many."""

    code = "TOO_MANY_PHOTOS"


class EvidenceNotYours(Refused):
    """The photo is of another line, was named before, or was refused: it cannot be named for this application."""

    code = "EVIDENCE_NOT_YOURS"
