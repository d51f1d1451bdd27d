"""The figures of this domain."""

from care.kernel.settings import figure

__all__ = ["LEAD_MINUTES"]

LEAD_MINUTES = figure(
    "scripts.lead_minutes", 2, 2, 10_080, "minutes", "C6", "How far ahead a change of the scripts must take effect"
)
