"""What an answer of the mall means, without any I/O: the order in which answers come leaves no trace (C5)."""

from dataclasses import replace
from datetime import datetime

from care.accounts.errors import PayoutNotFailed, PayoutNotOpen
from care.accounts.ledger_line import Cause
from care.accounts.model import MONEY, Answer, Outcome, Payout, PayoutKind, PayoutState

__all__ = [
    "MOST_ANSWERS",
    "answered",
    "asked_anew",
    "causes_of",
    "failed",
    "given_up",
    "is_new",
    "judged",
    "mismatched",
    "not_failed",
    "not_open",
    "redeemed",
    "released",
    "retried",
]

MOST_ANSWERS = 50
"""So many are kept; beyond them failures go first, the oldest first."""
_AMOUNT_TOLD = MONEY | {PayoutKind.COUPON}


def causes_of(payout: Payout, answer: Answer) -> tuple[Cause, ...] | None:
    """What an answer moves, in this order; () where it is only recorded, None where it was known.

    A confirmation wins over any failure and any giving up, whichever attempt it names. A failure is only recorded
    here: `judged` acts on it a moment later. A reversal that comes before what it reverses waits for it.
    """
    heard = answered(payout, answer)
    if heard.answers == payout.answers:
        return None
    causes: tuple[Cause, ...] = ()
    standing = payout.standing
    if len(heard.confirmed) > len(payout.confirmed):
        causes = _paid(payout)
        standing += 1
    if len(heard.taken_back) > len(payout.taken_back):
        causes = (*causes, Cause.RETURNED if standing > 1 else Cause.REVERSED)
    return causes


def _paid(payout: Payout) -> tuple[Cause, ...]:
    if payout.standing:
        return (Cause.DOUBLED,)
    if payout.state is PayoutState.PENDING:
        return (Cause.CONFIRMED,)
    return (Cause.REVIVED, Cause.CONFIRMED)  # it had been released: FAILED, CANCELLED, REVERSED


def answered(payout: Payout, answer: Answer) -> Payout:
    """The payout with an answer more: PAID while any attempt stands confirmed, REVERSED once none does any more."""
    heard = replace(payout, answers=_with(payout, answer))
    if not heard.confirmed:
        return heard
    return replace(heard, state=PayoutState.PAID if heard.standing else PayoutState.REVERSED)


def is_new(payout: Payout, answer: Answer) -> bool:
    """Whether it says what no earlier answer said; the time of saying it does not count."""
    return _said(answer) not in {_said(each) for each in payout.answers}


def mismatched(payout: Payout, answer: Answer) -> bool:
    """Whether the mall says that it paid something else than it was asked for."""
    told = answer.points if payout.kind is PayoutKind.POINTS else answer.amount_fen
    if answer.outcome is not Outcome.CONFIRMED or told is None:
        return False
    return payout.kind in _AMOUNT_TOLD | {PayoutKind.POINTS} and told != payout.amount


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
    if payout is None or payout.state is PayoutState.FAILED or payout.unanswered:
        return None
    return PayoutNotFailed(f"the payout is {payout.state}", state=payout.state)


def not_open(payout: Payout | None) -> PayoutNotOpen | None:
    """Why a payout cannot be given up, if it cannot: what was asked is on its way, as long as no day has passed over
    it without an answer; what was paid is paid.
    """
    if payout is None or payout.state in {PayoutState.FAILED, PayoutState.WAITING} or payout.unanswered:
        return None
    return PayoutNotOpen(f"the payout is {payout.state}", state=payout.state)


def given_up(payout: Payout, by: str, why: str) -> Payout:
    """Cancelled by a person, or by a rule, with its reason."""
    return replace(payout, state=PayoutState.CANCELLED, given_up_by=by, given_up_why=why)


def released(payout: Payout) -> Payout:
    """The first attempt at what has waited."""
    return replace(payout, state=PayoutState.PENDING, attempt=1)


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


def asked_anew(payout: Payout, by: str) -> Payout:
    """The attempt that has no answer is asked once more: the same one, since the mall acts once on each attempt."""
    return replace(payout, asked_anew=payout.asked_anew + 1, asked_at=None, unanswered_at=None, retried_by=by)


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
    return _bounded(tuple(first.values()))


def _bounded(said: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """MOST_ANSWERS at most. What settles an attempt stays; of the rest the oldest failures go first."""
    if len(said) <= MOST_ANSWERS:
        return said
    settles = {(each.attempt, each.outcome): each for each in reversed(said) if each.outcome is not Outcome.FAILED}
    kept = set(settles.values())
    rest = [each for each in said if each not in kept]
    rest.sort(key=lambda each: (each.outcome is not Outcome.FAILED, each.at, _said(each)), reverse=True)
    kept.update(rest[: max(0, MOST_ANSWERS - len(kept))])
    return tuple(each for each in said if each in kept)


def _said(answer: Answer) -> tuple[str | int, ...]:
    amount = -1 if answer.amount_fen is None else answer.amount_fen
    points = -1 if answer.points is None else answer.points
    return (answer.attempt, answer.outcome, answer.reference, amount, points)
