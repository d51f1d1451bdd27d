"""What the campaign engine knows: a campaign invites, an invitation is answered, a post is moderated."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from care.kernel.ids import derived_id
from care.members.model import TagName

__all__ = [
    "STANDING_UGC",
    "UPSET_THEN_SATISFIED",
    "Audience",
    "Campaign",
    "CampaignKind",
    "CampaignState",
    "Invitation",
    "InvitationState",
    "Listener",
    "Post",
    "PostState",
    "Verdict",
    "invitation_id",
    "post_id",
    "tag_trigger",
    "triggers",
]


class CampaignKind(StrEnum):
    """What a campaign invites to."""

    TESTER = "TESTER"
    """产品体验官: members with certain tags try a product (L2)."""
    UGC = "UGC"
    """Members who went from upset to satisfied share a word, once ever (L4)."""


class CampaignState(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"


class InvitationState(StrEnum):
    """INVITED → ACCEPTED ⇄ LEFT, INVITED → DECLINED | EXPIRED. ACCEPTED holds a place of the campaign."""

    INVITED = "INVITED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    LEFT = "LEFT"
    EXPIRED = "EXPIRED"


class PostState(StrEnum):
    """SUBMITTED → PUBLISHED | DECLINED; a declined post can be rewritten, and is SUBMITTED again."""

    SUBMITTED = "SUBMITTED"
    PUBLISHED = "PUBLISHED"
    DECLINED = "DECLINED"


class Verdict(StrEnum):
    """What moderation can say."""

    PUBLISH = "PUBLISH"
    DECLINE = "DECLINE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Members with any of `any_of` and none of `none_of`. For UGC the fact chooses, and `any_of` is empty."""

    any_of: tuple[TagName, ...] = ()
    none_of: tuple[TagName, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """`taken` counts the places in use: it never passes `quota` (None: no limit)."""

    id: str
    kind: CampaignKind
    title: str
    audience: Audience
    opens_at: datetime
    closes_at: datetime | None = None
    """None: open until somebody closes it."""
    sku: str | None = None
    product: str | None = None
    quota: int | None = None
    taken: int = 0
    state: CampaignState = CampaignState.OPEN
    opened_by: str = ""
    opened_at: datetime
    closed_by: str | None = None
    closed_at: datetime | None = None
    version: int = 0

    @property
    def has_place(self) -> bool:
        """As far as is known: whether a place is given is decided by the row itself."""
        return self.quota is None or self.taken < self.quota

    def open_at(self, at: datetime) -> bool:
        over = self.closes_at is not None and at >= self.closes_at
        return self.state is CampaignState.OPEN and self.opens_at <= at and not over


_EVER = datetime(2020, 1, 1, tzinfo=UTC)
STANDING_UGC = Campaign(
    id=derived_id("campaign", "standing-ugc"),
    kind=CampaignKind.UGC,
    title="好物分享",
    audience=Audience(),
    opens_at=_EVER,
    opened_at=_EVER,
)
"""Asks for posts where no operator runs a UGC campaign. It lies in the code, has no quota and never closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One member's place at one campaign, from the asking to the end."""

    id: str
    campaign_id: str
    kind: CampaignKind
    member_id: str
    state: InvitationState = InvitationState.INVITED
    goods: str
    """What it is about, as the member reads it."""
    ticket_id: str | None = None
    """The case that ended well (UGC)."""
    invited_at: datetime
    respond_by: datetime
    """Before this it can be answered."""
    answered_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a member shares. Photos belong to a later issue (G8's upload)."""

    id: str
    member_id: str
    invitation_id: str
    ticket_id: str | None = None
    community: str
    """The member's, at the time of writing: its neighbours read the post."""
    goods: str
    text: str
    """The member's own words: personal data may be in it, so it is never logged and never sent on."""
    state: PostState = PostState.SUBMITTED
    revision: int = 0
    """How often it was rewritten."""
    submitted_at: datetime
    moderated_at: datetime | None = None
    moderated_by: str | None = None
    reason: str | None = None
    """Why it was declined, as the member reads it."""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """A campaign that waits for whoever comes by a trigger: `TAG#…`, or UPSET_THEN_SATISFIED."""

    trigger: str
    campaign_id: str
    opens_at: datetime


UPSET_THEN_SATISFIED = "FACT#UPSET_THEN_SATISFIED"
"""The trigger of UGC campaigns."""


def tag_trigger(tag: TagName) -> str:
    return f"TAG#{tag}"


def triggers(campaign: Campaign) -> tuple[str, ...]:
    """What brings members to a campaign."""
    if campaign.kind is CampaignKind.UGC:
        return (UPSET_THEN_SATISFIED,)
    return tuple(tag_trigger(tag) for tag in campaign.audience.any_of)


def invitation_id(kind: CampaignKind, campaign_id: str, member_id: str) -> str:
    """One invitation per campaign and member; a member is asked for a post once ever, whatever the campaign."""
    if kind is CampaignKind.UGC:
        return derived_id("ugc", member_id)
    return derived_id("invitation", campaign_id, member_id)


def post_id(invitation_id: str) -> str:
    """One post per invitation."""
    return derived_id("post", invitation_id)
