"""C4: the sum of a simulation, in memory that does not grow with the cases: counters, and the twenty foremost cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappush, heappushpop

from care.tickets.simulation.replay import Difference

__all__ = ["MOST_EXAMPLES", "MOST_GROUPS", "OTHERS", "By", "Group", "Tally"]

MOST_EXAMPLES = 20
MOST_GROUPS = 100
OTHERS = "OTHERS"
"""Counts together what comes after the hundredth value of a dimension."""


class By(StrEnum):
    """What cases are counted by."""

    SEGMENT = "SEGMENT"
    CATEGORY = "CATEGORY"
    REASON = "REASON"


@dataclass(slots=True, kw_only=True)
class Group:
    """Counters over some cases; costs in fen."""

    cases: int = 0
    changed: int = 0
    gains: int = 0
    losses: int = 0
    newly_allowed: int = 0
    newly_refused: int = 0
    newly_instant: int = 0
    no_longer_instant: int = 0
    before_fen: int = 0
    after_fen: int = 0

    def add(self, each: Difference) -> None:
        before, after = each.before, each.after
        self.cases += 1
        self.changed += each.changed
        self.gains += each.gains
        self.losses += each.loses
        self.newly_allowed += after.allowed and not before.allowed
        self.newly_refused += before.allowed and not after.allowed
        self.newly_instant += after.instant and not before.instant
        self.no_longer_instant += before.instant and not after.instant
        self.before_fen += before.cost_fen
        self.after_fen += after.cost_fen


@dataclass(slots=True)
class _Foremost:
    """The cases with the greatest difference in cost; of equal ones, those with the greatest ids."""

    heap: list[tuple[int, str, Difference]] = field(default_factory=list)

    def add(self, each: Difference) -> None:
        entry = (abs(each.more_fen), each.case.id, each)
        if len(self.heap) < MOST_EXAMPLES:
            heappush(self.heap, entry)
        else:
            heappushpop(self.heap, entry)

    def __iter__(self) -> Iterator[Difference]:
        return (each for _, _, each in sorted(self.heap, reverse=True))


@dataclass(slots=True)
class Tally:
    """Folds differences, in any order, into the same sums and examples. A case comes once."""

    total: Group = field(default_factory=Group)
    groups: dict[By, dict[str, Group]] = field(default_factory=lambda: {by: {} for by in By})
    _gains: _Foremost = field(default_factory=_Foremost)
    _losses: _Foremost = field(default_factory=_Foremost)

    def add(self, each: Difference) -> None:
        self.total.add(each)
        for by, value in _values(each).items():
            self._group(by, value).add(each)
        if each.gains:
            self._gains.add(each)
        elif each.loses:
            self._losses.add(each)

    @property
    def top_gains(self) -> list[Difference]:
        """The members who gain most, the foremost first."""
        return list(self._gains)

    @property
    def top_losses(self) -> list[Difference]:
        """The members who lose most, the foremost first."""
        return list(self._losses)

    def _group(self, by: By, value: str) -> Group:
        groups = self.groups[by]
        known = value in groups or len(groups) < MOST_GROUPS
        return groups.setdefault(value if known else OTHERS, Group())


def _values(each: Difference) -> Mapping[By, str]:
    facts = each.case.facts
    return {By.SEGMENT: facts.segment.value, By.CATEGORY: facts.category, By.REASON: each.case.reason}
