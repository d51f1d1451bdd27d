"""What must hold at each commit (G4): nobody's own doing passes what was paid for a line, a slice or a cap."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from care.accounts.figures import COMMUNITY_DAY_FEN, DAY_FEN, MEMBER_MONTH_FEN, SKU_DAY_FEN
from care.accounts.spending import cut
from care.dynamo.writes import DynamoWrite
from care.kernel.settings import Figure

__all__ = ["Caps"]

_WIDE = {"SKU": SKU_DAY_FEN, "COMMUNITY": COMMUNITY_DAY_FEN, "DAY": DAY_FEN}
Home = tuple[str, str, str]
Item = Mapping[str, Any]


@dataclass
class Caps:
    """`published` are figures with the moment from which they hold."""

    now: Callable[[], datetime]
    published: list[tuple[datetime, Mapping[str, int]]] = field(default_factory=list)
    checked: int = 0

    def of(self, figure: Figure) -> int:
        """As it is in force now."""
        now = self.now()
        said = [values[figure.key] for since, values in self.published if since <= now and figure.key in values]
        return said[-1] if said else figure.default

    def check(
        self, writes: Sequence[DynamoWrite], before: Mapping[Home, Item | None], after: Mapping[Home, Item]
    ) -> None:
        """Of each counter that a transaction moved."""
        unbound = any(write.name == "authority.use" or _posted(after.get(write.home)) for write in writes)
        for write in writes:
            item = after.get(write.home)
            if item is None:
                continue
            if write.name == "line.book":
                self._line(before[write.home] or {}, item)
            elif write.name == "budget.take":
                self._slice(item)
            elif write.name == "cap.take":
                self._narrow(item, write, unbound=unbound)

    def _line(self, before: Item, item: Item) -> None:
        """Only what adds to it is held to its cap: the mall may have gone above it by itself."""
        for counter, cap in (("committed_fen", "cap_fen"), ("freight_fen", "freight_cap_fen")):
            spent = _number(item, counter)
            if spent > _number(before, counter):
                self.checked += 1
                assert spent <= _number(item, cap), (counter, item)

    def _slice(self, item: Item) -> None:
        figure = _WIDE.get(item["budget"]["S"].partition("#")[0])
        if figure is not None:
            self.checked += 1
            assert _number(item, "spent_fen") <= cut(self.of(figure))[_number(item, "k")], item

    def _narrow(self, item: Item, write: DynamoWrite, *, unbound: bool) -> None:
        """Without a condition it only counts: somebody's authority passes the cap, or a slip had promised it."""
        self.checked += 1
        if write.condition is None:
            assert unbound, "a cap is passed by nobody's authority"
        elif item["scope"]["S"].startswith("MEMBER#"):
            assert _number(item, "spent_fen") <= self.of(MEMBER_MONTH_FEN), item


def _posted(item: Item | None) -> bool:
    """Whether it is what a parcel of goods cost to send back (G10)."""
    return item is not None and "source" in item and item["source"]["S"].startswith("return:")


def _number(item: Item, name: str) -> int:
    return int(item[name]["N"]) if name in item else 0
