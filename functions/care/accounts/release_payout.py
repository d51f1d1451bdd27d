"""Payouts that a person or a rule lets go of: given up, released, or no longer waited for (G10)."""

from care.accounts import answers, caps, facts, store
from care.accounts.books import Books
from care.accounts.model import Cause, Payout, PayoutState
from care.kernel.work import Batch

__all__ = ["cancel_waiting", "give_up_payout", "release_waiting"]

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


def release_waiting(books: Books, batch: Batch, source: str) -> tuple[Payout, ...]:
    """Ask for what waited; those that did."""
    released = tuple(map(answers.released, _waiting(books, source)))
    for payout in released:
        batch.add(store.PAYOUTS.replace(payout, name="payout.release"))
        batch.plan(facts.ask(payout, 1, books.clock.now()))
    return released


def cancel_waiting(books: Books, batch: Batch, source: str, why: str) -> tuple[Payout, ...]:
    """Cancel what waited and release what it held; those that did wait."""
    cancelled = tuple(answers.given_up(payout, SYSTEM, why) for payout in _waiting(books, source))
    changes: dict[tuple[str, str], dict[str, int]] = {}
    for payout in cancelled:
        batch.add(store.PAYOUTS.replace(payout, name="payout.cancel"))
        books.enter(batch, payout, Cause.CANCELLED)
        _add(changes, payout)
    for account, moved in changes.items():
        if moved:
            batch.add(store.move_on_line(store.line_account(*account)[1], moved))
    return cancelled


def _add(changes: dict[tuple[str, str], dict[str, int]], payout: Payout) -> None:
    if account := caps.line_of(payout):
        sums = changes.setdefault(account, {})
        for name, change in caps.tally(payout, Cause.CANCELLED).items():
            sums[name] = sums.get(name, 0) + change


def _waiting(books: Books, source: str) -> list[Payout]:
    payouts = books.storage.query(store.of_source(source)).of(store.PAYOUTS)
    return [payout for payout in payouts if payout.state is PayoutState.WAITING]
