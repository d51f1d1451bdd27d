"""The figures of contact (P6)."""

from datetime import timedelta

from care.contact.rules import Limits, QuietHours
from care.kernel.settings import Settings, figure

__all__ = ["limits", "quiet_hours", "text_kept", "unknown_after"]

_QUIET_FROM = figure(
    "contact.quiet_from", 22, 0, 23, "hour of the day in Shanghai", "P6", "Quiet hours start here, inclusive"
)
_QUIET_UNTIL = figure(
    "contact.quiet_until", 8, 0, 23, "hour of the day in Shanghai", "P6", "Quiet hours end here; as quiet_from: none"
)
_OWN_ACTION = figure(
    "contact.own_action", 30, 0, 120, "minutes", "P6", "An answer to the member's own action passes quiet hours so long"
)
_UNKNOWN_AFTER = figure(
    "contact.unknown_after", 5, 1, 60, "minutes", "P6", "A claimed message without an outcome is UNKNOWN after this"
)
_TEXT_KEPT = figure("contact.text_kept", 180, 7, 730, "days", "P6", "How long a message's text stays readable")


def quiet_hours(settings: Settings) -> QuietHours:
    return QuietHours(settings.of(_QUIET_FROM), settings.of(_QUIET_UNTIL))


def limits(settings: Settings) -> Limits:
    return Limits(quiet=quiet_hours(settings), own_action=timedelta(minutes=settings.of(_OWN_ACTION)))


def unknown_after(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.of(_UNKNOWN_AFTER))


def text_kept(settings: Settings) -> timedelta:
    return timedelta(days=settings.of(_TEXT_KEPT))
