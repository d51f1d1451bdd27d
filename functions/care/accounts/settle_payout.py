"""Settles payouts by the mall's answers, which come in any order and any number of times (C5)."""

from care.accounts import answers, facts, store
from care.accounts.books import Books
from care.accounts.errors import UnknownPayout
from care.accounts.ledger_line import Cause
from care.accounts.line_account import MallRefund
from care.accounts.mall import MallAnswer, Redemption
from care.accounts.model import Outcome, Payout, PayoutState
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch

__all__ = ["count_mall_refund", "judge_failure", "note_redemption", "settle_payout"]


def settle_payout(books: Books, said: MallAnswer, batch: Batch) -> None:
    """UnknownPayout where the mall answers what was never asked."""
    payout = books.known(said.key)
    if not 1 <= said.attempt <= payout.attempt:
        raise UnknownPayout(f"payout {said.key} has had no attempt {said.attempt}", field="attempt")
    causes = answers.causes_of(payout, said.answer)
    if causes is None:
        return
    heard = answers.answered(payout, said.answer)
    batch.add(store.PAYOUTS.replace(heard, name="payout.settle"))
    books.follow(batch, payout, heard, causes)
    _plan_after(books, batch, payout, heard, said)


def _plan_after(books: Books, batch: Batch, before: Payout, heard: Payout, said: MallAnswer) -> None:
    now = books.clock.now()
    if said.outcome is Outcome.FAILED:
        if answers.is_new(before, said.answer):
            batch.plan(facts.judge(heard, said.attempt, now))
        return
    if heard.state is PayoutState.PAID and before.state is not PayoutState.PAID:
        batch.plan(facts.settled(heard, now))
    if heard.state is PayoutState.REVERSED and before.state is not PayoutState.REVERSED:
        batch.plan(facts.reversed_(heard, now))
    if len(heard.confirmed) > max(1, len(before.confirmed)):
        batch.plan(facts.doubled(heard, now))
    if answers.mismatched(heard, said.answer):
        batch.plan(facts.mismatch(heard, said.attempt, now))


def judge_failure(books: Books, item: AgendaItem, batch: Batch) -> None:
    """`payout.judge`: a failure is believed once nothing better has come with it. Releases the line."""
    payout = books.known(item.subject)
    failed = answers.judged(payout, item.generation)
    if failed is None:
        return
    batch.add(store.PAYOUTS.replace(failed, name="payout.fail"))
    books.follow(batch, payout, failed, (Cause.FAILED,))
    batch.plan(facts.payout_failed(failed, books.clock.now()))


def count_mall_refund(books: Books, refund: MallRefund, batch: Batch) -> None:
    """Once for each refund and line; nothing more where it is known."""
    shelf, key = store.mall_refund_at(refund.order_id, refund.line_id, refund.refund_id)
    if books.storage.get(shelf, key):
        return
    batch.add(store.MALL_REFUNDS.put(refund, name="mall_refund.take"))
    changes = {"committed_fen": refund.amount_fen, "mall_fen": refund.amount_fen}
    books.grow(batch, store.line_account(refund.order_id, refund.line_id)[1], changes)


def note_redemption(books: Books, redemption: Redemption, batch: Batch) -> None:
    """The earliest time told is kept."""
    payout = books.known(redemption.key)
    used = answers.redeemed(payout, redemption.redeemed_at, redemption.order_id)
    if used != payout:
        batch.add(store.PAYOUTS.replace(used, name="payout.redeem"))
