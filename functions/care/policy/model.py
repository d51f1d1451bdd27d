"""The after-sales policy as data (G1). Money is fen, windows are hours, times are aware UTC."""

from dataclasses import dataclass
from enum import StrEnum

from care.catalog.model import known_category
from care.kernel.editions import Edition

__all__ = [
    "Evidence",
    "PartKind",
    "PolicyDraft",
    "PolicyVersion",
    "Reason",
    "ReasonClass",
    "Remedy",
    "RemedyPart",
    "Rule",
    "SettingsVersion",
]


class ReasonClass(StrEnum):
    """What kind of wish or fault a reason is; policy differs by it."""

    NO_REASON = "NO_REASON"
    QUALITY = "QUALITY"
    FOOD_SAFETY = "FOOD_SAFETY"


class Evidence(StrEnum):
    """What a member must add. A case that needs a photo is not paid at once."""

    NONE = "NONE"
    PHOTO = "PHOTO"


class PartKind(StrEnum):
    """What a remedy consists of."""

    REFUND = "REFUND"
    COUPON = "COUPON"
    POINTS = "POINTS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One entry of the list that a member picks from."""

    code: str
    reason_class: ReasonClass
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyPart:
    """The one amount that is set fits the kind: percent (REFUND), fen (COUPON) or points (POINTS)."""

    kind: PartKind
    percent: int | None = None
    """Share of what was paid for the line."""
    fen: int | None = None
    points: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What can be offered. No parts: a sincere apology alone (G10)."""

    code: str
    title: str
    parts: tuple[RemedyPart, ...] = ()
    done_within_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What holds for a category and a reason class, wherever and under whichever leader."""

    category: str | None = None
    """None: the default, for every category without a rule of its own."""
    reason_class: ReasonClass
    window_hours: int | None = None
    """Counted from signing; None: within shelf life."""
    instant_limit_fen: int
    """Up to this payout a clear case is paid in the same request (G4); 0: never."""
    evidence: Evidence = Evidence.NONE
    remedies: tuple[str, ...]
    """The menu; the first is pre-selected."""
    default_remedy: str
    """Where the menu is not answered in time (C1)."""
    choose_within_hours: int
    wording: str
    host_line: str
    """What the live-stream host reads out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDraft:
    """A whole policy, before it is published."""

    rules: tuple[Rule, ...]
    reasons: tuple[Reason, ...]
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion(Edition):
    """A published policy. Number 0 is built in and was always in force."""

    rules: tuple[Rule, ...]
    reasons: tuple[Reason, ...]
    remedies: tuple[Remedy, ...]

    def rule_for(self, category: str, reason_class: ReasonClass) -> Rule:
        """The category's own rule, else the default one. There is always one: publication sees to it."""
        category = known_category(category) or category
        mine = [rule for rule in self.rules if rule.reason_class is reason_class and rule.category in (category, None)]
        return next((rule for rule in mine if rule.category == category), mine[0])

    def reason(self, code: str) -> Reason | None:
        return next((reason for reason in self.reasons if reason.code == code), None)

    def remedy(self, code: str) -> Remedy:
        """One that a rule of this version names; KeyError for any other."""
        return {remedy.code: remedy for remedy in self.remedies}[code]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsVersion(Edition):
    """All figures that were ever set, as they are from `effective_at` on (A3)."""

    values: dict[str, int]
