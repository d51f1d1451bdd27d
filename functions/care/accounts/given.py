"""Index by_a of what the mall gave, by the day in Asia/Shanghai: what its settlement is compared with (C5)."""

from datetime import date, datetime

from care.kernel.clock import SHANGHAI, stamp

__all__ = ["given", "given_on"]


def given_on(day: date) -> str:
    """The partition of a day."""
    return f"GIVEN#{day.isoformat()}"


def given(at: datetime | None, id_: str) -> tuple[str, str] | None:
    """Where something given at `at` stands in the index; nowhere as long as it was not."""
    return (given_on(at.astimezone(SHANGHAI).date()), f"{stamp(at)}#{id_}") if at else None
