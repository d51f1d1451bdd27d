"""When the mall's statements and our books differ (C5). Pure; the order of the statements leaves no trace."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from care.accounts.line_account import MallRefund
from care.accounts.model import Payout, PayoutKind
from care.accounts.settlement.errors import DiscrepancyNotOpen
from care.accounts.settlement.model import (
    OF_MALL,
    SETTLED_KINDS,
    Aspect,
    Discrepancy,
    DiscrepancyKind,
    DiscrepancyState,
    Held,
    SettledLine,
    SettledState,
    Statement,
    Subject,
)

__all__ = [
    "MOST_STATEMENTS",
    "SYSTEM",
    "Finding",
    "corrected",
    "found",
    "held_payout",
    "held_refund",
    "judge",
    "merged",
    "resolved",
]

MOST_STATEMENTS = 20
"""Kept of one subject: a file that goes on and on about one payout fills no item."""
SYSTEM = "system"
_AGREED = "the mall's files and our books agree now"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one subject."""

    kind: DiscrepancyKind
    aspects: tuple[Aspect, ...] = ()


def held_payout(payout: Payout) -> Held:
    return Held(
        kind=payout.kind,
        amount=payout.amount,
        state=payout.state,
        attempts=tuple(sorted(payout.confirmed)),
        taken_back=tuple(sorted(payout.taken_back)),
        paid_at=payout.paid_at,
        member_id=payout.member_id,
        order_id=payout.order_id,
        line_id=payout.line_id,
    )


def held_refund(refund: MallRefund) -> Held:
    return Held(
        kind=PayoutKind.REFUND,
        amount=refund.amount_fen,
        state=SettledState.PAID,
        attempts=(OF_MALL,),
        paid_at=refund.at,
        order_id=refund.order_id,
        line_id=refund.line_id,
    )


def merged(line: SettledLine, statements: Iterable[Statement]) -> SettledLine:
    """The line with more statements: whichever came first, the same ones are kept."""
    return replace(line, statements=tuple(sorted({*line.statements, *statements})[:MOST_STATEMENTS]))


def judge(held: Held | None, statements: tuple[Statement, ...]) -> Finding | None:
    """What is wrong, if anything is; `statements` are all that is known of one subject."""
    if held is None:
        return Finding(DiscrepancyKind.EXTRA) if statements else None
    if not statements:
        due = held.state == SettledState.PAID and held.kind in SETTLED_KINDS
        return Finding(DiscrepancyKind.MISSING) if due else None
    aspects = {aspect for each in statements for aspect in _differs(held, each)} | set(_doubled(statements))
    return Finding(DiscrepancyKind.DIFFERENT, tuple(sorted(aspects))) if aspects else None


def _differs(held: Held, said: Statement) -> Iterator[Aspect]:
    if said.kind != held.kind:
        yield Aspect.KIND
    elif said.amount != held.amount:
        yield Aspect.AMOUNT
    if not held.attempts:
        yield Aspect.STATE
    elif said.attempt not in held.attempts:
        yield Aspect.ATTEMPT
    elif said.state is SettledState.REVERSED and said.attempt not in held.taken_back:
        yield Aspect.STATE


def _doubled(statements: tuple[Statement, ...]) -> Iterator[Aspect]:
    often = Counter((each.attempt, each.state) for each in statements)
    if any(times > 1 for times in often.values()):
        yield Aspect.TWICE


def found(
    known: Discrepancy | None,
    finding: Finding,
    subject: Subject,
    held: Held | None,
    stated: tuple[Statement, ...],
    settlement_id: str,
    now: datetime,
) -> Discrepancy:
    """The discrepancy as it is found now. One that had ended opens again only where something else is wrong with it,
    or where it had ended by itself.
    """
    fresh = Discrepancy(subject=subject, kind=finding.kind, settlement_id=settlement_id, found_at=now)
    base = known or fresh
    seen = replace(base, aspects=finding.aspects, stated=stated, held=held)
    if known is None or known.state is DiscrepancyState.OPEN:
        return seen
    if known.resolved_by != SYSTEM and (known.aspects, known.stated) == (finding.aspects, stated):
        return known
    return replace(
        seen,
        state=DiscrepancyState.OPEN,
        round=known.round + 1,
        found_at=now,
        resolved_at=None,
        resolved_by=None,
        why=None,
    )


def corrected(known: Discrepancy, now: datetime) -> Discrepancy:
    """It is found no more: somebody has put it right, or the line came later."""
    return replace(known, state=DiscrepancyState.CORRECTED, resolved_at=now, resolved_by=SYSTEM, why=_AGREED)


def resolved(known: Discrepancy, outcome: DiscrepancyState, by: str, why: str, now: datetime) -> Discrepancy:
    """A person explains it, or has had it corrected; DiscrepancyNotOpen."""
    if known.state is not DiscrepancyState.OPEN:
        raise DiscrepancyNotOpen(f"the discrepancy is {known.state}", state=known.state)
    return replace(known, state=outcome, resolved_at=now, resolved_by=by, why=why)
