"""The figures of guides (P3)."""

from datetime import timedelta

from care.kernel.settings import Settings, figure

__all__ = ["again_after", "day_2_after", "useful_for"]

_DAY_2 = figure("guides.day_2_hours", 48, 24, 120, "hours", "P3", "Signing to the guides of day 2")
_AGAIN = figure("guides.again_days", 60, 0, 365, "days", "P3", "A member is not sent a guide again within this")
_USEFUL = figure("guides.useful_hours", 12, 1, 48, "hours", "P3", "How long a message with guides may still be sent")


def day_2_after(settings: Settings) -> timedelta:
    return timedelta(hours=settings.of(_DAY_2))


def again_after(settings: Settings) -> timedelta:
    """0: as often as it is bought."""
    return timedelta(days=settings.of(_AGAIN))


def useful_for(settings: Settings) -> timedelta:
    return timedelta(hours=settings.of(_USEFUL))
