"""The figures of this domain."""

from care.kernel.settings import figure

__all__ = ["LEAD_MINUTES"]

LEAD_MINUTES = figure(
    "hours.lead_minutes", 2, 2, 10_080, "minutes", "G7", "How far ahead a calendar must take effect, at least"
)
