"""The use cases of money: book, settle by the mall's answers, retry, and what can be read (C5, G4, G10).

Every payout is booked once for its source, under the caps of its line, in the transaction of the decision that pays
it; it is asked of the mall by `AskMall`, and settled here. Facts and errands that this plans: accounts/facts.py.
"""

from collections.abc import Callable, Iterable, Mapping

from care.accounts import answers, caps, facts, ledger, rules, store
from care.accounts.errors import UnknownPayout
from care.accounts.figures import LINE_COUPON_FEN, LINE_POINTS
from care.accounts.mall import MallAnswer, Redemption
from care.accounts.model import (
    Booking,
    Cause,
    LedgerLine,
    LineAccount,
    MallRefund,
    Outcome,
    Payout,
    PayoutState,
    payout_id,
)
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage, fetch_by_id
from care.dynamo.writes import Key
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.money import fen
from care.kernel.settings import Settings
from care.kernel.work import Batch, UnitOfWork

__all__ = ["Accounts"]


class Accounts:
    """See the module. Deciders take the item and batch of a firing; `book` joins its caller's batch."""

    def __init__(
        self,
        storage: Storage,
        uow: UnitOfWork,
        clock: Clock,
        requests: Requests,
        settings: Callable[[], Settings],
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._requests = requests
        self._settings = settings

    # ------------------------------------------------------------------ book

    def book(self, batch: Batch, booking: Booking) -> tuple[Payout, ...]:
        """Add all that a booking writes to its decision. It reads nothing: the caps are conditions.

        Raises BadInput for amounts that are not whole and positive, CapExceeded and BenefitCapExceeded, here or at
        the commit, and AlreadyPaid at the commit where `booking.source` has been booked before.
        """
        payouts = rules.booked(booking, self._clock.now())
        batch.add(*(store.open_payout(payout) for payout in payouts))
        if booking.order_id:
            self._take_from_line(batch, booking, caps.total(payouts, Cause.BOOKED))
        for payout in payouts:
            self._enter(batch, payout, Cause.BOOKED)
            batch.plan(facts.ask(payout, 1, self._clock.now()))
        return payouts

    def _take_from_line(self, batch: Batch, booking: Booking, changes: Mapping[str, int]) -> None:
        limits = self._benefit_caps() | ({} if booking.cap_fen is None else {"committed_fen": booking.cap_fen})
        empty = LineAccount(order_id=booking.order_id or "", line_id=booking.line_id or "")
        if refusal := caps.beyond(empty, changes, limits):
            raise refusal
        states = {"cap_fen": booking.cap_fen, "member_id": booking.member_id}
        batch.add(store.book_on_line(store.LINES.key(empty), changes, limits, states=states))

    def _benefit_caps(self) -> dict[str, int]:
        settings = self._settings()
        return {"coupon_fen": settings.of(LINE_COUPON_FEN), "points": settings.of(LINE_POINTS)}

    def retry(self, request: Request, payout_id: str, by: str) -> Answer:
        """Try a failed payout again, under the caps as they stand now; PayoutNotFailed, NotFound, CapExceeded."""
        return self._requests.once(request, lambda batch: self._retry(batch, payout_id, by))

    def _retry(self, batch: Batch, payout_id: str, by: str) -> str:
        payout = self._find(payout_id)
        if payout is None:
            raise NotFound("no such payout", field="payout_id")
        if refusal := answers.not_failed(payout):
            raise refusal
        again = answers.retried(payout, by)
        # whoever lost to another retry is told so, not that the line is full now
        batch.add(store.PAYOUTS.replace(again, name="payout.retry", lost=answers.not_failed))
        self._take_again(batch, again)
        self._enter(batch, again, Cause.BOOKED)
        batch.plan(facts.ask(again, 1, self._clock.now()))
        return payout.id

    def _take_again(self, batch: Batch, payout: Payout) -> None:
        key = _line_of(payout)
        if key is None:
            return
        account = self._account(key)
        limits = self._benefit_caps() | ({} if account.cap_fen is None else {"committed_fen": account.cap_fen})
        changes = caps.tally(payout, Cause.BOOKED)
        if refusal := caps.beyond(account, changes, limits):
            raise refusal
        batch.add(store.book_on_line(key, changes, limits, still=account.cap_fen))

    # ------------------------------------------------------------------ settle

    def take(self, said: MallAnswer) -> None:
        """Settle by an answer of the mall, which may come in any order and any number of times.

        UnknownPayout where it answers what was never asked.
        """
        self._uow.run(lambda batch: self._take(said, batch))

    def _take(self, said: MallAnswer, batch: Batch) -> None:
        payout = self._known(said.key)
        if not 1 <= said.attempt <= payout.attempt:
            raise UnknownPayout(f"payout {said.key} has had no attempt {said.attempt}", field="attempt")
        effect = answers.effect_of(payout, said.answer)
        if effect is answers.Effect.NOTHING:
            return
        heard = answers.answered(payout, said.answer)
        batch.add(store.PAYOUTS.replace(heard, name="payout.settle"))
        self._follow(batch, heard, answers.CAUSES[effect])
        self._plan_after(batch, payout, heard, said)

    def _follow(self, batch: Batch, payout: Payout, causes: tuple[Cause, ...]) -> None:
        for cause in causes:
            self._enter(batch, payout, cause)
        key = _line_of(payout)
        changes = caps.tally(payout, *causes)
        if key is None or not changes:
            return
        if changes.get("committed_fen", 0) > 0:
            self._grow(batch, key, changes)
        else:
            batch.add(store.move_on_line(key, changes))

    def _grow(self, batch: Batch, key: Key, changes: Mapping[str, int]) -> None:
        """Money that has moved counts, above the cap if need be; then a person is told."""
        account = self._account(key)
        batch.add(store.grow_line(key, account.committed_fen, changes))
        grown = caps.moved(account, changes)
        if grown.over_fen:
            batch.plan(facts.overpaid(grown, self._clock.now()))

    def _plan_after(self, batch: Batch, before: Payout, heard: Payout, said: MallAnswer) -> None:
        now = self._clock.now()
        if said.outcome is Outcome.FAILED:
            if answers.is_new(before, said.answer):
                batch.plan(facts.judge(heard, said.attempt, now))
            return
        if before.state is not PayoutState.PAID:
            batch.plan(facts.settled(heard, now))
        if len(heard.confirmed) > max(1, len(before.confirmed)):
            batch.plan(facts.doubled(heard, now))
        if answers.mismatched(heard, said.answer):
            batch.plan(facts.mismatch(heard, said.attempt, now))

    def judge(self, item: AgendaItem, batch: Batch) -> None:
        """`payout.judge`: a failure is believed once nothing better has come with it. Releases the line."""
        payout = self._known(item.subject)
        failed = answers.judged(payout, item.generation)
        if failed is None:
            return
        batch.add(store.PAYOUTS.replace(failed, name="payout.fail"))
        self._follow(batch, failed, (Cause.REVERSED,))
        batch.plan(facts.payout_failed(failed, self._clock.now()))

    def take_mall_refund(self, refund: MallRefund, *, echo_of: str | None = None) -> None:
        """Count what the mall gave back by itself, once, above the cap if need be.

        Before our booking it leaves less to book; after it, it may take the line above its cap: `line.overpaid`.
        Where it is the mall's record of the payout `echo_of`, it is counted already; UnknownPayout if there is none.
        """
        if echo_of:
            self._known(echo_of)
            return
        fen(refund.amount_fen, least=1, field="amount_fen")
        self._uow.run(lambda batch: self._take_mall_refund(refund, batch))

    def _take_mall_refund(self, refund: MallRefund, batch: Batch) -> None:
        shelf, key = store.mall_refund_at(refund.order_id, refund.line_id, refund.refund_id)
        if self._storage.get(shelf, key):
            return
        batch.add(store.MALL_REFUNDS.put(refund, name="mall_refund.take"))
        changes = {"committed_fen": refund.amount_fen, "mall_fen": refund.amount_fen}
        self._grow(batch, store.line_account(refund.order_id, refund.line_id)[1], changes)

    def take_redemption(self, redemption: Redemption) -> None:
        """Note that a benefit was used, at the earliest time told; UnknownPayout."""
        self._uow.run(lambda batch: self._redeem(redemption, batch))

    def _redeem(self, redemption: Redemption, batch: Batch) -> None:
        payout = self._known(redemption.key)
        used = answers.redeemed(payout, redemption.redeemed_at, redemption.order_id)
        if used != payout:
            batch.add(store.PAYOUTS.replace(used, name="payout.redeem"))

    # ------------------------------------------------------------------ read

    def payouts_of(self, source: str) -> list[Payout]:
        """What a source pays, in the order of its components; one consistent Query."""
        return self._storage.query(store.of_source(source)).of(store.PAYOUTS)

    def payouts_of_many(self, sources: Iterable[str]) -> dict[str, list[Payout]]:
        """As `payouts_of`, of many sources in one call (of 20 at a time): what lies where is known."""
        ids = {source: [payout_id(source, n) for n in range(rules.MOST_COMPONENTS)] for source in sources}
        found = self.get_many(each for some in ids.values() for each in some)
        return {source: [found[each] for each in some if each in found] for source, some in ids.items()}

    def get_many(self, payout_ids: Iterable[str]) -> dict[str, Payout]:
        """Those of these payouts that there are, by id."""
        return fetch_by_id(self._storage, store.payout_at, payout_ids)

    def ledger_of(self, payout_id: str) -> list[LedgerLine]:
        return self._storage.query(store.ledger_of(payout_id)).of(store.LEDGER)

    # ------------------------------------------------------------------ shared

    def _enter(self, batch: Batch, payout: Payout, cause: Cause) -> None:
        batch.add(store.append(ledger.entry(payout, cause, self._clock.now())))

    def _find(self, payout_id: str) -> Payout | None:
        return self._storage.get(*store.payout_at(payout_id))

    def _known(self, payout_id: str) -> Payout:
        payout = self._find(payout_id)
        if payout is None:
            raise UnknownPayout(f"no payout {payout_id}", field="key")
        return payout

    def _account(self, key: Key) -> LineAccount:
        found = self._storage.get(store.LINES, key)
        return found or LineAccount(order_id=key.pk.partition("#")[2], line_id=key.sk.partition("#")[2])


def _line_of(payout: Payout) -> Key | None:
    return store.line_account(payout.order_id, payout.line_id or "")[1] if payout.order_id else None
