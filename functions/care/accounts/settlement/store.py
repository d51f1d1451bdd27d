"""Where settlements lie, in table `accounts`:

SETTLEMENT#<id>         SETTLEMENT    what its files stated, summed up; by_a: all of them, the newest period first
SETTLED#<subject>       LINE          all that all files state of one payout or refund
DISCREPANCY#<id>        DISCREPANCY   where they and our books differ; by_a: those in one state, by_b: a settlement's
"""

from collections.abc import Sequence
from datetime import date

from care.accounts import given, store
from care.accounts.model import PayoutKind
from care.accounts.settlement.model import (
    Discrepancy,
    DiscrepancyKind,
    DiscrepancyState,
    SettledLine,
    SettledState,
    Settlement,
    Statement,
    Subject,
    discrepancy_id,
)
from care.dynamo.shelf import PRESENT, Shelf, attribute
from care.dynamo.storage import Ask, Place, Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import stamp

__all__ = [
    "DISCREPANCIES",
    "SETTLED",
    "SETTLEMENTS",
    "all_settlements",
    "count",
    "discrepancy_at",
    "discrepancy_of",
    "given_on",
    "held_at",
    "in_state",
    "line_at",
    "of_settlement",
    "settlement_at",
]

_TABLE = "accounts"
_ALL = "SETTLEMENTS"

SETTLEMENTS = Shelf(
    shape=Settlement,
    kind="settlement",
    table=_TABLE,
    key=lambda settlement: Key(f"SETTLEMENT#{settlement.id}", "SETTLEMENT"),
    indexes={"by_a": lambda settlement: (_ALL, f"{settlement.period_to.isoformat()}#{settlement.id}")},
)
SETTLED = Shelf(
    shape=SettledLine,
    kind="settled_line",
    table=_TABLE,
    key=lambda line: Key(f"SETTLED#{line.subject.id}", "LINE"),
)
DISCREPANCIES = Shelf(
    shape=Discrepancy,
    kind="discrepancy",
    table=_TABLE,
    key=lambda found: Key(f"DISCREPANCY#{found.id}", "DISCREPANCY"),
    indexes={
        "by_a": lambda found: (f"DISCREPANCIES#{found.state}", _place(found)),
        "by_b": lambda found: (f"SETTLEMENT#{found.settlement_id}", _place(found)),
    },
)


def _place(found: Discrepancy) -> str:
    return f"{stamp(found.found_at)}#{found.id}"


def settlement_at(settlement_id: str) -> tuple[Shelf[Settlement], Key]:
    return SETTLEMENTS, Key(f"SETTLEMENT#{settlement_id}", "SETTLEMENT")


def line_at(subject: Subject) -> tuple[Shelf[SettledLine], Key]:
    return SETTLED, Key(f"SETTLED#{subject.id}", "LINE")


def discrepancy_at(id_: str) -> tuple[Shelf[Discrepancy], Key]:
    return DISCREPANCIES, Key(f"DISCREPANCY#{id_}", "DISCREPANCY")


def discrepancy_of(subject: Subject, kind: DiscrepancyKind) -> tuple[Shelf[Discrepancy], Key]:
    return discrepancy_at(discrepancy_id(subject, kind))


def held_at(subject: Subject) -> Wanted:
    """The payout or the mall's own refund that a subject names."""
    if subject.key:
        return store.payout_at(subject.key)
    return store.mall_refund_at(subject.order_id, subject.line_id, subject.refund_id)


def count(settlement_id: str, new: Sequence[Statement]) -> DynamoWrite:
    """Add statements that were not known, in the transaction that keeps them: each counts once."""
    sums = {"amount_fen": 0, "points": 0}
    for each in new:
        unit = "points" if each.kind == PayoutKind.POINTS else "amount_fen"
        sums[unit] += each.amount if each.state is SettledState.PAID else -each.amount
    return SETTLEMENTS.update(
        settlement_at(settlement_id)[1],
        attribute("lines").add(len(new)),
        *(attribute(name).add(amount) for name, amount in sums.items()),
        name="settlement.count",
        condition=PRESENT,
    )


def given_on(day: date, *, limit: int, after: Place) -> Ask:
    """What our books say the mall gave on a day of Asia/Shanghai."""
    return Ask(table=_TABLE, index="by_a", pk=given.given_on(day), limit=limit, after=after)


def all_settlements(*, limit: int, after: Place) -> Ask:
    return Ask(table=_TABLE, index="by_a", pk=_ALL, limit=limit, after=after, newest_first=True)


def in_state(state: DiscrepancyState, *, limit: int, after: Place) -> Ask:
    return Ask(table=_TABLE, index="by_a", pk=f"DISCREPANCIES#{state}", limit=limit, after=after)


def of_settlement(settlement_id: str, *, limit: int, after: Place) -> Ask:
    return Ask(table=_TABLE, index="by_b", pk=f"SETTLEMENT#{settlement_id}", limit=limit, after=after)
