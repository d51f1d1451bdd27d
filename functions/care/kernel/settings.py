"""Every figure of the product: typed, bounded, with its unit and the FEATURES row that it belongs to (A3).

An operator changes a figure by publishing a new version (policy/settings); code asks `settings.of(FIGURE)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from care.kernel.errors import BadInput

__all__ = ["FIGURES", "Figure", "Settings", "figure"]

FIGURES: dict[str, "Figure"] = {}
"""All figures by key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A whole number that an operator may set between `low` and `high`, both inclusive."""

    key: str
    default: int
    low: int
    high: int
    unit: str
    row: str
    about: str

    def check(self, value: object) -> int:
        """`value` if it is within bounds, else BadInput that states them."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            message = f"{self.key} must be a whole number from {self.low} to {self.high} ({self.unit})"
            raise BadInput(message, field=self.key, low=self.low, high=self.high)
        return value


def figure(key: str, default: int, low: int, high: int, unit: str, row: str, about: str) -> Figure:
    """Register a figure; each domain states its own in its `figures.py`."""
    if key in FIGURES:
        message = f"two figures are called {key}"
        raise ValueError(message)
    made = Figure(key=key, default=default, low=low, high=high, unit=unit, row=row, about=about)
    made.check(default)
    FIGURES[key] = made
    return made


@dataclass(frozen=True, slots=True)
class Settings:
    """One version of all figures: what was set, else the default."""

    version: int = 0
    values: Mapping[str, int] | None = None

    def of(self, figure: Figure) -> int:
        return (self.values or {}).get(figure.key, figure.default)
