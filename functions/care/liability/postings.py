"""What a step posts: the difference between the shares before it and after, to each party's account (G9). Pure.

A posting is dated when it is made, so it stands in the month that is open: a month that is over never changes.

    CHARGE       receivable:<party>   from  recovery:compensation
    CREDIT       recovery:compensation from  receivable:<party>
    WRITE_OFF    expense:written_off  from  receivable:<party>
    REINSTATED   receivable:<party>   from  expense:written_off

What we bear ourselves is no receivable but `expense:borne`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from care.accounts.ledger_line import Cause, LedgerLine
from care.accounts.model import Unit
from care.liability.lifecycle import Change
from care.liability.model import PLATFORM, LineKind, Party, Share, StatementLine, month_of

__all__ = ["Posting", "account_of", "postings"]

RECOVERY = "recovery:compensation"
WRITTEN_OFF = "expense:written_off"
BORNE = "expense:borne"
_ADDS = frozenset({LineKind.CHARGE, LineKind.REINSTATED})
_ALLOCATES = frozenset({LineKind.CHARGE, LineKind.CREDIT})


@dataclass(frozen=True, slots=True)
class Posting:
    """One movement, as the ledger has it and as the party's statement shows it."""

    ledger: LedgerLine
    line: StatementLine


def account_of(party: Party) -> str:
    """The party's account in the ledger."""
    return BORNE if party == PLATFORM else f"receivable:{party.key}"


def postings(change: Change) -> tuple[Posting, ...]:
    """All that a step moves; at most two for each party."""
    moves = list(_moves(change.before, change.liability.shares))
    return tuple(_posting(change, nth, *move) for nth, move in enumerate(moves, 1))


def _moves(before: Sequence[Share], after: Sequence[Share]) -> Iterator[tuple[Party, LineKind, int]]:
    old, new = ({share.party: share for share in shares} for shares in (before, after))
    for party in sorted(old.keys() | new.keys()):
        nothing = Share(party=party, percent=0, fen=0)
        was, now = old.get(party, nothing), new.get(party, nothing)
        if now.fen != was.fen:
            yield party, LineKind.CHARGE if now.fen > was.fen else LineKind.CREDIT, abs(now.fen - was.fen)
        if now.written_off_fen != was.written_off_fen:
            more = now.written_off_fen - was.written_off_fen
            yield party, LineKind.WRITE_OFF if more > 0 else LineKind.REINSTATED, abs(more)


def _posting(change: Change, nth: int, party: Party, kind: LineKind, fen: int) -> Posting:
    step, liability = change.step, change.liability
    other = RECOVERY if kind in _ALLOCATES else WRITTEN_OFF
    debit, credit = (account_of(party), other) if kind in _ADDS else (other, account_of(party))
    ledger = LedgerLine(
        payout_id=liability.id,
        attempt=step.n,
        cause=Cause.ALLOCATED if kind in _ALLOCATES else Cause.WRITTEN_OFF,
        nth=nth,
        debit=debit,
        credit=credit,
        amount=fen,
        unit=Unit.FEN,
        at=step.at,
    )
    line = StatementLine(
        party=party,
        month=month_of(step.at),
        at=step.at,
        ledger_id=ledger.id,
        liability_id=liability.id,
        ticket_id=liability.ticket_id,
        order_id=liability.order_id,
        kind=kind,
        step=step.kind,
        n=step.n,
        nth=nth,
        fen=fen if kind in _ADDS else -fen,
        why=step.why,
    )
    return Posting(ledger, line)
