"""Where money lies, in table `accounts` (docs/access-patterns.md):

SOURCE#<source>       PAYOUT#<n>               what one decision pays: one Query; a payout's id tells its key
LEDGER#<payout id>    <attempt>#<cause>#<nth>  a payout's ledger lines, append-only; by_a: all of a day in Shanghai
ORDER#<order id>      LINE#<line id>           a line's account; LINE# alone is the order's as a whole
ORDER#<order id>      REFUND#<derived>         a refund that the mall made, once

What was promised under caps and budgets lies there too: accounts/counters.py.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from care.accounts.caps import Draw, beyond
from care.accounts.errors import AlreadyPaid
from care.accounts.given import given
from care.accounts.ledger_line import Cause, LedgerLine
from care.accounts.line_account import LineAccount, MallRefund
from care.accounts.model import Payout
from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask, Place, Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import SHANGHAI, stamp
from care.kernel.ids import derived_id

__all__ = [
    "LEDGER",
    "LINES",
    "MALL_REFUNDS",
    "PAYOUTS",
    "accounts_of",
    "append",
    "book_on_line",
    "grow_line",
    "ledger_of",
    "ledger_of_day",
    "line_account",
    "mall_refund_at",
    "move_on_line",
    "of_source",
    "open_payout",
    "payout_at",
    "room",
    "state_cap",
    "stays_within",
]

_TABLE = "accounts"
_ORDER = "ORDER#"
_LINE = "LINE#"


def _payout_key(source: str, number: str) -> Key:
    return Key(f"SOURCE#{source}", f"PAYOUT#{number}")


def _line_key(order_id: str, line_id: str) -> Key:
    return Key(f"{_ORDER}{order_id}", f"{_LINE}{line_id}")


def _refund_key(order_id: str, line_id: str, refund_id: str) -> Key:
    return Key(f"{_ORDER}{order_id}", f"REFUND#{derived_id(line_id, refund_id)}")


def _day_of(line: LedgerLine) -> tuple[str, str]:
    return _day_pk(f"{line.at.astimezone(SHANGHAI):%Y-%m-%d}"), f"{stamp(line.at)}#{line.id}"


def _day_pk(day: str) -> str:
    return f"LEDGER#{day}"


PAYOUTS = Shelf(
    shape=Payout,
    kind="payout",
    table=_TABLE,
    key=lambda payout: _payout_key(payout.source, str(payout.n)),
    indexes={"by_a": lambda payout: given(payout.paid_at, payout.id)},
)
LEDGER = Shelf(
    shape=LedgerLine,
    kind="ledger",
    table=_TABLE,
    key=lambda line: Key(f"LEDGER#{line.payout_id}", f"{line.attempt:03}#{line.cause}#{line.nth}"),
    indexes={"by_a": _day_of},
)
LINES = Shelf(
    shape=LineAccount,
    kind="line_account",
    table=_TABLE,
    key=lambda account: _line_key(account.order_id, account.line_id),
)
MALL_REFUNDS = Shelf(
    shape=MallRefund,
    kind="mall_refund",
    table=_TABLE,
    key=lambda refund: _refund_key(refund.order_id, refund.line_id, refund.refund_id),
    indexes={"by_a": lambda refund: given(refund.at, refund.refund_id)},
)


def payout_at(payout_id: str) -> Wanted:
    source, _, number = payout_id.rpartition(".")
    return PAYOUTS, _payout_key(source, number)


def line_account(order_id: str, line_id: str = "") -> Wanted:
    return LINES, _line_key(order_id, line_id)


def mall_refund_at(order_id: str, line_id: str, refund_id: str) -> Wanted:
    return MALL_REFUNDS, _refund_key(order_id, line_id, refund_id)


def of_source(source: str) -> Ask:
    return Ask(table=_TABLE, pk=f"SOURCE#{source}", prefix="PAYOUT#")


def ledger_of(payout_id: str) -> Ask:
    return Ask(table=_TABLE, pk=f"LEDGER#{payout_id}")


def ledger_of_day(day: str, limit: int, after: Place) -> Ask:
    """All lines of a day in Shanghai (`2026-03-02`), the oldest first; with an index's delay."""
    return Ask(table=_TABLE, index="by_a", pk=_day_pk(day), limit=limit, after=after)


def accounts_of(order_id: str, after: Place = None) -> Ask:
    """The accounts of an order: of its lines, and its own."""
    return Ask(table=_TABLE, pk=f"{_ORDER}{order_id}", prefix=_LINE, after=after)


def open_payout(payout: Payout) -> DynamoWrite:
    """Once for each source and number, whatever is retried: AlreadyPaid."""
    return PAYOUTS.put(
        payout, name="payout.book", lost=lambda found: AlreadyPaid(payout_id=found.id if found else payout.id)
    )


def append(line: LedgerLine) -> DynamoWrite:
    """A booking's line says what its payout would: it is never read before, so nothing could be decided again."""
    booked = line.cause is Cause.BOOKED
    return LEDGER.put(
        line,
        name=f"ledger.{line.cause.lower()}",
        lost=(lambda _found: AlreadyPaid(payout_id=line.payout_id)) if booked else None,
    )


def book_on_line(key: Key, draw: Draw, *, still: int | None = None) -> DynamoWrite:
    """Add to the counters of an account under the draw's caps; one that is new starts here.

    Every cap is a condition like `committed_fen <= cap - x`, so that no two bookings at once can pass it. `still`
    holds to the cap that the account states.
    """
    conditions = [room(name, draw.caps[name] - change) for name, change in draw.changes.items() if name in draw.caps]
    if still is not None:
        conditions.append(attribute("cap_fen") == still)
    stated = [attribute(name).set(each) for name, each in draw.states.items()]
    return _update(
        key,
        draw.changes,
        *stated,
        name="line.book",
        condition=reduce(and_, conditions) if conditions else None,
        lost=lambda found: beyond(found, draw.changes, draw.caps) if found else None,
    )


def move_on_line(key: Key, changes: Mapping[str, int]) -> DynamoWrite:
    """Change counters without a condition: what decides about it is held elsewhere in the transaction."""
    return _update(key, changes, name="line.move")


def grow_line(key: Key, account: LineAccount, changes: Mapping[str, int]) -> DynamoWrite:
    """As `move_on_line`, while what counts against a cap is as it was read in `account`: whoever takes it above its
    cap knows that he does.
    """
    return _update(key, changes, name="line.grow", condition=_unmoved(account))


def state_cap(account: LineAccount, states: Mapping[str, int]) -> DynamoWrite:
    """What was paid, as the mall states it now, while what counts against it is as it was read."""
    stated = [attribute(name).set(each) for name, each in states.items()]
    return _update(LINES.key(account), {}, *stated, name="line.cap", condition=_unmoved(account))


def stays_within(account: LineAccount) -> DynamoWrite:
    """Hold the transaction to it that no more is given back than the account's caps, as they are in `account`."""
    caps = {"committed_fen": account.cap_fen, "freight_fen": account.freight_cap_fen}
    held = [room(name, cap) for name, cap in caps.items() if cap is not None]
    return LINES.check(LINES.key(account), reduce(and_, held), name="line.within")


def _unmoved(account: LineAccount) -> Condition:
    return reduce(and_, (_still(name, getattr(account, name)) for name in ("committed_fen", "freight_fen")))


def _still(name: str, seen: int) -> Condition:
    counter = attribute(name)
    same: Condition = counter == seen
    return counter.does_not_exist() | same if seen == 0 else same


def room(name: str, most: int) -> Condition:
    """The counter is at most `most`; an absent one is 0, and the caller has refused what is beyond an empty line."""
    counter = attribute(name)
    room: Condition = counter.does_not_exist() | (counter <= most)
    return room


def _update(
    key: Key,
    changes: Mapping[str, int],
    *actions: Action,
    name: str,
    condition: Condition | None = None,
    lost: Callable[[LineAccount | None], Exception | None] | None = None,
) -> DynamoWrite:
    identity = {"type": LINES.kind, "order_id": key.pk.removeprefix(_ORDER), "line_id": key.sk.removeprefix(_LINE)}
    return LINES.update(
        key,
        *(attribute(field).set(value) for field, value in identity.items()),
        *actions,
        *(attribute(counter).add(change) for counter, change in changes.items()),
        name=name,
        condition=condition,
        lost=lost,
    )
