"""Tag rules are data (L1): `tag_rules.json`, checked when it is loaded."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from care.kernel.ids import derived_id
from care.kernel.settings import FIGURES, Settings
from care.members import figures as _registered  # noqa: F401 - the rules name figures by key
from care.members.model import Stats, TagName

__all__ = ["Condition", "TagRule", "facts_of", "holding", "load_rules"]

_OPERATORS: dict[str, Callable[[int, int], bool]] = {">=": operator.ge, "<=": operator.le, "==": operator.eq}
_COUNTS = frozenset(field.name for field in fields(Stats)) - {"first_order_at", "by_category"}
_CATEGORY = "by_category."


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A figure of the member against a value, or against the figure of the settings that is named."""

    field: str
    """A count of Stats, or `by_category.FRESH`."""
    op: Literal[">=", "<=", "=="]
    value: int | None = None
    figure: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.figure is None):
            raise ValueError("a condition needs either a value or a figure")
        if self.figure is not None and self.figure not in FIGURES:
            raise ValueError(f"no figure is called {self.figure}")
        if self.field not in _COUNTS and not self.field.startswith(_CATEGORY):
            raise ValueError(f"Stats counts no {self.field}")

    def holds(self, stats: Stats, settings: Settings) -> bool:
        limit = self.value if self.figure is None else settings.of(FIGURES[self.figure])
        return limit is not None and _OPERATORS[self.op](self.count(stats), limit)

    def count(self, stats: Stats) -> int:
        if self.field.startswith(_CATEGORY):
            return stats.by_category.get(self.field.removeprefix(_CATEGORY), 0)
        return int(getattr(stats, self.field))


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRule:
    """Gives `tag` while all conditions hold. Of several rules for one tag the first that holds gives it."""

    name: str
    tag: TagName
    all_of: tuple[Condition, ...]
    expires_days: int
    reason: str

    def __post_init__(self) -> None:
        if not self.all_of or self.expires_days < 1:
            raise ValueError(f"{self.name} needs conditions and at least a day")

    @property
    def source(self) -> str:
        return f"rule:{self.name}"


@cache
def load_rules() -> tuple[TagRule, ...]:
    """The rules that ship; msgspec.ValidationError if they name what does not exist."""
    return msgspec.json.decode(files("care.members").joinpath("tag_rules.json").read_bytes(), type=tuple[TagRule, ...])


def holding(rules: Sequence[TagRule], stats: Stats, settings: Settings) -> dict[TagName, TagRule]:
    """The first rule that holds, for each tag that one holds for."""
    found: dict[TagName, TagRule] = {}
    for rule in rules:
        if rule.tag not in found and all(condition.holds(stats, settings) for condition in rule.all_of):
            found[rule.tag] = rule
    return found


def facts_of(rules: Sequence[TagRule], tag: TagName, stats: Stats) -> str:
    """Stands for the figures that the rules of `tag` look at."""
    conditions = sorted({(each.field, each.count(stats)) for rule in rules if rule.tag == tag for each in rule.all_of})
    return derived_id(tag, *(part for pair in conditions for part in pair))
