"""What can be wrong with a publication. All faults are told at once, each with its place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from care.kernel.errors import Refused

__all__ = ["Fault", "PolicyUnsound", "Problem", "SettingsUnsound"]


class Fault(StrEnum):
    """Each leads to the one check that finds it (rules.py)."""

    GAP = "GAP"
    OVERLAP = "OVERLAP"
    TWICE = "TWICE"
    BAD_CODE = "BAD_CODE"
    BLANK = "BLANK"
    TOO_LONG = "TOO_LONG"
    VAGUE = "VAGUE"
    OUT_OF_BOUNDS = "OUT_OF_BOUNDS"
    UNKNOWN_REMEDY = "UNKNOWN_REMEDY"
    MENU_TOO_SHORT = "MENU_TOO_SHORT"
    DEFAULT_NOT_ON_MENU = "DEFAULT_NOT_ON_MENU"
    BAD_PART = "BAD_PART"
    FOOD_SAFETY_WINDOW = "FOOD_SAFETY_WINDOW"
    UNKNOWN_FIGURE = "UNKNOWN_FIGURE"
    NOTHING_SET = "NOTHING_SET"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `place` is a path into the draft (`rules[2].wording`) or the key of a figure."""

    fault: Fault
    place: str
    detail: dict[str, str | int] = field(default_factory=dict)
    """What the caller needs to mend it: the bounds, the vague word, the other rule."""

    def __str__(self) -> str:
        told = ", ".join(f"{name} {value}" for name, value in self.detail.items())
        return f"{self.place}: {self.fault}" + (f" ({told})" if told else "")


class _Unsound(Refused):
    """Bears every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(each) for each in self.problems), field=self.problems[0].place)


class PolicyUnsound(_Unsound):
    code = "POLICY_UNSOUND"


class SettingsUnsound(_Unsound):
    code = "SETTINGS_UNSOUND"
