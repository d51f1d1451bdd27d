"""Payouts that a person or a rule lets go of: given up, released, or no longer owed (G10)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from care.accounts import answers, caps, facts, store
from care.accounts.books import Books
from care.accounts.hand import Hand, check_hand
from care.accounts.ledger_line import Cause
from care.accounts.line_account import LineAccount
from care.accounts.model import HELD, MONEY, Payout, PayoutState
from care.accounts.retry_payout import paid_for
from care.dynamo.storage import Found
from care.kernel.work import Batch
from care.orders.model import Order
from care.orders.store import order_unchanged

__all__ = ["give_up_payout", "let_go", "release_waiting"]

SYSTEM = "system"
_LET_GO = {PayoutState.WAITING, PayoutState.FAILED}
"""What a rule lets go of. Of what the mall was asked and has not answered, only a manager does."""


def give_up_payout(books: Books, batch: Batch, payout_id: str, by: Hand, why: str) -> str:
    """Cancel a payout that failed, waits or has no answer; what it still held is released.

    Should the mall confirm it after all, that wins (`answers.causes_of`). PayoutNotOpen, PayoutUnanswered, NotFound.
    """
    payout = books.named(payout_id)
    if refusal := answers.not_open(payout):
        raise refusal
    check_hand(payout, by)
    cancelled = answers.given_up(payout, by.id, why)
    batch.add(store.PAYOUTS.replace(cancelled, name="payout.give_up", lost=answers.not_open))
    books.follow(batch, payout, cancelled, _owed_no_more(payout))
    batch.plan(facts.given_up(cancelled, books.clock.now()))
    return payout.id


def release_waiting(books: Books, batch: Batch, payouts: Sequence[Payout], order: Order, found: Found) -> bool:
    """Ask for all of them. False, and nothing is added, where one does not wait, or where by now more has been given
    back than was paid: the mall has refunded meanwhile, or the price sank.
    """
    if not payouts or any(payout.state is not PayoutState.WAITING for payout in payouts):
        return False
    accounts = list(_accounts(payouts, order, found))
    if any(account.over_fen for account in accounts):
        return False
    batch.add(order_unchanged(order), *map(store.stays_within, accounts))
    for payout in map(answers.released, payouts):
        batch.add(store.PAYOUTS.replace(payout, name="payout.release"))
        batch.plan(facts.ask(payout, 1, books.clock.now()))
    return True


def let_go(books: Books, batch: Batch, payouts: Sequence[Payout], why: str) -> tuple[Payout, ...]:
    """Cancel what of them waits or failed, and release what it held; those that were cancelled."""
    cancelled = []
    changes: dict[caps.Account, dict[str, int]] = {}
    for payout in (each for each in payouts if each.state in _LET_GO):
        gone = answers.given_up(payout, SYSTEM, why)
        batch.add(store.PAYOUTS.replace(gone, name="payout.cancel"))
        causes = _owed_no_more(payout)
        for cause in causes:
            books.enter(batch, gone, cause)
        _add(changes, caps.moves(payout, gone, *causes))
        cancelled.append(gone)
    batch.add(*(store.move_on_line(store.line_account(*account)[1], moved) for account, moved in changes.items()))
    return tuple(cancelled)


def _owed_no_more(payout: Payout) -> tuple[Cause, ...]:
    """A failed attempt has released what it held; anything else is released by being cancelled."""
    return (Cause.CANCELLED,) if payout.state in HELD else ()


def _accounts(payouts: Sequence[Payout], order: Order, found: Found) -> list[LineAccount]:
    """What they are paid out of, with what was paid for it as the order is now."""
    accounts = []
    for where in dict.fromkeys(caps.line_of(payout) for payout in payouts if payout.kind in MONEY):
        if where is not None:
            account = found.get(*store.line_account(*where)) or LineAccount(order_id=where[0], line_id=where[1])
            paid = paid_for(order, account)
            accounts.append(replace(account, cap_fen=paid.get("cap_fen"), freight_cap_fen=paid.get("freight_cap_fen")))
    return accounts


def _add(changes: dict[caps.Account, dict[str, int]], more: Mapping[caps.Account, Mapping[str, int]]) -> None:
    for account, moved in more.items():
        sums = changes.setdefault(account, {})
        for name, change in moved.items():
            sums[name] = sums.get(name, 0) + change
