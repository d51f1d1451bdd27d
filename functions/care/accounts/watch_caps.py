"""What was paid for a line may sink after money was given back for it: then a person is told (C5)."""

from dataclasses import replace

from care.accounts import facts, store
from care.accounts.books import Books
from care.accounts.line_account import LineAccount
from care.accounts.retry_payout import paid_for
from care.dynamo.storage import Place
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.orders.model import Order
from care.orders.store import order_at

__all__ = ["watch_caps"]


def watch_caps(books: Books, item: AgendaItem, batch: Batch) -> None:
    """`order.stated`: each account that knew another sum is told the one that holds now."""
    order = books.storage.get(*order_at(item.subject))
    if order is None:
        return
    for account in _accounts(books, item.subject):
        _restate(books, batch, order, account)


def _accounts(books: Books, order_id: str) -> list[LineAccount]:
    found: list[LineAccount] = []
    after: Place = None
    while True:
        page = books.storage.query(store.accounts_of(order_id, after))
        found += page.of(store.LINES)
        after = page.after
        if after is None:
            return found


def _restate(books: Books, batch: Batch, order: Order, account: LineAccount) -> None:
    """A cancelled line keeps its cap: what the mall gives back for it is up to what was paid."""
    line = order.line(account.line_id)
    if account.line_id and (line is None or line.cancelled):
        return
    sums = paid_for(order, account)
    changed = {name: fen for name, fen in sums.items() if getattr(account, name) not in {None, fen}}
    if not changed or (not account.line_id and not order.live):
        return
    batch.add(store.state_cap(account, changed))
    restated = replace(account, cap_fen=sums.get("cap_fen"), freight_cap_fen=sums.get("freight_cap_fen"))
    if restated.over_fen:
        batch.plan(facts.overpaid(restated, books.clock.now()))
