"""C5: take the mall's settlement file, line by line, and find where it and our books differ.

    begin ── take a chunk of rows ── … ── what we hold and no file names, day by day

Each chunk is one transaction: the statements, what is found, a fact for each discrepancy that opens. A statement that
is known changes nothing, so a file may come again, whole or in part or in another order; a crash goes on anywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from care.accounts.line_account import MallRefund
from care.accounts.model import Payout
from care.accounts.settlement import facts, rules, store
from care.accounts.settlement.errors import BadSettlementPeriod, OtherSettlementPeriod
from care.accounts.settlement.model import (
    Discrepancy,
    DiscrepancyKind,
    DiscrepancyState,
    Held,
    SettledLine,
    Settlement,
    Statement,
    Subject,
)
from care.accounts.settlement.rows import Row
from care.accounts.store import MALL_REFUNDS, PAYOUTS
from care.dynamo.storage import Found, Storage
from care.kernel.clock import SHANGHAI, Clock
from care.kernel.work import Batch, UnitOfWork

__all__ = ["CHUNK", "MOST_DAYS", "SettlementImport", "Taken", "days_of"]

CHUNK = 20
"""Rows of one transaction: each may write its line, two discrepancies and a fact, of 100 writes in all."""
PAGE = 33
"""Payouts that are looked for at a time: each takes three reads of the hundred of one call."""
MOST_DAYS = 92
_KINDS = tuple(DiscrepancyKind)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of some rows or of a day: `new` statements, discrepancies that `opened` now, and that `ended`."""

    new: int = 0
    opened: int = 0
    ended: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.new + other.new, self.opened + other.opened, self.ended + other.ended)


@dataclass(frozen=True, slots=True)
class _Case:
    """One subject as it was read in this decision."""

    subject: Subject
    line: SettledLine
    held: Held | None
    known: dict[DiscrepancyKind, Discrepancy]


class SettlementImport:
    """The steps of an import; whoever imports (the CLI) calls them in order and tells how far it is."""

    def __init__(self, storage: Storage, uow: UnitOfWork, clock: Clock) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock

    def begin(self, settlement_id: str, period_from: date, period_to: date) -> Settlement:
        """Open the settlement, or find it as it was opened; BadSettlementPeriod, OtherSettlementPeriod."""
        _check_period(period_from, period_to, self._clock.now())
        return self._uow.run(lambda batch: self._begin(settlement_id, period_from, period_to, batch))

    def _begin(self, settlement_id: str, period_from: date, period_to: date, batch: Batch) -> Settlement:
        known = self._storage.get(*store.settlement_at(settlement_id))
        if known is None:
            fresh = Settlement(
                id=settlement_id, period_from=period_from, period_to=period_to, imported_at=self._clock.now()
            )
            batch.add(store.SETTLEMENTS.put(fresh, name="settlement.open"))
            return fresh
        if (known.period_from, known.period_to) != (period_from, period_to):
            stated = {"period_from": known.period_from.isoformat(), "period_to": known.period_to.isoformat()}
            raise OtherSettlementPeriod(f"{settlement_id} is of {known.period_from} to {known.period_to}", **stated)
        return known

    def take(self, settlement: Settlement, rows: Sequence[Row]) -> Taken:
        """Keep what at most CHUNK rows state, and judge each of their subjects anew."""
        if len(rows) > CHUNK:
            raise ValueError(f"at most {CHUNK} rows at a time")
        return self._uow.run(lambda batch: self._take(settlement, rows, batch))

    def _take(self, settlement: Settlement, rows: Sequence[Row], batch: Batch) -> Taken:
        stated: dict[Subject, list[Statement]] = {}
        for row in rows:
            stated.setdefault(row.subject, []).append(row.statement)
        taken, new = Taken(), list[Statement]()
        for case in self._read(stated):
            line = rules.merged(case.line, stated[case.subject])
            fresh = set(line.statements) - set(case.line.statements)
            if fresh:
                batch.add(store.SETTLED.save(line, name="settlement.line"))
                new += sorted(fresh)
            taken += self._judge(replace(case, line=line), settlement, batch)
        if new:
            batch.add(store.count(settlement.id, new))
        return taken + Taken(new=len(new))

    def find_missing(self, settlement: Settlement) -> Iterator[Taken]:
        """Once all rows were taken: what we hold as paid in the period and no file names; one page at a time."""
        for day in days_of(settlement):
            after: dict[str, str] | None = None
            while True:
                page = self._storage.query(store.given_on(day, limit=PAGE, after=after))
                subjects = [_of_payout(each) for each in page.of(PAYOUTS)]
                subjects += [_of_refund(each) for each in page.of(MALL_REFUNDS)]
                yield self._look_for(settlement, subjects)
                if page.after is None:
                    break
                after = page.after

    def _look_for(self, settlement: Settlement, subjects: Sequence[Subject]) -> Taken:
        def decide(batch: Batch) -> Taken:
            taken = Taken()
            for case in self._read(subjects, (DiscrepancyKind.MISSING,)):
                if not case.line.statements:
                    taken += self._judge(case, settlement, batch)
            return taken

        return self._uow.run(decide) if subjects else Taken()

    def _read(
        self, subjects: Sequence[Subject] | dict[Subject, list[Statement]], kinds: Sequence[DiscrepancyKind] = _KINDS
    ) -> Iterator[_Case]:
        wanted = [at for each in subjects for at in (store.line_at(each), store.held_at(each))]
        wanted += [store.discrepancy_of(each, kind) for each in subjects for kind in kinds]
        found = self._storage.fetch(wanted)
        for each in subjects:
            known = {kind: known for kind in kinds if (known := found.get(*store.discrepancy_of(each, kind)))}
            line = found.get(*store.line_at(each)) or SettledLine(subject=each)
            yield _Case(each, line, _held(found, each), known)

    def _judge(self, case: _Case, settlement: Settlement, batch: Batch) -> Taken:
        """Write what is found of one subject, and end what is found no more."""
        now = self._clock.now()
        finding = rules.judge(case.held, case.line.statements)
        taken = Taken()
        for kind, other in case.known.items():
            if other.state is DiscrepancyState.OPEN and (finding is None or finding.kind is not kind):
                batch.add(store.DISCREPANCIES.replace(rules.corrected(other, now), name="discrepancy.end"))
                taken += Taken(ended=1)
        if finding is None:
            return taken
        known = case.known.get(finding.kind)
        seen = rules.found(known, finding, case.subject, case.held, case.line.statements, settlement.id, now)
        if seen == known:
            return taken
        batch.add(store.DISCREPANCIES.save(seen, name="discrepancy.find"))
        if known is not None and known.state is DiscrepancyState.OPEN:
            return taken
        batch.plan(facts.discrepancy_opened(seen, now))
        return taken + Taken(opened=1)


def days_of(settlement: Settlement) -> Iterator[date]:
    day = settlement.period_from
    while day <= settlement.period_to:
        yield day
        day += timedelta(days=1)


def _check_period(period_from: date, period_to: date, now: datetime) -> None:
    if not 1 <= (period_to - period_from).days + 1 <= MOST_DAYS:
        raise BadSettlementPeriod(f"a period is 1 to {MOST_DAYS} days")
    if period_to >= now.astimezone(SHANGHAI).date():
        raise BadSettlementPeriod("the period is not over")


def _held(found: Found, subject: Subject) -> Held | None:
    held = found.get(*store.held_at(subject))
    if isinstance(held, Payout):
        return rules.held_payout(held)
    return rules.held_refund(held) if isinstance(held, MallRefund) else None


def _of_payout(payout: Payout) -> Subject:
    return Subject(key=payout.id)


def _of_refund(refund: MallRefund) -> Subject:
    return Subject(order_id=refund.order_id, line_id=refund.line_id, refund_id=refund.refund_id)
