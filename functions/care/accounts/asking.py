"""Asks the mall for a payout, again and again until it answers (C5).

    put the event out ── commit: delete this asking, note the first, plan the next
           └ a crash here asks once more under the same key and attempt, which the mall acts on once

Every 30 minutes; after a day a person is told (`payout.unanswered`, once an attempt) and the mall is asked every
six hours still, since its answer is what settles a payout: unless a manager gives it up, or has it asked anew, which
begins all this from the start.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from care.accounts import facts, store
from care.accounts.figures import ASK_AGAIN_MINUTES, ASK_LATE_HOURS, UNANSWERED_HOURS
from care.accounts.mall import Mall, PayoutRequest
from care.accounts.model import Payout, PayoutState
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch, Firing

__all__ = ["AskMall"]


class AskMall:
    """The errand of `mall.ask`."""

    def __init__(self, storage: Storage, clock: Clock, settings: Callable[[], Settings], mall: Mall) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings
        self._mall = mall

    def send(self, firing: Firing) -> None:
        """Ask, unless the payout is settled or at another attempt by now."""
        payout = self._waiting(firing.item)
        if payout:
            self._mall.ask(PayoutRequest(payout=payout, asking=_row(firing.item)[0], at=self._clock.now()))
        firing.commit(lambda batch: self._asked(firing.item, batch))

    def _waiting(self, item: AgendaItem) -> Payout | None:
        payout: Payout | None = self._storage.get(*store.payout_at(item.subject))
        if payout is None or payout.state is not PayoutState.PENDING:
            return None
        return payout if (payout.attempt, payout.asked_anew) == (item.generation, _row(item)[1]) else None

    def _asked(self, item: AgendaItem, batch: Batch) -> None:
        """The mall may have answered while it was asked, so the payout is read again."""
        payout = self._waiting(item)
        if payout is None:
            return
        now = self._clock.now()
        noted = self._noted(payout, now)
        if noted != payout:
            batch.add(store.PAYOUTS.replace(noted, name="payout.asked"))
        if noted.unanswered_at and not payout.unanswered_at:
            batch.plan(facts.unanswered(noted, now))
        batch.plan(facts.ask(noted, _row(item)[0] + 1, now + self._pause(noted)))

    def _noted(self, payout: Payout, now: datetime) -> Payout:
        asked_at = payout.asked_at or now
        overdue = now - asked_at >= timedelta(hours=self._settings().of(UNANSWERED_HOURS))
        unanswered_at = payout.unanswered_at or (now if overdue else None)
        return replace(payout, asked_at=asked_at, unanswered_at=unanswered_at)

    def _pause(self, payout: Payout) -> timedelta:
        settings = self._settings()
        if payout.unanswered_at:
            return timedelta(hours=settings.of(ASK_LATE_HOURS))
        return timedelta(minutes=settings.of(ASK_AGAIN_MINUTES))


def _row(item: AgendaItem) -> tuple[int, int]:
    """Which asking it is, and how often the attempt had been asked anew before."""
    asking, _, anew = item.part.partition("/")
    return int(asking), int(anew or 0)
