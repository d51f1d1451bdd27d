"""G1: a policy leaves no case without a rule and none with two. Pure; each flaw names its place, and the other's.

default       each reason class has a rule that names nothing, and a reason that leads to it: else Gap
overlap       two rules of a class that name the same dimensions can meet in one case
price bands   rules that differ by price alone are a family; between their bands is no hole
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from care.policy.faults import Flaw, Gap, Overlap, PriceGap
from care.policy.model import Match, PolicyDraft, ReasonClass, Rule
from care.policy.precedence import Dimension, band, named

__all__ = ["coverage_flaws"]

_Family = tuple[tuple[int, Rule], ...]


def coverage_flaws(draft: PolicyDraft) -> Iterator[Flaw]:
    """Gaps, overlaps and holes between price bands."""
    yield from _gaps(draft)
    for family in _families(draft.rules):
        yield from _overlaps(family)
        yield from _holes(family)


def _gaps(draft: PolicyDraft) -> Iterator[Flaw]:
    ruled = {rule.reason_class for rule in draft.rules if not named(rule.match)}
    reached = {reason.reason_class for reason in draft.reasons}
    for place, covered in (("rules", ruled), ("reasons", reached)):
        for each in ReasonClass:
            if each not in covered:
                yield Gap(place, reason_class=each.value)


def _families(rules: tuple[Rule, ...]) -> list[_Family]:
    """Rules with their places, together where they are of one class and name the same but for the band of a price."""
    found = defaultdict(list)
    for at, rule in enumerate(rules):
        values: dict[Dimension, str | None] = {**named(rule.match)}
        if Dimension.PRICE in values:
            values[Dimension.PRICE] = None
        found[rule.reason_class, tuple(values.items())].append((at, rule))
    return [tuple(family) for family in found.values()]


def _overlaps(family: _Family) -> Iterator[Flaw]:
    for (first, one), (second, other) in combinations(family, 2):
        if _meet(one.match, other.match):
            yield Overlap(f"rules[{second}]", other=f"rules[{first}]")


def _meet(one: Match, other: Match) -> bool:
    (low, high), (other_low, other_high) = band(one), band(other)
    return (high is None or other_low < high) and (other_high is None or low < other_high)


def _holes(family: _Family) -> Iterator[Flaw]:
    bands = sorted(family, key=lambda each: band(each[1].match)[0])
    for (before, lower), (at, upper) in pairwise(bands):
        end, start = band(lower.match)[1], band(upper.match)[0]
        if end is not None and end < start:
            yield PriceGap(f"rules[{at}].match.paid_from_fen", other=f"rules[{before}]", low=end, high=start)
