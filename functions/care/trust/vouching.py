"""A word for a member: nothing of theirs is held for a time, so that a wrong hold is not repeated (G11)."""

from dataclasses import replace
from datetime import datetime, timedelta

from care.dynamo.writes import DynamoWrite
from care.kernel.settings import Settings
from care.trust.figures import VOUCHER_DAYS
from care.trust.model import Standing, Voucher
from care.trust.store import STANDINGS

__all__ = ["voucher_for"]


def voucher_for(standing: Standing, by: str, why: str, now: datetime, settings: Settings) -> DynamoWrite:
    """The standing with the word of `by`, for the transaction that gives it."""
    until = now + timedelta(days=settings.of(VOUCHER_DAYS))
    return STANDINGS.save(
        replace(standing, voucher=Voucher(by=by, why=why.strip(), until=until)), name="standing.vouch"
    )
