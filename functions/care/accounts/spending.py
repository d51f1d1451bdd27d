"""Caps and budgets of what is promised, without any I/O (G4).

Narrow caps hold one member (a month), one order, one agent (a day, and a member's month): one counter each. Wide
budgets hold a product, a batch, a community and everything (a day each; a batch for its whole life). Many pay out of
a wide budget at the same moment, so it is cut into SLICES counters: a payment takes from its own slice, else from the
one with most room, else from several. A budget bounds what is promised: what fails or is given up later is not given
back to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zlib import crc32

__all__ = ["SLICES", "Limits", "Scope", "Spend", "Width", "cut", "own_slice", "shares", "widths"]

SLICES = 8
"""Counters of each wide budget; never changed, since what was spent lies in them."""


class Scope(StrEnum):
    MEMBER = "MEMBER"
    ORDER = "ORDER"
    AGENT_DAY = "AGENT_DAY"
    AGENT_MEMBER = "AGENT_MEMBER"
    SKU = "SKU"
    BATCH = "BATCH"
    COMMUNITY = "COMMUNITY"
    DAY = "DAY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a payment is held to. A cap that is None is counted and holds nothing: a manager may pass it (G5).

    `budgets`: whether it comes out of the wide ones; `over`: where one of them has no room, it counts as over it.
    """

    member_month_fen: int | None
    order_percent: int | None
    agent_id: str | None = None
    agent_day_fen: int | None = None
    agent_member_fen: int | None = None
    """What the agent may promise to this member in a month."""
    budgets: bool = True
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """What a decision promises: `fen` of money and worth (points apart), on `day` in Shanghai."""

    fen: int
    day: date
    member_id: str
    order_id: str
    order_paid_fen: int
    sku: str
    batch: str | None = None
    community: str | None = None
    limits: Limits

    @property
    def month(self) -> str:
        return f"{self.day:%Y-%m}"

    @property
    def order_cap_fen(self) -> int | None:
        """What may be promised for the order in all."""
        percent = self.limits.order_percent
        return None if percent is None else self.order_paid_fen * percent // 100


@dataclass(frozen=True, slots=True)
class Width:
    """One wide budget: of `value` on `day`; without a day, for good."""

    scope: Scope
    value: str
    day: date | None

    @property
    def key(self) -> str:
        return f"{self.scope}#{self.value}#{self.day or ''}"


def widths(spend: Spend) -> Iterator[Width]:
    """The wide budgets that it counts for."""
    if not spend.limits.budgets:
        return
    yield Width(Scope.SKU, spend.sku, spend.day)
    if spend.batch:
        yield Width(Scope.BATCH, f"{spend.sku}/{spend.batch}", None)
    if spend.community:
        yield Width(Scope.COMMUNITY, spend.community, spend.day)
    yield Width(Scope.DAY, "", spend.day)


def cut(cap_fen: int) -> tuple[int, ...]:
    """The slices' caps: they add up to `cap_fen`, to the fen."""
    each, odd = divmod(cap_fen, SLICES)
    return tuple(each + (k < odd) for k in range(SLICES))


def own_slice(source: str) -> int:
    """The slice that a source's payment takes from first."""
    return crc32(source.encode()) % SLICES


def shares(cap_fen: int, spent: Sequence[int], fen: int, prefer: int) -> Mapping[int, int] | None:
    """How much of `fen` each slice bears, so that none passes its cap; None where all of them have too little room."""
    room = {k: max(0, cap - spent[k]) for k, cap in enumerate(cut(cap_fen))}
    if sum(room.values()) < fen:
        return None
    if room[prefer] >= fen:
        return {prefer: fen} if fen else {}
    taken: dict[int, int] = {}
    for k in sorted(room, key=lambda k: (-room[k], k)):
        taken[k] = min(room[k], fen - sum(taken.values()))
    return {k: part for k, part in taken.items() if part}
