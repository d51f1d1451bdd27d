"""Where money lies, in table `accounts` (docs/access-patterns.md):

SOURCE#<source>       PAYOUT#<n>               what one decision pays: one Query; a payout's id tells its key
LEDGER#<payout id>    <attempt>#<cause>#<nth>  a payout's ledger lines, append-only
ORDER#<order id>      LINE#<line id>           a line's account; LINE# alone is the order's as a whole
ORDER#<order id>      REFUND#<derived>         a refund that the mall made, once
"""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from care.accounts.caps import beyond
from care.accounts.errors import AlreadyPaid
from care.accounts.model import Cause, LedgerLine, LineAccount, MallRefund, Payout
from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask, Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.ids import derived_id

__all__ = [
    "LEDGER",
    "LINES",
    "MALL_REFUNDS",
    "PAYOUTS",
    "append",
    "book_on_line",
    "grow_line",
    "ledger_of",
    "line_account",
    "mall_refund_at",
    "move_on_line",
    "of_source",
    "open_payout",
    "payout_at",
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


PAYOUTS = Shelf(shape=Payout, kind="payout", table=_TABLE, key=lambda payout: _payout_key(payout.source, str(payout.n)))
LEDGER = Shelf(
    shape=LedgerLine,
    kind="ledger",
    table=_TABLE,
    key=lambda line: Key(f"LEDGER#{line.payout_id}", f"{line.attempt:03}#{line.cause}#{line.nth}"),
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


def book_on_line(
    key: Key,
    changes: Mapping[str, int],
    caps: Mapping[str, int],
    *,
    states: Mapping[str, str | int | None] | None = None,
    still: int | None = None,
) -> DynamoWrite:
    """Add to the counters of a line under `caps` (of a counter, after it); a line that is new starts here.

    Every cap is a condition like `committed_fen <= cap - x`, so that no two bookings at once can pass it. `states`
    is what the booking knows of the line (cap_fen, member_id); `still` holds to the cap that the account states.
    """
    conditions = [_room(name, caps[name] - change) for name, change in changes.items() if name in caps]
    if still is not None:
        conditions.append(attribute("cap_fen") == still)
    stated = [attribute(name).set(each) for name, each in (states or {}).items() if each is not None]
    return _update(
        key,
        changes,
        *stated,
        name="line.book",
        condition=reduce(and_, conditions) if conditions else None,
        lost=lambda found: beyond(found, changes, caps) if found else None,
    )


def move_on_line(key: Key, changes: Mapping[str, int]) -> DynamoWrite:
    """Change counters without a condition: what decides about it is held elsewhere in the transaction."""
    return _update(key, changes, name="line.move")


def grow_line(key: Key, seen_fen: int, changes: Mapping[str, int]) -> DynamoWrite:
    """As `move_on_line`, while `committed_fen` is as it was read: whoever takes it above its cap knows that he does."""
    committed = attribute("committed_fen")
    unchanged = committed == seen_fen
    if seen_fen == 0:
        unchanged = committed.does_not_exist() | unchanged
    return _update(key, changes, name="line.grow", condition=unchanged)


def _room(name: str, most: int) -> Condition:
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
