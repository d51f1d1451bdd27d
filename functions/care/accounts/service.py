"""The use cases of money: book, settle by the mall's answers, retry, give up, and what can be read (C5, G4, G10).

Every payout is booked once for its source, under the caps of its line, in the transaction of the decision that pays
it; it is asked of the mall by `AskMall`, and settled here. Facts and errands that this plans: accounts/facts.py.
"""

from collections.abc import Callable, Iterable, Sequence

from care.accounts import facts, rules, store
from care.accounts.books import Books
from care.accounts.budgets import Budgets
from care.accounts.caps import beyond, draws
from care.accounts.errors import CapReached, Exhausted
from care.accounts.hand import Hand
from care.accounts.ledger_line import Cause, LedgerLine
from care.accounts.line_account import LineAccount, MallRefund
from care.accounts.mall import MallAnswer, Redemption
from care.accounts.model import Booking, Payout, PayoutState, payout_id
from care.accounts.release_payout import give_up_payout, let_go, release_waiting
from care.accounts.retry_payout import retry_payout
from care.accounts.settle_payout import count_mall_refund, judge_failure, note_redemption, settle_payout
from care.accounts.spending import Spend
from care.accounts.watch_caps import watch_caps
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Found, Place, Storage, Wanted, fetch_by_id
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.money import fen
from care.kernel.settings import Settings
from care.kernel.work import Batch, UnitOfWork
from care.orders.model import Order

__all__ = ["Accounts"]


class Accounts:
    """See the module. Deciders take the item and batch of a firing; what takes a batch joins its caller's decision."""

    def __init__(
        self,
        storage: Storage,
        uow: UnitOfWork,
        clock: Clock,
        requests: Requests,
        settings: Callable[[], Settings],
    ) -> None:
        self._books = Books(storage=storage, uow=uow, clock=clock, requests=requests, settings=settings)
        self._budgets = Budgets(settings)

    # ------------------------------------------------------------------ book

    def book(self, batch: Batch, booking: Booking, found: Found | None = None) -> tuple[Payout, ...]:
        """Add all that a booking writes to its decision. It reads nothing: the caps are conditions.

        `found` is what the caller's own fetch found, `wanted` included, where the booking bears a `spend`.
        Raises BadInput for amounts that are not whole and positive, CapExceeded, FreightCapExceeded and
        BenefitCapExceeded, here or at the commit; Exhausted and CapReached here; and AlreadyPaid at the commit where
        `booking.source` has been booked before.
        """
        now = self._books.clock.now()
        payouts = rules.booked(booking, now, self._books.settings())
        if booking.spend:
            self._budgets.take(batch, booking.source, booking.spend, found or Found())
        batch.add(*(store.open_payout(payout) for payout in payouts))
        self._draw(batch, booking, payouts)
        for payout in payouts:
            self._books.enter(batch, payout, Cause.BOOKED)
            if payout.state is PayoutState.PENDING:
                batch.plan(facts.ask(payout, 1, now))
        return payouts

    def _draw(self, batch: Batch, booking: Booking, payouts: Iterable[Payout]) -> None:
        for (order_id, line_id), draw in draws(booking, payouts, self._books.benefit_caps()).items():
            empty = LineAccount(order_id=order_id, line_id=line_id)
            if refusal := beyond(empty, draw.changes, draw.caps):
                raise refusal
            batch.add(store.book_on_line(store.LINES.key(empty), draw))

    def wanted(self, spend: Spend) -> Sequence[Wanted]:
        """What the decision that pays reads along with the rest, for `stopped` and `book` (G4)."""
        return self._budgets.wanted(spend)

    def stopped(self, spend: Spend, found: Found) -> Exhausted | CapReached | None:
        """Why a person must decide this payment, if one must: what it counts for has no room."""
        return next(self._budgets.refusals(spend, found), None)

    def all_stops(self, spend: Spend, found: Found) -> tuple[Exhausted | CapReached, ...]:
        """As `stopped`, but everything that has no room."""
        return tuple(self._budgets.refusals(spend, found))

    def report(self, batch: Batch, stop: Exhausted | CapReached) -> None:
        """Tell that a case met an open breaker; a narrow cap concerns that case alone."""
        if isinstance(stop, Exhausted):
            batch.plan(facts.breaker_opened(stop, self._books.clock.now()))

    # ------------------------------------------------------------------ what persons do

    def retry(self, request: Request, payout_id: str, by: Hand) -> Answer:
        """Try a failed payout again, under the caps as they stand now; ask at once for one without an answer.

        PayoutNotFailed, PayoutUnanswered, NotFound, CapExceeded.
        """
        return self._books.requests.once(request, lambda batch: retry_payout(self._books, batch, payout_id, by))

    def give_up(self, request: Request, payout_id: str, by: Hand, why: str) -> Answer:
        """Cancel a payout that failed, waits or stays without an answer, for a reason on record.

        PayoutNotOpen, PayoutUnanswered, NotFound, BadInput.
        """
        rules.check_why(why)
        return self._books.requests.once(request, lambda batch: give_up_payout(self._books, batch, payout_id, by, why))

    # ------------------------------------------------------------------ what waits for goods

    def release(self, batch: Batch, payouts: Sequence[Payout], order: Order, found: Found) -> bool:
        """The goods are back: ask the mall for what waited for them. False where it cannot be paid any more.

        `found` holds the accounts of the order and its line, as read in the same decision.
        """
        return release_waiting(self._books, batch, payouts, order, found)

    def let_go(self, batch: Batch, payouts: Sequence[Payout], why: str) -> tuple[Payout, ...]:
        """What of these waits or failed is owed no more; those that were cancelled."""
        return let_go(self._books, batch, payouts, why)

    # ------------------------------------------------------------------ what the mall says

    def take(self, said: MallAnswer) -> None:
        """Settle by an answer of the mall, which may come in any order and any number of times.

        UnknownPayout where it answers what was never asked.
        """
        self._books.uow.run(lambda batch: settle_payout(self._books, said, batch))

    def judge(self, item: AgendaItem, batch: Batch) -> None:
        """`payout.judge`: see settle_payout."""
        judge_failure(self._books, item, batch)

    def take_mall_refund(self, refund: MallRefund, *, echo_of: str | None = None) -> None:
        """Count what the mall gave back by itself, once, above the cap if need be.

        Before our booking it leaves less to book; after it, it may take the line above its cap: `line.overpaid`.
        Where it is the mall's record of the payout `echo_of`, it is counted already; UnknownPayout if there is none.
        """
        if echo_of:
            self._books.known(echo_of)
            return
        fen(refund.amount_fen, least=1, field="amount_fen")
        self._books.uow.run(lambda batch: count_mall_refund(self._books, refund, batch))

    def take_redemption(self, redemption: Redemption) -> None:
        """Note that a benefit was used, at the earliest time told; UnknownPayout."""
        self._books.uow.run(lambda batch: note_redemption(self._books, redemption, batch))

    def on_order_stated(self, item: AgendaItem, batch: Batch) -> None:
        """`order.stated`: see watch_caps."""
        watch_caps(self._books, item, batch)

    # ------------------------------------------------------------------ read

    def payouts_of(self, source: str) -> list[Payout]:
        """What a source pays, in the order of its components; one consistent Query."""
        return self._books.storage.query(store.of_source(source)).of(store.PAYOUTS)

    def payouts_of_many(self, sources: Iterable[str]) -> dict[str, list[Payout]]:
        """As `payouts_of`, of many sources in one call (of 20 at a time): what lies where is known."""
        ids = {source: [payout_id(source, n) for n in range(rules.MOST_COMPONENTS)] for source in sources}
        found = self.get_many(each for some in ids.values() for each in some)
        return {source: [found[each] for each in some if each in found] for source, some in ids.items()}

    def payouts_at(self, source: str) -> Sequence[Wanted]:
        """Where they lie, for the caller's own fetch; `payouts_in` takes them out of it."""
        return [store.payout_at(payout_id(source, n)) for n in range(rules.MOST_COMPONENTS)]

    def payouts_in(self, found: Found, source: str) -> list[Payout]:
        """As `payouts_of`, from what was fetched."""
        return [payout for at in self.payouts_at(source) if (payout := found.get(*at)) is not None]

    def get_many(self, payout_ids: Iterable[str]) -> dict[str, Payout]:
        """Those of these payouts that there are, by id."""
        return fetch_by_id(self._books.storage, store.payout_at, payout_ids)

    def ledger_of(self, payout_id: str) -> list[LedgerLine]:
        """What was entered for one payout, read consistently; empty for none such."""
        return self._books.storage.query(store.ledger_of(payout_id)).of(store.LEDGER)

    def ledger_of_day(self, day: str, limit: int, after: Place) -> tuple[list[LedgerLine], Place]:
        """All lines of a day in Shanghai (`2026-03-02`), the oldest first; with an index's delay."""
        page = self._books.storage.query(store.ledger_of_day(day, limit, after))
        return page.of(store.LEDGER), page.after
