"""What a person tries again (C5): a failed payout, once for each failure, under the caps as the order is now; one that
the mall has not answered, under the attempt that it was asked at, which is counted as it was.
"""

from care.accounts import answers, caps, facts, store
from care.accounts.books import Books
from care.accounts.caps import Draw
from care.accounts.hand import Hand, check_hand
from care.accounts.ledger_line import Cause
from care.accounts.line_account import LineAccount
from care.accounts.model import Payout
from care.kernel.work import Batch
from care.orders.model import Order
from care.orders.store import order_at, order_unchanged

__all__ = ["paid_for", "retry_payout"]


def retry_payout(books: Books, batch: Batch, payout_id: str, by: Hand) -> str:
    """PayoutNotFailed, PayoutUnanswered, NotFound, CapExceeded, FreightCapExceeded, BenefitCapExceeded."""
    payout = books.named(payout_id)
    if refusal := answers.not_failed(payout):
        raise refusal
    check_hand(payout, by)
    if payout.unanswered:
        return _ask_anew(books, batch, payout, by)
    again = answers.retried(payout, by.id)
    # whoever lost to another retry is told so, not that the line is full now
    batch.add(store.PAYOUTS.replace(again, name="payout.retry", lost=answers.not_failed))
    _take_again(books, batch, again)
    books.enter(batch, again, Cause.BOOKED)
    batch.plan(facts.ask(again, 1, books.clock.now()))
    return payout.id


def _ask_anew(books: Books, batch: Batch, payout: Payout, by: Hand) -> str:
    anew = answers.asked_anew(payout, by.id)
    batch.add(store.PAYOUTS.replace(anew, name="payout.ask_anew", lost=answers.not_failed))
    batch.plan(facts.ask(anew, 1, books.clock.now()))
    return payout.id


def _take_again(books: Books, batch: Batch, payout: Payout) -> None:
    where = caps.line_of(payout)
    if where is None:
        return
    at_order, at_account = order_at(where[0]), store.line_account(*where)
    found = books.storage.fetch([at_order, at_account])
    account = found.get(*at_account) or LineAccount(order_id=where[0], line_id=where[1])
    order = found.get(*at_order)
    if order is not None:
        batch.add(order_unchanged(order))
    states = paid_for(order, account)
    own = {"committed_fen": states.get("cap_fen"), "freight_fen": states.get("freight_cap_fen")}
    limits = books.benefit_caps() | {name: cap for name, cap in own.items() if cap is not None}
    draw = Draw(changes=caps.tally(payout, Cause.BOOKED), caps=limits, states=dict(states))
    if refusal := caps.beyond(account, draw.changes, draw.caps):
        raise refusal
    batch.add(store.book_on_line(at_account[1], draw, still=account.cap_fen))


def paid_for(order: Order | None, account: LineAccount) -> dict[str, int]:
    """What was paid for an account's line, or for the order's freight, by the names of the account's fields.

    As the order is now; what it does not tell, as the latest booking knew it. The mall itself gives back what is
    cancelled, so we have nothing more to give for that.
    """
    known = {"cap_fen": account.cap_fen, "freight_cap_fen": account.freight_cap_fen}
    if order is not None and order.known:
        line = order.line(account.line_id)
        if account.line_id and line is not None:
            known["cap_fen"] = 0 if line.cancelled else line.paid_fen
        elif not account.line_id:
            known["freight_cap_fen"] = order.freight_fen if order.live else 0
    return {name: cap for name, cap in known.items() if cap is not None}
