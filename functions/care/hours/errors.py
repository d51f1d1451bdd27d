"""Why a calendar was refused. `place` says where in it the fault lies."""

from care.kernel.errors import Refused

__all__ = ["BadInterval", "BadOverride", "BadWeek", "NoServiceHours"]


class BadWeek(Refused):
    """A week has seven days, Monday to Sunday."""

    code = "BAD_WEEK"


class BadInterval(Refused):
    """An interval is written 08:00-12:00, lasts half an hour at least, and overlaps no other; `place` says where."""

    code = "BAD_INTERVAL"


class BadOverride(Refused):
    """A date stands twice among the overrides, lies too far ahead, or they are too many."""

    code = "BAD_OVERRIDE"


class NoServiceHours(Refused):
    """From `since` on there would be no service hours for two weeks."""

    code = "NO_SERVICE_HOURS"
