"""The figures of this domain."""

from care.kernel.settings import figure

__all__ = ["ALERT_CLIMB_MINUTES"]

ALERT_CLIMB_MINUTES = figure(
    "staff.alert_climb_minutes", 10, 1, 120, "minutes", "A2", "how long an alert waits for each who is told of it"
)
