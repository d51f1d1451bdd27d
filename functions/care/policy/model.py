"""The after-sales policy as data (G1). Money is fen, windows are hours, times are aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from care.kernel.editions import Edition
from care.kernel.ids import derived_id
from care.staff.model import Skill

__all__ = [
    "Anchor",
    "Bearer",
    "DraftState",
    "Evidence",
    "Extra",
    "Match",
    "PartKind",
    "PolicyDraft",
    "PolicyState",
    "PolicyVersion",
    "Reason",
    "ReasonClass",
    "Remedy",
    "RemedyPart",
    "Rule",
    "Segment",
    "SettingsVersion",
    "StoredDraft",
]


class ReasonClass(StrEnum):
    """What kind of wish or fault a reason is; policy differs by it."""

    NO_REASON = "NO_REASON"
    QUALITY = "QUALITY"
    FOOD_SAFETY = "FOOD_SAFETY"


class Evidence(StrEnum):
    """What a member must add. A case that needs a photo is not paid at once without a good one (G8)."""

    NONE = "NONE"
    PHOTO = "PHOTO"


class Segment(StrEnum):
    """Who the member is to us (C3)."""

    NEW = "NEW"
    REGULAR = "REGULAR"
    HIGH_VALUE = "HIGH_VALUE"
    OPINION_LEADER = "OPINION_LEADER"


class Anchor(StrEnum):
    """What a window is counted from."""

    SIGNED = "SIGNED"
    PICKED_UP = "PICKED_UP"
    DELIVERED = "DELIVERED"
    SHELF_LIFE = "SHELF_LIFE"
    """As long as the goods keep, from signing; without hours."""


class Bearer(StrEnum):
    """Who bears the freight where goods go back."""

    PLATFORM = "PLATFORM"
    SUPPLIER = "SUPPLIER"
    MEMBER = "MEMBER"


class PartKind(StrEnum):
    """What a remedy consists of."""

    REFUND = "REFUND"
    FREIGHT = "FREIGHT"
    """The line's share of the order's freight."""
    COUPON = "COUPON"
    POINTS = "POINTS"
    REISSUE = "REISSUE"
    """The same goods once more."""
    RETURN = "RETURN"
    """The goods go back first; all else that the remedy gives waits for them."""
    EXCHANGE = "EXCHANGE"
    """The goods go back, and the same come once more."""
    GIFT = "GIFT"
    CARD = "CARD"
    """So many weeks of a card."""
    PLACE = "PLACE"
    """A place at an event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One entry of the list that a member picks from."""

    code: str
    reason_class: ReasonClass
    label: str
    skill: Skill | None = None
    """What a claim for it needs of whoever takes it (G6); None: what its class needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyPart:
    """Just what its kind needs is set (care.policy.remedies). `fen` is a coupon's worth, or what a thing costs us."""

    kind: PartKind
    percent: int | None = None
    """Of REFUND: share of what was paid for the claimed goods."""
    fen: int | None = None
    points: int | None = None
    sku: str | None = None
    """The gift, the card or the event."""
    quantity: int | None = None
    """Weeks of a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What can be offered. No parts: a sincere apology alone (G10)."""

    code: str
    title: str
    parts: tuple[RemedyPart, ...] = ()
    done_within_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """For which cases a rule is: all that is set must fit. Nothing set: the default of its reason class.

    A region and a leader cannot be named: the same case gets the same outcome everywhere (G1).
    """

    sku: str | None = None
    supplier: str | None = None
    category: str | None = None
    channel: str | None = None
    segment: Segment | None = None
    paid_from_fen: int | None = None
    """What was paid for the line is at least this."""
    paid_below_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What a segment gets on top of every remedy of the menu that pays anything (C2, C3): it only ever adds."""

    segment: Segment
    title: str
    """Follows the remedy's own, such as 另送5元优惠券."""
    parts: tuple[RemedyPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What holds for the cases that it matches, wherever and under whichever leader."""

    code: str
    match: Match = Match()
    reason_class: ReasonClass
    window_hours: int | None = None
    """Counted from the anchor; None: within shelf life."""
    anchor: Anchor = Anchor.SIGNED
    instant_limit_fen: int
    """Up to this payout a clear case is paid in the same request (G4); 0: never."""
    evidence: Evidence = Evidence.NONE
    remedies: tuple[str, ...]
    """The menu; the first is pre-selected."""
    default_remedy: str
    """Where the menu is not answered in time (C1)."""
    choose_within_hours: int
    answer_within_hours: int = 24
    """How long a person may take; then the default is approved by itself."""
    return_by: Bearer = Bearer.PLATFORM
    extras: tuple[Extra, ...] = ()
    wording: str
    host_line: str
    """What the live-stream host reads out."""

    def extra_for(self, remedy: str, segment: Segment | None) -> Extra | None:
        """What the segment gets on top of a remedy of this rule's menu."""
        fitting = (extra for extra in self.extras if extra.segment is segment)
        return next(fitting, None) if remedy in self.remedies else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDraft:
    """A whole policy, before it is published."""

    rules: tuple[Rule, ...]
    reasons: tuple[Reason, ...]
    remedies: tuple[Remedy, ...]

    @property
    def digest(self) -> str:
        """Stands for exactly this content."""
        return derived_id("policy", msgspec.json.encode(self, order="sorted").decode())


class DraftState(StrEnum):
    """How far a draft is."""

    DRAFT = "DRAFT"
    CHECKED = "CHECKED"
    """Sound, as it is and by the settings of that moment."""
    SCHEDULED = "SCHEDULED"
    """It has become an edition, which never changes."""
    DISCARDED = "DISCARDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """A policy that is being written. What was checked is said by its digest and the number of the settings."""

    id: str
    content: PolicyDraft
    state: DraftState = DraftState.DRAFT
    made_at: datetime
    saved_at: datetime
    saved_by: str
    checked_digest: str | None = None
    checked_settings: int | None = None
    edition: int | None = None
    version: int = 0


class PolicyState(StrEnum):
    """Where an edition stands, by the clock."""

    SCHEDULED = "SCHEDULED"
    IN_FORCE = "IN_FORCE"
    RETIRED = "RETIRED"
    """Another one holds instead; or it waited, and another came before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion(Edition):
    """A published policy. Number 0 is built in and was always in force."""

    rules: tuple[Rule, ...]
    reasons: tuple[Reason, ...]
    remedies: tuple[Remedy, ...]

    def reason(self, code: str) -> Reason | None:
        return next((reason for reason in self.reasons if reason.code == code), None)

    def remedy(self, code: str) -> Remedy:
        """One that a rule of this version names; KeyError for any other."""
        return {remedy.code: remedy for remedy in self.remedies}[code]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsVersion(Edition):
    """All figures that were ever set, as they are from `effective_at` on (A3)."""

    values: dict[str, int]
