"""What every use case of this domain works with, and what all of them do: find a payout, enter a cause."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from care.accounts import caps, facts, ledger, store
from care.accounts.errors import UnknownPayout
from care.accounts.figures import LINE_COUPON_FEN, LINE_POINTS
from care.accounts.ledger_line import Cause
from care.accounts.line_account import LineAccount
from care.accounts.model import Payout
from care.dynamo.requests import Requests
from care.dynamo.storage import Storage
from care.dynamo.writes import Key
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch, UnitOfWork

__all__ = ["Books"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The collaborators of the use cases."""

    storage: Storage
    uow: UnitOfWork
    clock: Clock
    requests: Requests
    settings: Callable[[], Settings]

    def find(self, payout_id: str) -> Payout | None:
        """Read consistently."""
        return self.storage.get(*store.payout_at(payout_id))

    def named(self, payout_id: str) -> Payout:
        """The payout that a caller names; NotFound."""
        payout = self.find(payout_id)
        if payout is None:
            raise NotFound("no such payout", field="payout_id")
        return payout

    def known(self, payout_id: str) -> Payout:
        """The payout that the mall names; UnknownPayout."""
        payout = self.find(payout_id)
        if payout is None:
            raise UnknownPayout(f"no payout {payout_id}", field="key")
        return payout

    def account(self, key: Key) -> LineAccount:
        """Read consistently; an empty one where nothing was booked so far."""
        found = self.storage.get(store.LINES, key)
        return found or LineAccount(order_id=key.pk.partition("#")[2], line_id=key.sk.partition("#")[2])

    def benefit_caps(self) -> dict[str, int]:
        """Counter of a line's account → the most it may come to: fen of coupons, points."""
        settings = self.settings()
        return {"coupon_fen": settings.of(LINE_COUPON_FEN), "points": settings.of(LINE_POINTS)}

    def enter(self, batch: Batch, payout: Payout, cause: Cause) -> None:
        """The cause's ledger line."""
        batch.add(store.append(ledger.entry(payout, cause, self.clock.now())))

    def follow(self, batch: Batch, before: Payout, after: Payout, causes: Sequence[Cause]) -> None:
        """What these causes change in the ledger, and what has become of a payout on its accounts."""
        for cause in causes:
            self.enter(batch, after, cause)
        for account, changes in caps.moves(before, after, *causes).items():
            key = store.line_account(*account)[1]
            if changes.get("committed_fen", 0) > 0 or changes.get("freight_fen", 0) > 0:
                self.grow(batch, key, changes)
            else:
                batch.add(store.move_on_line(key, changes))

    def grow(self, batch: Batch, key: Key, changes: Mapping[str, int]) -> None:
        """Money that has moved counts, above the cap if need be; then a person is told."""
        account = self.account(key)
        batch.add(store.grow_line(key, account, changes))
        grown = caps.moved(account, changes)
        if grown.over_fen:
            batch.plan(facts.overpaid(grown, self.clock.now()))
