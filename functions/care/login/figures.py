"""How long a login lasts, and how often one may try."""

from datetime import timedelta

from care.kernel.settings import Settings, figure

__all__ = ["access_life", "address_limit", "idle_life", "openid_limit", "whole_life", "window"]

_ACCESS_MINUTES = figure("login.access_minutes", 15, 5, 120, "minutes", "Login", "An access token lasts so long")
_IDLE_DAYS = figure("login.idle_days", 14, 1, 90, "days", "Login", "A refresh token that is not used lasts so long")
_WHOLE_DAYS = figure(
    "login.whole_days", 60, 1, 365, "days", "Login", "After so long a member logs in anew, however active they are"
)
_WINDOW = figure("login.window_minutes", 10, 1, 60, "minutes", "Login", "The window that the two limits count in")
_PER_OPENID = figure("login.per_openid", 10, 2, 1000, "logins", "Login", "At most so many of one account in a window")
_PER_ADDRESS = figure(
    "login.per_address", 300, 2, 100_000, "logins", "Login",
    "At most so many from one network in a window; a phone carrier puts hundreds of people behind one",
)  # fmt: skip


def access_life(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.of(_ACCESS_MINUTES))


def idle_life(settings: Settings) -> timedelta:
    return timedelta(days=settings.of(_IDLE_DAYS))


def whole_life(settings: Settings) -> timedelta:
    return timedelta(days=settings.of(_WHOLE_DAYS))


def window(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.of(_WINDOW))


def openid_limit(settings: Settings) -> int:
    return settings.of(_PER_OPENID)


def address_limit(settings: Settings) -> int:
    return settings.of(_PER_ADDRESS)
