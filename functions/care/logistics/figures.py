"""The figures of the logistics watch (P4)."""

from datetime import timedelta

from care.kernel.settings import Settings, figure
from care.logistics.norms import NormTerms

__all__ = ["forget_after", "norm_terms"]

_DEFAULT = figure(
    "logistics.norm_default", 36, 6, 240, "hours", "P4", "Without a movement a parcel stalls, where too little was seen"
)
_FLOOR = figure("logistics.norm_floor", 12, 1, 120, "hours", "P4", "No parcel stalls before this, whatever was seen")
_MOST = figure("logistics.norm_most", 120, 12, 240, "hours", "P4", "Each parcel stalls after this, whatever was seen")
_PERCENTILE = figure(
    "logistics.norm_percentile", 95, 50, 99, "percent", "P4", "So many parcels moved on within the norm"
)
_LEAST_SEEN = figure(
    "logistics.norm_least_seen", 30, 5, 10_000, "movements", "P4", "So many must be seen for a norm of their own"
)
_FORGET = figure(
    "logistics.forget_after",
    15,
    3,
    60,
    "days",
    "P4",
    "A parcel of which nothing was heard for so long is not asked about",
)


def norm_terms(settings: Settings) -> NormTerms:
    return NormTerms(
        default=settings.of(_DEFAULT),
        floor=settings.of(_FLOOR),
        most=settings.of(_MOST),
        percentile=settings.of(_PERCENTILE),
        least_seen=settings.of(_LEAST_SEEN),
    )


def forget_after(settings: Settings) -> timedelta:
    return timedelta(days=settings.of(_FORGET))
