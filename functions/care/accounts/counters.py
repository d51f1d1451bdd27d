"""What was promised under caps and budgets (G4), in table `accounts`:

MEMBER#<member id>              MONTH#<month>   to a member in a month
AGENT#<staff id>                DAY#<day>       by an agent in a day
AGENT#<staff id>                MEMBER#<member id>#<month>  by an agent to a member in a month
BUDGET#<scope>#<value>#<day>    SLICE#<k>       out of a slice of a wide budget
BUDGET#<scope>#<value>#<day>    OVER            beyond a wide budget, approved by a manager (G5)
"""

from dataclasses import dataclass

from care.accounts.spending import cut
from care.accounts.store import room
from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Wanted
from care.dynamo.writes import DynamoWrite, Key

__all__ = [
    "COUNTERS",
    "SLICES",
    "Counter",
    "Slice",
    "agent_day",
    "agent_member",
    "beyond_budget",
    "count_up",
    "member_month",
    "slice_at",
    "take_slice",
]

_TABLE = "accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What was promised under a narrow cap: `scope` is the partition, `period` the month or day."""

    scope: str
    period: str
    spent_fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """What was promised out of slice `k` of a wide budget."""

    budget: str
    k: int
    spent_fen: int = 0


COUNTERS = Shelf(shape=Counter, kind="counter", table=_TABLE, key=lambda each: Key(each.scope, each.period))
SLICES = Shelf(
    shape=Slice, kind="slice", table=_TABLE, key=lambda each: Key(f"BUDGET#{each.budget}", f"SLICE#{each.k}")
)


def member_month(member_id: str, month: str) -> Key:
    return Key(f"MEMBER#{member_id}", f"MONTH#{month}")


def agent_day(agent_id: str, day: str) -> Key:
    return Key(f"AGENT#{agent_id}", f"DAY#{day}")


def slice_at(budget: str, k: int) -> Wanted:
    return SLICES, Key(f"BUDGET#{budget}", f"SLICE#{k}")


def agent_member(agent_id: str, member_id: str, month: str) -> Key:
    return Key(f"AGENT#{agent_id}", f"MEMBER#{member_id}#{month}")


def beyond_budget(budget: str) -> Key:
    return Key(f"BUDGET#{budget}", "OVER")


def count_up(key: Key, fen: int, cap_fen: int | None) -> DynamoWrite:
    """Under its cap, where it has one; `fen` alone is not above it. Whoever is late decides again."""
    return COUNTERS.update(
        key,
        attribute("type").set(COUNTERS.kind),
        attribute("scope").set(key.pk),
        attribute("period").set(key.sk),
        attribute("spent_fen").add(fen),
        name="cap.take",
        condition=None if cap_fen is None else room("spent_fen", cap_fen - fen),
    )


def take_slice(budget: str, k: int, fen: int, cap_fen: int) -> DynamoWrite:
    """Under slice `k`'s part of `cap_fen`; `fen` alone is not above it. Whoever is late decides again."""
    return SLICES.update(
        slice_at(budget, k)[1],
        attribute("type").set(SLICES.kind),
        attribute("budget").set(budget),
        attribute("k").set(k),
        attribute("spent_fen").add(fen),
        name="budget.take",
        condition=room("spent_fen", cut(cap_fen)[k] - fen),
    )
