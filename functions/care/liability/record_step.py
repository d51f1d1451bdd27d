"""Writes a step of a liability: the case, its history, the ledger, and each party's statement, in one transaction."""

from itertools import groupby

from care.accounts.store import LEDGER
from care.kernel.work import Batch
from care.liability.lifecycle import Change
from care.liability.postings import postings
from care.liability.store import LIABILITIES, STATEMENT_LINES, STEPS, add_up

__all__ = ["record_step"]


def record_step(batch: Batch, change: Change) -> None:
    """Add the writes of one step. Whoever changed the liability meanwhile is decided after."""
    batch.add(LIABILITIES.save(change.liability, name="liability.save"))
    batch.add(STEPS.put(change.step, name="liability.step"))
    posted = postings(change)
    for each in posted:
        batch.add(LEDGER.put(each.ledger, name="ledger.liability"))
        batch.add(STATEMENT_LINES.put(each.line, name="statement.line"))
    for _party, lines in groupby((each.line for each in posted), key=lambda line: line.party):
        batch.add(add_up(list(lines)))
