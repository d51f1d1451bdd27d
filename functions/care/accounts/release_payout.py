"""Payouts that a person or a rule lets go of: given up, released, or no longer owed (G10)."""

from collections.abc import Sequence
from dataclasses import replace

from care.accounts import answers, caps, facts, store
from care.accounts.books import Books
from care.accounts.model import MONEY, Cause, LineAccount, Payout, PayoutState
from care.accounts.retry_payout import paid_for
from care.dynamo.storage import Found
from care.kernel.work import Batch
from care.orders.model import Order
from care.orders.store import order_unchanged

__all__ = ["give_up_payout", "let_go", "release_waiting"]

SYSTEM = "system"


def give_up_payout(books: Books, batch: Batch, payout_id: str, by: str, why: str) -> str:
    """Cancel a failed or waiting payout; what it still held is released. PayoutNotOpen, NotFound."""
    payout = books.named(payout_id)
    if refusal := answers.not_open(payout):
        raise refusal
    cancelled = answers.given_up(payout, by, why)
    batch.add(store.PAYOUTS.replace(cancelled, name="payout.give_up", lost=answers.not_open))
    if payout.state is PayoutState.WAITING:
        books.follow(batch, cancelled, (Cause.CANCELLED,))
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
    changes: dict[tuple[str, str], dict[str, int]] = {}
    for payout in (each for each in payouts if answers.not_open(each) is None):
        gone = answers.given_up(payout, SYSTEM, why)
        batch.add(store.PAYOUTS.replace(gone, name="payout.cancel"))
        if payout.state is PayoutState.WAITING:
            books.enter(batch, gone, Cause.CANCELLED)
            _add(changes, gone)
        cancelled.append(gone)
    for account, moved in changes.items():
        if moved:
            batch.add(store.move_on_line(store.line_account(*account)[1], moved))
    return tuple(cancelled)


def _accounts(payouts: Sequence[Payout], order: Order, found: Found) -> list[LineAccount]:
    """What they are paid out of, with what was paid for it as the order is now."""
    accounts = []
    for where in dict.fromkeys(caps.line_of(payout) for payout in payouts if payout.kind in MONEY):
        if where is not None:
            account = found.get(*store.line_account(*where)) or LineAccount(order_id=where[0], line_id=where[1])
            paid = paid_for(order, account)
            accounts.append(replace(account, cap_fen=paid.get("cap_fen"), freight_cap_fen=paid.get("freight_cap_fen")))
    return accounts


def _add(changes: dict[tuple[str, str], dict[str, int]], payout: Payout) -> None:
    if account := caps.line_of(payout):
        sums = changes.setdefault(account, {})
        for name, change in caps.tally(payout, Cause.CANCELLED).items():
            sums[name] = sums.get(name, 0) + change
