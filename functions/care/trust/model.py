"""What is counted of a member, by days of Shanghai's; money in fen."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

__all__ = ["Assessment", "Counted", "Day", "Finding", "Signal", "Standing", "Voucher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What happened on a day, or within many."""

    orders: int = 0
    """Signed for."""
    bought_fen: int = 0
    claims: int = 0
    asked_fen: int = 0
    """What had been paid for what was claimed."""
    paid_fen: int = 0
    """What claims brought: less what the mall took back."""
    repeated_photos: int = 0
    """Photos that another ticket or member had sent before."""

    def __add__(self, other: "Day") -> "Day":
        return Day(
            orders=self.orders + other.orders,
            bought_fen=self.bought_fen + other.bought_fen,
            claims=self.claims + other.claims,
            asked_fen=self.asked_fen + other.asked_fen,
            paid_fen=self.paid_fen + other.paid_fen,
            repeated_photos=self.repeated_photos + other.repeated_photos,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """A manager's word for a member: nothing of theirs is held until `until`. `why` is for colleagues."""

    by: str
    why: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The item of a member (`id`). Days by ISO date; a day without anything is not there."""

    id: str
    days: dict[str, Day] = field(default_factory=dict)
    neighbours: int = 0
    """Other members at the same address, as far as they are counted."""
    voucher: Voucher | None = None
    version: int = 0

    def within(self, today: date, days: int) -> Day:
        """All of the last `days` days, today included."""
        since = (today - timedelta(days=days - 1)).isoformat()
        return sum((each for day, each in self.days.items() if since <= day <= today.isoformat()), Day())


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An order that was counted: facts of it may come again."""

    member_id: str
    order_id: str
    until: datetime


class Signal(StrEnum):
    """What can speak for a closer look."""

    CLAIM_RATE = "CLAIM_RATE"
    CLAIM_VALUE = "CLAIM_VALUE"
    REPEATED_PHOTO = "REPEATED_PHOTO"
    NEW_ACCOUNT = "NEW_ACCOUNT"
    SHARED_ADDRESS = "SHARED_ADDRESS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason, what it adds to the score, and the figures that it goes by."""

    signal: Signal
    points: int
    figures: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The score with all its reasons. `hold`: a person should look before anything is paid."""

    score: int
    reasons: tuple[Finding, ...]
    hold: bool
