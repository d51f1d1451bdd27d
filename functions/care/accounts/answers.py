"""What an answer of the mall means, without any I/O: the order in which answers come leaves no trace (C5)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from care.accounts.errors import PayoutNotFailed
from care.accounts.model import Answer, Cause, Outcome, Payout, PayoutKind, PayoutState

__all__ = [
    "CAUSES",
    "Effect",
    "answered",
    "effect_of",
    "failed",
    "is_new",
    "judged",
    "mismatched",
    "not_failed",
    "redeemed",
    "retried",
]


class Effect(StrEnum):
    """What an answer does; `CAUSES` and `tally` say what follows in the books and on the line."""

    NOTHING = "NOTHING"
    """It was known."""
    RECORDED = "RECORDED"
    """It is kept, and moves no money."""
    CONFIRMED = "CONFIRMED"
    REVIVED = "REVIVED"
    """Confirmed after it had failed: what was released is taken again, above the cap if need be."""
    DOUBLED = "DOUBLED"
    """Another attempt was confirmed before: the mall has paid twice."""


CAUSES: Mapping[Effect, tuple[Cause, ...]] = {
    Effect.NOTHING: (),
    Effect.RECORDED: (),
    Effect.CONFIRMED: (Cause.CONFIRMED,),
    Effect.REVIVED: (Cause.REVIVED, Cause.CONFIRMED),
    Effect.DOUBLED: (Cause.DOUBLED,),
}


def effect_of(payout: Payout, answer: Answer) -> Effect:
    """Confirmed is final and wins over any failure, whichever attempt it names; a failure is only recorded here:
    `judged` acts on it a moment later, so that the order in which both arrive leaves no trace.
    """
    if _with(payout, answer) == payout.answers:
        return Effect.NOTHING
    if answer.outcome is Outcome.FAILED or answer.attempt in payout.confirmed:
        return Effect.RECORDED
    return {
        PayoutState.PENDING: Effect.CONFIRMED,
        PayoutState.FAILED: Effect.REVIVED,
        PayoutState.PAID: Effect.DOUBLED,
    }[payout.state]


def answered(payout: Payout, answer: Answer) -> Payout:
    """The payout with an answer more; PAID as soon as any attempt is confirmed."""
    heard = replace(payout, answers=_with(payout, answer))
    return replace(heard, state=PayoutState.PAID) if heard.confirmed else heard


def is_new(payout: Payout, answer: Answer) -> bool:
    """Whether it says what no earlier answer said; the time of saying it does not count."""
    return _said(answer) not in {_said(each) for each in payout.answers}


def mismatched(payout: Payout, answer: Answer) -> bool:
    """Whether the mall says that it paid something else than it was asked for."""
    told = answer.points if payout.kind is PayoutKind.POINTS else answer.amount_fen
    return answer.outcome is Outcome.CONFIRMED and told is not None and told != payout.amount


def judged(payout: Payout, attempt: int) -> Payout | None:
    """FAILED, where `attempt` is still the one that waits; None where the failure means nothing any more."""
    if payout.state is not PayoutState.PENDING or payout.attempt != attempt:
        return None
    return replace(payout, state=PayoutState.FAILED)


def failed(payout: Payout, attempt: int) -> bool:
    """Whether `payout.failed` is still true when it fires."""
    return payout.state is PayoutState.FAILED and payout.attempt == attempt


def not_failed(payout: Payout | None) -> PayoutNotFailed | None:
    """Why a payout cannot be tried again, if it cannot."""
    if payout is None or payout.state is PayoutState.FAILED:
        return None
    return PayoutNotFailed(f"the payout is {payout.state}", state=payout.state)


def retried(payout: Payout, by: str) -> Payout:
    """The next attempt at a failed payout."""
    return replace(
        payout,
        state=PayoutState.PENDING,
        attempt=payout.attempt + 1,
        asked_at=None,
        unanswered_at=None,
        retried_by=by,
    )


def redeemed(payout: Payout, at: datetime, order_id: str | None) -> Payout:
    """The payout with its benefit used at `at`, or earlier if that is known already."""
    known = (payout.redeemed_at, payout.redeemed_order_id or "")
    if payout.redeemed_at and known <= (at, order_id or ""):
        return payout
    return replace(payout, redeemed_at=at, redeemed_order_id=order_id)


def _with(payout: Payout, answer: Answer) -> tuple[Answer, ...]:
    """All answers, each thing said once at its earliest, in an order that does not tell which came first."""
    first: dict[tuple[str | int, ...], Answer] = {}
    for each in sorted((*payout.answers, answer), key=lambda each: (*_said(each), each.at, each.reason)):
        first.setdefault(_said(each), each)
    return tuple(first.values())


def _said(answer: Answer) -> tuple[str | int, ...]:
    amount = -1 if answer.amount_fen is None else answer.amount_fen
    points = -1 if answer.points is None else answer.points
    return (answer.attempt, answer.outcome, answer.reference, amount, points)
