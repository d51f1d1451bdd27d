"""How long a parcel usually lies between two movements, by carrier, lane and step (P4). Pure.

A norm is a percentile of what was seen, read from counts in fixed buckets of hours: any number of parcels takes the
same space, and counting is adding. With too few seen, the carrier's figure counts for all its lanes; then the default.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from care.logistics.model import ON_ITS_WAY, Parcel, Step
from care.logistics.rules import area

__all__ = ["BUCKETS", "EVERYWHERE", "Lane", "NormTerms", "bucket_of", "gaps", "norm_of"]

BUCKETS = (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 30, 36, 42, 48, 60, 72, 84, 96, 120, 144, 168, 240)
"""Upper ends in hours, inclusive; what is longer counts in the last."""
EVERYWHERE = "*"
_MOST_CELLS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """From where to where by whom; `EVERYWHERE` in both: the carrier as a whole."""

    carrier: str
    origin: str = EVERYWHERE
    destination: str = EVERYWHERE

    @property
    def whole_carrier(self) -> "Lane":
        return Lane(carrier=self.carrier)

    @classmethod
    def of(cls, parcel: Parcel, region: str | None) -> "Lane":
        """`region` is the order's."""
        start = next((each.place for each in parcel.movements if each.place), None)
        return cls(carrier=parcel.carrier or "?", origin=area(start), destination=region or "?")


@dataclass(frozen=True, slots=True, kw_only=True)
class NormTerms:
    """Hours; `percentile` of `least_seen` or more."""

    default: int
    floor: int
    most: int
    percentile: int
    least_seen: int


def bucket_of(gap: timedelta) -> int:
    """The place of its bucket in BUCKETS."""
    hours = gap / timedelta(hours=1)
    return next((place for place, end in enumerate(BUCKETS) if hours <= end), len(BUCKETS) - 1)


def gaps(parcel: Parcel) -> dict[tuple[Step, int], int]:
    """How often which step lasted how long (by bucket) until the next movement; the most frequent, so that counting
    them stays one transaction.
    """
    pairs = zip(parcel.movements, parcel.movements[1:], strict=False)
    seen = Counter((one.step, bucket_of(two.at - one.at)) for one, two in pairs if one.step in ON_ITS_WAY)
    return dict(sorted(seen.items(), key=lambda each: (-each[1], each[0]))[:_MOST_CELLS])


def norm_of(seen: Mapping[int, int], wider: Mapping[int, int], terms: NormTerms) -> timedelta:
    """The norm from what was seen on the lane, else of the carrier, by bucket; never under the floor."""
    for each in (seen, wider):
        if sum(each.values()) >= terms.least_seen:
            return timedelta(hours=min(max(_percentile(each, terms.percentile), terms.floor), terms.most))
    return timedelta(hours=max(terms.default, terms.floor))


def _percentile(seen: Mapping[int, int], percentile: int) -> int:
    """The upper end of the bucket below which so many percent lie."""
    wanted, passed = sum(seen.values()) * percentile, 0
    for place in sorted(seen):
        passed += seen[place] * 100
        if passed >= wanted:
            return BUCKETS[min(place, len(BUCKETS) - 1)]
    return BUCKETS[-1]
