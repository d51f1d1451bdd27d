"""The steps of a liability (G9). Pure: each takes it as it is and gives it as it is next, with its entry of history.

by rule ──▶ ALLOCATED ──dispute──▶ DISPUTED ──decide──▶ ALLOCATED
             │  ▲  by hand, write-off                     upheld: allocated anew; rejected: as it was
             ╰──╯  what was paid changes: at any time, by the same percents
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from care.liability.errors import DisputeOpen, NoDispute, NothingToWriteOff, NotLiable
from care.liability.model import Charge, Dispute, Liability, LiabilityState, Party, PartyKind, Share, Step, StepKind
from care.liability.shares import check_charges, shared

__all__ = ["SYSTEM", "Act", "allocate", "correct", "decide", "dispute", "opened", "write_off"]

SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who does something, why and when."""

    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """The liability as it is next, what happened, and the shares before it."""

    liability: Liability
    step: Step
    before: tuple[Share, ...]


def opened(liability: Liability) -> Change:
    """The first allocation, by a rule."""
    act = Act(by=SYSTEM, why=liability.rule, at=liability.allocated_at)
    return Change(liability, _step(liability, StepKind.BY_RULE, act), ())


def allocate(liability: Liability, charges: Sequence[Charge], act: Act) -> Change:
    """By hand; DisputeOpen, SharesNotWhole, BadInput."""
    _undisputed(liability)
    return _anew(liability, charges, StepKind.BY_HAND, act)


def correct(liability: Liability, total_fen: int, act: Act) -> Change:
    """What was paid is `total_fen` now: the same percents bear it. A dispute goes on."""
    charges = [Charge(party=share.party, percent=share.percent) for share in liability.shares]
    shares = shared(total_fen, charges, liability.shares)
    return _next(liability, StepKind.CORRECTED, act, total_fen=total_fen, shares=shares)


def dispute(liability: Liability, party: Party, act: Act) -> Change:
    """The party objects, in the words `act.why`; DisputeOpen, NotLiable."""
    _undisputed(liability)
    _share(liability, party)
    objection = Dispute(party=party, words=act.why, recorded_by=act.by, recorded_at=act.at)
    disputed = LiabilityState.DISPUTED
    return _next(liability, StepKind.DISPUTED, act, party=party, state=disputed, dispute=objection)


def decide(liability: Liability, charges: Sequence[Charge] | None, act: Act) -> Change:
    """End the dispute: allocated anew, or (None) as it was; NoDispute."""
    if liability.dispute is None:
        raise NoDispute
    party = liability.dispute.party
    ended = replace(liability, state=LiabilityState.ALLOCATED, dispute=None)
    if charges is None:
        return _next(ended, StepKind.REJECTED, act, party=party)
    return _anew(ended, charges, StepKind.UPHELD, act, party=party)


def write_off(liability: Liability, party: Party, act: Act) -> Change:
    """Give up what the party still owes of it; DisputeOpen, NotLiable, NothingToWriteOff."""
    _undisputed(liability)
    share = _share(liability, party)
    if party.kind is PartyKind.PLATFORM or not share.owed_fen:
        raise NothingToWriteOff
    given_up = replace(share, written_off_fen=share.fen)
    shares = tuple(given_up if each is share else each for each in liability.shares)
    return _next(liability, StepKind.WRITTEN_OFF, act, party=party, shares=shares)


def _anew(
    liability: Liability, charges: Sequence[Charge], kind: StepKind, act: Act, party: Party | None = None
) -> Change:
    check_charges(charges)
    return _next(liability, kind, act, party=party, shares=shared(liability.total_fen, charges, liability.shares))


def _next(liability: Liability, kind: StepKind, act: Act, *, party: Party | None = None, **changes: object) -> Change:
    following: Liability = replace(liability, steps=liability.steps + 1, **changes)  # type: ignore[arg-type]
    return Change(following, _step(following, kind, act, party), liability.shares)


def _step(liability: Liability, kind: StepKind, act: Act, party: Party | None = None) -> Step:
    return Step(
        liability_id=liability.id,
        n=liability.steps,
        kind=kind,
        at=act.at,
        by=act.by,
        why=act.why,
        total_fen=liability.total_fen,
        shares=liability.shares,
        party=party,
    )


def _undisputed(liability: Liability) -> None:
    if liability.dispute is not None:
        raise DisputeOpen(party=liability.dispute.party.key)


def _share(liability: Liability, party: Party) -> Share:
    share = liability.share_of(party)
    if share is None:
        raise NotLiable(f"{party.key} bears nothing of it", field="party")
    return share
