"""G1: which rule holds for a case, and why. Pure; the order of the rules does not matter.

A rule fits where all that its match names fits. Of the rules that fit, the one with the highest rank wins: ranks are
compared by what a match names, in the order of `Dimension`. A sound policy (care.policy.coverage) has just one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from care.catalog.model import known_category
from care.policy.model import Match, ReasonClass, Rule, Segment

__all__ = ["Because", "Case", "Dimension", "Explanation", "PassedOver", "band", "explain", "named", "rank", "rule_for"]


class Dimension(StrEnum):
    """What a rule may differ by, the strongest first."""

    SKU = "SKU"
    SUPPLIER = "SUPPLIER"
    CATEGORY = "CATEGORY"
    CHANNEL = "CHANNEL"
    SEGMENT = "SEGMENT"
    PRICE = "PRICE"


_STATED = tuple(each for each in Dimension if each is not Dimension.PRICE)
"""The dimensions that are named by one value; a price is named by a band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What rules are matched with. What is not known (None) fits no rule that names it."""

    reason_class: ReasonClass
    sku: str | None = None
    supplier: str | None = None
    category: str | None = None
    channel: str | None = None
    segment: Segment | None = None
    paid_fen: int | None = None
    """What was paid for the whole line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One thing by which the rule fits the case; `value` as the rule states it, a band as `5000-20000` in fen."""

    dimension: Dimension
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A rule of the same reason class that does not hold: the first thing that does not fit; None: a lower rank."""

    rule: str
    differs_in: Dimension | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The rule that holds, its place in the policy, and why; nothing in `because`: the default of its class."""

    rule: Rule
    place: str
    because: tuple[Because, ...]
    passed_over: tuple[PassedOver, ...]


def rule_for(rules: Sequence[Rule], case: Case) -> Rule:
    """The rule that holds; LookupError only where a class has no default, which no published policy lacks."""
    fitting = [rule for rule in rules if rule.reason_class is case.reason_class and not _misfit(rule.match, case)]
    if not fitting:
        message = f"no rule for {case.reason_class}"
        raise LookupError(message)
    return max(fitting, key=lambda rule: rank(rule.match))


def explain(rules: Sequence[Rule], case: Case) -> Explanation:
    """As `rule_for`, with the reasons."""
    rule = rule_for(rules, case)
    others = (each for each in rules if each.reason_class is case.reason_class and each is not rule)
    return Explanation(
        rule=rule,
        place=f"rules[{rules.index(rule)}]",
        because=tuple(Because(dimension=each, value=value) for each, value in named(rule.match).items()),
        passed_over=tuple(PassedOver(rule=each.code, differs_in=_misfit(each.match, case)) for each in others),
    )


@lru_cache(maxsize=1024)
def rank(match: Match) -> tuple[bool, ...]:
    """Greater beats less: a named sku goes before all that does not name one, and so on."""
    values = named(match)
    return tuple(each in values for each in Dimension)


def named(match: Match) -> dict[Dimension, str]:
    """What a match names, each as text that is equal where the same is meant."""
    stated = {each: _stated(match, each) for each in _STATED}
    values: dict[Dimension, str] = {each: value for each, value in stated.items() if value is not None}
    if match.paid_from_fen is not None or match.paid_below_fen is not None:
        values[Dimension.PRICE] = f"{match.paid_from_fen or 0}-{_text(match.paid_below_fen)}"
    return values


def band(match: Match) -> tuple[int, int | None]:
    """From which fen a match holds, and below which (None: without end)."""
    return match.paid_from_fen or 0, match.paid_below_fen


def _misfit(match: Match, case: Case) -> Dimension | None:
    return next(_misfits(match, case), None)


def _misfits(match: Match, case: Case) -> Iterator[Dimension]:
    for each in _STATED:
        wanted = _stated(match, each)
        if wanted is not None and wanted != _stated(case, each):
            yield each
    if Dimension.PRICE in named(match):
        low, high = band(match)
        if case.paid_fen is None or case.paid_fen < low or (high is not None and case.paid_fen >= high):
            yield Dimension.PRICE


def _stated(source: Match | Case, dimension: Dimension) -> str | None:
    """A category is the same in any case of letters."""
    value: str | None = getattr(source, dimension.lower())
    return known_category(value) or value if value and dimension is Dimension.CATEGORY else value


def _text(fen: int | None) -> str:
    return "" if fen is None else str(fen)
