"""Why an answer about a parcel is not taken. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = ["ParcelMoved", "StallAnswered"]


class StallAnswered(Refused):
    """The question about the parcel has its answer; `state` says which."""

    code = "STALL_ALREADY_ANSWERED"


class ParcelMoved(Refused):
    """The parcel has moved, or was signed for, since the question was asked."""

    code = "PARCEL_MOVED"
