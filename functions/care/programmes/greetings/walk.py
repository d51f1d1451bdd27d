"""The way through an audience (L7): turn after turn, page after page; nobody is met twice.

A turn is a tag, a product, or a month of last orders: each is a partition of an index.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from care.dynamo.paging import read_place, write_place
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.clock import SHANGHAI
from care.members.model import Member, TagName
from care.members.service import Members
from care.members.store import member_at
from care.programmes.greetings.model import GreetingAudience, Habit, LastOrder
from care.programmes.greetings.rules import applies
from care.programmes.habits.model import Bought, Buyer
from care.programmes.habits.store import bought_at, buyer_at, buyers_in, buyers_of

__all__ = ["Stretch", "Walk"]

_Page = tuple[list[str], Place]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The next on the way: how many were looked at, who of them is meant, and where to go on."""

    looked_at: int
    meant: tuple[Member, ...]
    turn: int
    after: str
    last: bool


@dataclass(frozen=True, slots=True)
class _Turn:
    """`page`: the next member ids; `meets`: whether each is met in this turn, and not in an earlier one."""

    page: Callable[[int, Place], _Page]
    meets: Callable[[Sequence[Member]], Callable[[Member], bool]]


class Walk:
    """Through one audience, as it is counted at a time."""

    def __init__(self, storage: Storage, members: Members, audience: GreetingAudience, at: datetime) -> None:
        self._storage = storage
        self._members = members
        self._audience = audience
        self._at = at
        self._turns = self._way()

    def stretch(self, turn: int, after: str, limit: int) -> Stretch:
        """At most `limit` members: one query, one batch of members, and at most one of what they bought."""
        if turn >= len(self._turns):
            return Stretch(0, (), turn, "", last=True)
        ids, rest = self._turns[turn].page(limit, read_place(after))
        found = list(fetch_by_id(self._storage, member_at, ids).values())
        meets = self._turns[turn].meets(found)
        meant = tuple(each for each in found if applies(self._audience, each) and meets(each))
        if rest:
            return Stretch(len(ids), meant, turn, write_place(rest), last=False)
        return Stretch(len(ids), meant, turn + 1, "", last=turn + 1 == len(self._turns))

    def _way(self) -> list[_Turn]:
        audience = self._audience
        if audience.habit:
            return [self._product(audience.habit, number) for number in range(len(audience.habit.skus))]
        if audience.last_order:
            return self._months(audience.last_order)
        return [self._tag(audience.any_of, number) for number in range(len(audience.any_of))]

    def _tag(self, tags: tuple[TagName, ...], number: int) -> _Turn:
        def page(limit: int, place: Place) -> _Page:
            bearers, rest = self._members.bearers(tags[number], limit, place)
            return [each.member_id for each in bearers], rest

        def meets(member: Member) -> bool:
            return tags[number] in member.tag_names and not member.tag_names.intersection(tags[:number])

        return _Turn(page, lambda _found: meets)

    def _product(self, habit: Habit, number: int) -> _Turn:
        """Who bought an earlier product of the habit was met there."""
        since, sku = self._at - timedelta(days=habit.days), habit.skus[number]

        def meets(found: Sequence[Member]) -> Callable[[Member], bool]:
            wanted = [(each.id, every) for each in found for every in (*habit.skus, *habit.never)]
            bought = fetch_by_id(self._storage, bought_at, wanted)
            return lambda member: _has_habit(habit, sku, number, partial(_times, bought, member.id, since))

        return _Turn(partial(buyers_of, self._storage, sku), meets)

    def _months(self, last: LastOrder) -> list[_Turn]:
        """The newest month first. Whoever has bought again since the index was read is not meant."""
        until, since = (_day(self._at - timedelta(days=days)) for days in (last.least_days, last.most_days))

        def meets(found: Sequence[Member]) -> Callable[[Member], bool]:
            buyers = fetch_by_id(self._storage, buyer_at, [each.id for each in found])
            return lambda member: _between(buyers.get(member.id), since, until)

        return [_Turn(partial(buyers_in, self._storage, month, since, until), meets) for month in _months(since, until)]


def _times(bought: dict[tuple[str, str], Bought], member_id: str, since: datetime, sku: str) -> int:
    row = bought.get((member_id, sku))
    return row.times_since(since) if row else 0


def _has_habit(habit: Habit, sku: str, number: int, times: Callable[[str], int]) -> bool:
    return (
        times(sku) >= habit.times
        and not any(times(each) >= habit.times for each in habit.skus[:number])
        and not any(times(each) for each in habit.never)
    )


def _between(buyer: Buyer | None, since: date, until: date) -> bool:
    return buyer is not None and buyer.last_at is not None and since <= _day(buyer.last_at) <= until


def _months(since: date, until: date) -> list[str]:
    """`2026-03` and so on, the newest first."""
    months = []
    day = until.replace(day=1)
    while day >= since.replace(day=1):
        months.append(day.isoformat()[:7])
        day = (day - timedelta(days=1)).replace(day=1)
    return months


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
