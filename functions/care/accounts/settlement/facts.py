"""What settlement tells those above: `settlement.discrepancy`, once each time that one opens."""

from datetime import datetime

from care.accounts.settlement.model import Discrepancy
from care.kernel.agenda import AgendaItem, Lane

__all__ = ["discrepancy_opened"]


def discrepancy_opened(found: Discrepancy, now: datetime) -> AgendaItem:
    """Subject: the discrepancy; generation: how often it has opened. Still true while it is OPEN in that round."""
    return AgendaItem(
        lane=Lane.NOW,
        kind="settlement.discrepancy",
        due=now,
        subject=found.id,
        generation=found.round,
        payload={"settlement_id": found.settlement_id, "kind": found.kind},
    )
