"""What we know of a member. Personal data occurs here only, as cipher text (see cipher.py)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from care.kernel.facts import Mark

__all__ = [
    "Action",
    "HistoryEntry",
    "Member",
    "PersonalData",
    "Profile",
    "Purpose",
    "Resident",
    "SimpleModeChange",
    "Stats",
    "Tag",
    "TagName",
    "Tagged",
    "WechatBinding",
    "WechatKind",
]


class Purpose(StrEnum):
    """What a message is for; a member opts out by purpose (P6), but not of SERVICE: their own cases."""

    SERVICE = "SERVICE"
    SURVEY = "SURVEY"
    CARE = "CARE"
    MARKETING = "MARKETING"


class TagName(StrEnum):
    """The tags of L1, with the business's own words."""

    HIGH_VALUE = "HIGH_VALUE"
    """高价值"""
    SENSITIVE = "SENSITIVE"
    """易感"""
    PRODUCT_FAN = "PRODUCT_FAN"
    """产品爱好者"""
    NEWCOMER = "NEWCOMER"
    """新客"""
    KOL = "KOL"
    """意见领袖; given by hand only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag that a member bears. `source` is `rule:<name>` or `staff:<id>`; a hand-given one no rule takes away."""

    name: TagName
    reason: str
    source: str
    since: datetime
    expires_at: datetime | None = None
    facts: str | None = None
    """Stands for what its rule went by; while that changes and the rule holds, the expiry moves on."""

    @property
    def by_hand(self) -> bool:
        return self.source.startswith("staff:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """The row by which the bearers of a tag are found; it lies exactly as long as the member bears the tag."""

    member_id: str
    name: TagName
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """The row by which those who share an address are found; it lies exactly as long as the member lives there."""

    address_key: str
    member_id: str


class WechatKind(StrEnum):
    """How WeChat names a person: to one mini-program, to all that one owner has, or to a corp of 企业微信."""

    OPENID = "OPENID"
    UNIONID = "UNIONID"
    EXTERNAL = "EXTERNAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class WechatBinding:
    """The row by which a login, or a customer of 企业微信, finds its member: while the member bears the id."""

    kind: WechatKind
    digest: str
    member_id: str


class Action(StrEnum):
    """What happened to a tag."""

    GIVEN = "GIVEN"
    REMOVED = "REMOVED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One line of a member's tag history; never changed, never deleted."""

    member_id: str
    at: datetime
    tag: TagName
    action: Action
    reason: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimpleModeChange:
    """One line of the history of a member's simple mode (A1); never changed, never deleted. `by`: an actor's name."""

    member_id: str
    at: datetime
    on: bool
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What tag rules judge by. Money in fen; orders and money of what was not cancelled."""

    orders: int = 0
    spent_fen: int = 0
    first_order_at: datetime | None = None
    """Of all orders, the cancelled too: a first order stays the first."""
    by_category: dict[str, int] = field(default_factory=dict)
    """Order lines by category; unknown ones under OTHER."""
    claims: int = 0
    low_scores: int = 0
    high_scores: int = 0
    praise: int = 0
    """High scores that came with a word of the member's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one statement says of a member, in plain text. None: says nothing of it; an empty text takes it away."""

    member_id: str
    mark: Mark
    name: str | None = None
    phone: str | None = None
    openid: str | None = None
    unionid: str | None = None
    external_id: str | None = None
    address: str | None = None
    community: str | None = None
    leader_id: str | None = None
    opted_out: tuple[Purpose, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """A member's personal data in plain text: for the one moment that needs it; never logged, never stored."""

    name: str | None = None
    phone: str | None = None
    openid: str | None = None
    unionid: str | None = None
    external_id: str | None = None
    """Who they are to 企业微信."""
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member as stored. `marks` say by which statement each field of the profile holds."""

    id: str
    community: str = ""
    leader_id: str = ""
    name: str | None = None
    phone: str | None = None
    openid: str | None = None
    unionid: str | None = None
    external_id: str | None = None
    address: str | None = None
    phone_key: str | None = None
    """HMAC by which a phone number finds its members."""
    openid_key: str | None = None
    unionid_key: str | None = None
    external_key: str | None = None
    address_key: str | None = None
    """HMAC by which an address finds those who share it."""
    opted_out: tuple[Purpose, ...] = ()
    simple_mode: bool = False
    """Simple words, few options, a call before a text (A1)."""
    stats: Stats = field(default_factory=Stats)
    tags: tuple[Tag, ...] = ()
    withheld: dict[str, str] = field(default_factory=dict)
    """Tags that expired or were taken away by hand, with the facts of that moment: rules wait until they change."""
    marks: dict[str, Mark] = field(default_factory=dict)
    version: int = 0

    @property
    def tag_names(self) -> frozenset[TagName]:
        return frozenset(tag.name for tag in self.tags)

    @property
    def changed_at(self) -> datetime | None:
        """When the mall or the member last stated anything of the profile."""
        return max((mark.at for mark in self.marks.values()), default=None)

    def tag(self, name: TagName) -> Tag | None:
        return next((tag for tag in self.tags if tag.name == name), None)
