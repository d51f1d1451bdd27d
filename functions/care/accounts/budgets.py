"""The counters behind caps and budgets (G4): read by the decision that pays, held by conditions in its transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from care.accounts import counters
from care.accounts.errors import CapReached, Exhausted
from care.accounts.figures import BATCH_FEN, COMMUNITY_DAY_FEN, DAY_FEN, SKU_DAY_FEN
from care.accounts.spending import SLICES, Scope, Spend, Width, own_slice, shares, widths
from care.accounts.store import line_account
from care.dynamo.storage import Found, Wanted
from care.dynamo.writes import Key
from care.kernel.settings import Figure, Settings
from care.kernel.work import Batch

__all__ = ["Budgets"]

_FIGURES: Mapping[Scope, Figure] = {
    Scope.SKU: SKU_DAY_FEN,
    Scope.BATCH: BATCH_FEN,
    Scope.COMMUNITY: COMMUNITY_DAY_FEN,
    Scope.DAY: DAY_FEN,
}


@dataclass(frozen=True, slots=True)
class _Cap:
    """One narrow counter and what it may not pass."""

    scope: Scope
    key: Key
    cap_fen: int | None


class Budgets:
    """Takes a `Spend` out of all that it counts for, or says what has no room.

    The caller reads `wanted` along with what else it reads, once; `take` reads nothing more. A counter that moved
    in between loses its condition, which names no error: the caller decides again, by a fresh reading.
    """

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self._settings = settings

    def wanted(self, spend: Spend) -> Sequence[Wanted]:
        """The counters that `spend` counts for; its `fen` may be unknown (0) so far."""
        narrow = [(counters.COUNTERS, cap.key) for cap in _caps(spend)]
        wide = [counters.slice_at(width.key, k) for width in widths(spend) for k in range(SLICES)]
        return [line_account(spend.order_id), *narrow, *wide]

    def refusals(self, spend: Spend, found: Found) -> Iterator[Exhausted | CapReached]:
        """All that has no room for `spend`, the narrowest first."""
        if not spend.fen:
            return
        whole, most = found.get(*line_account(spend.order_id)), spend.order_cap_fen
        if most is not None and spend.fen > most - (whole.worth_fen if whole else 0):
            yield _cap_reached(Scope.ORDER)
        for cap in _caps(spend):
            if cap.cap_fen is not None and spend.fen > cap.cap_fen - _spent(found, cap.key):
                yield _cap_reached(cap.scope)
        if not spend.limits.over:
            yield from (
                _exhausted(width, spend) for width in widths(spend) if self._shares(width, spend, found) is None
            )

    def take(self, batch: Batch, source: str, spend: Spend, found: Found) -> None:
        """Add the conditional updates, apart from the order's own counter; raises what `refusals` says first."""
        if refusal := next(self.refusals(spend, found), None):
            raise refusal
        if not spend.fen:
            return
        batch.add(*(counters.count_up(cap.key, spend.fen, cap.cap_fen) for cap in _caps(spend)))
        for width in widths(spend):
            parts = self._shares(width, spend, found, own_slice(source))
            if parts is None:
                batch.add(counters.count_up(counters.beyond_budget(width.key), spend.fen, None))
                continue
            cap = self._cap_of(width)
            batch.add(*(counters.take_slice(width.key, k, part, cap) for k, part in parts.items()))

    def _shares(self, width: Width, spend: Spend, found: Found, prefer: int = 0) -> Mapping[int, int] | None:
        slices = [found.get(*counters.slice_at(width.key, k)) for k in range(SLICES)]
        return shares(self._cap_of(width), [each.spent_fen if each else 0 for each in slices], spend.fen, prefer)

    def _cap_of(self, width: Width) -> int:
        return self._settings().of(_FIGURES[width.scope])


def _caps(spend: Spend) -> Iterator[_Cap]:
    limits = spend.limits
    yield _Cap(Scope.MEMBER, counters.member_month(spend.member_id, spend.month), limits.member_month_fen)
    if limits.agent_id and limits.agent_day_fen is not None:
        yield _Cap(Scope.AGENT_DAY, counters.agent_day(limits.agent_id, str(spend.day)), limits.agent_day_fen)
    if limits.agent_id and limits.agent_member_fen is not None:
        key = counters.agent_member(limits.agent_id, spend.member_id, spend.month)
        yield _Cap(Scope.AGENT_MEMBER, key, limits.agent_member_fen)


def _spent(found: Found, key: Key) -> int:
    counter = found.get(counters.COUNTERS, key)
    return counter.spent_fen if counter else 0


def _cap_reached(scope: Scope) -> CapReached:
    return CapReached(f"the cap of {scope} is reached", scope=scope)


def _exhausted(width: Width, spend: Spend) -> Exhausted:
    return Exhausted(f"the budget {width.key} is exhausted", scope=width.scope, value=width.value, day=str(spend.day))
