"""What the engine decides (L2, L4). Pure: each step takes what is and gives what will be, or says why not."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.kernel.errors import BadInput
from care.members.model import TagName
from care.programmes.errors import (
    CampaignOver,
    InvitationAnswered,
    InvitationExpired,
    NoPostInvited,
    NotTakingPart,
    PostModerated,
    PostSubmitted,
)
from care.programmes.model import (
    Audience,
    Campaign,
    CampaignKind,
    Invitation,
    InvitationState,
    Post,
    PostState,
    Verdict,
    invitation_id,
    post_id,
)

__all__ = ["Draft", "accept", "check", "credit", "decline", "expire", "fits", "invite", "leave", "moderate", "submit"]

MOST_TAGS = 5
MOST_PLACES = 1_000_000
SHORTEST = timedelta(hours=1)
LONGEST_TITLE = 30
"""As long as the invitation's text has room for."""
LONGEST_REASON = 40
"""As above, of the text that tells of a declined post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A campaign as an operator asks for it. `opens_at` None: now."""

    kind: CampaignKind
    title: str
    audience: Audience
    sku: str | None = None
    quota: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def check(draft: Draft, now: datetime) -> None:
    """BadInput, naming the field, for a campaign that cannot be meant."""
    title = len(draft.title.strip())
    _demand(1 <= title <= LONGEST_TITLE, "title", f"a title has 1 to {LONGEST_TITLE} characters")
    tester = draft.kind is CampaignKind.TESTER
    _demand(bool(draft.audience.any_of) is tester, "any_of", "testers are chosen by tags, authors of posts are not")
    _check_tags("any_of", draft.audience.any_of)
    _check_tags("none_of", draft.audience.none_of)
    quota = draft.quota
    _demand(quota is None or 1 <= quota <= MOST_PLACES, "quota", f"a quota is 1 to {MOST_PLACES}, or none")
    starts = max(draft.opens_at or now, now)
    long_enough = draft.closes_at is None or draft.closes_at >= starts + SHORTEST
    _demand(long_enough, "closes_at", "a campaign lasts an hour or more")


def fits(audience: Audience, tags: Collection[TagName]) -> bool:
    """Whether a member with these tags is meant."""
    wanted = not audience.any_of or any(tag in tags for tag in audience.any_of)
    return wanted and not any(tag in tags for tag in audience.none_of)


def invite(
    campaign: Campaign, member_id: str, now: datetime, time: timedelta, *, goods: str, ticket_id: str | None = None
) -> Invitation:
    """To be answered within `time`, and before the campaign closes."""
    last = now + time
    return Invitation(
        id=invitation_id(campaign.kind, campaign.id, member_id),
        campaign_id=campaign.id,
        kind=campaign.kind,
        member_id=member_id,
        goods=goods,
        ticket_id=ticket_id,
        invited_at=now,
        respond_by=min(last, campaign.closes_at or last),
    )


def accept(campaign: Campaign, invitation: Invitation, now: datetime) -> Invitation:
    """Take part; who left may come back. Whether a place is free is for the campaign's own row to say."""
    if invitation.state is not InvitationState.LEFT:
        _answerable(invitation, now)
    if not campaign.open_at(now):
        raise CampaignOver
    return replace(invitation, state=InvitationState.ACCEPTED, answered_at=now)


def decline(invitation: Invitation, now: datetime) -> Invitation:
    _answerable(invitation, now)
    return replace(invitation, state=InvitationState.DECLINED, answered_at=now)


def leave(invitation: Invitation, now: datetime) -> Invitation:
    """A tester gives the place back. There is nothing to leave where a post was asked for."""
    if invitation.state is not InvitationState.ACCEPTED or invitation.kind is not CampaignKind.TESTER:
        raise NotTakingPart(state=invitation.state)
    return replace(invitation, state=InvitationState.LEFT, answered_at=now)


def expire(invitation: Invitation, now: datetime) -> Invitation | None:
    """The invitation that nobody answered in time; None where there is nothing to expire."""
    if invitation.state is not InvitationState.INVITED or now < invitation.respond_by:
        return None
    return replace(invitation, state=InvitationState.EXPIRED)


def submit(invitation: Invitation, known: Post | None, text: str, community: str, now: datetime) -> Post:
    """The one post of an invitation: new, or a declined one rewritten. `text` is of an allowed length."""
    if invitation.kind is not CampaignKind.UGC:
        raise NoPostInvited
    if known is not None and known.state is not PostState.DECLINED:
        raise PostSubmitted(state=known.state)
    return Post(
        id=post_id(invitation.id),
        member_id=invitation.member_id,
        invitation_id=invitation.id,
        ticket_id=invitation.ticket_id,
        community=community,
        goods=invitation.goods,
        text=text,
        revision=known.revision + 1 if known else 0,
        submitted_at=now,
        version=known.version if known else 0,
    )


def moderate(post: Post, verdict: Verdict, reason: str | None, by: str, now: datetime) -> Post:
    """Publish, or decline with a reason that the member reads (2 to 40 characters)."""
    if post.state is not PostState.SUBMITTED:
        raise PostModerated(state=post.state)
    said = (reason or "").strip()
    if verdict is Verdict.PUBLISH:
        _demand(not said, "reason", "a published post needs no reason")
        return replace(post, state=PostState.PUBLISHED, moderated_at=now, moderated_by=by)
    _demand(2 <= len(said) <= LONGEST_REASON, "reason", f"a reason has 2 to {LONGEST_REASON} characters")  # noqa: PLR2004
    return replace(post, state=PostState.DECLINED, moderated_at=now, moderated_by=by, reason=said)


def credit(name: str | None) -> str:
    """How a published post names its author: 李小明 → 李**; nobody's full name is shown to neighbours."""
    return f"{(name or '').strip()[:1] or '邻居'}**"


def _answerable(invitation: Invitation, now: datetime) -> None:
    if invitation.state is InvitationState.EXPIRED:
        raise InvitationExpired
    if invitation.state is not InvitationState.INVITED:
        raise InvitationAnswered(state=invitation.state)
    if now >= invitation.respond_by:
        raise InvitationExpired


def _check_tags(field: str, tags: tuple[TagName, ...]) -> None:
    _demand(len(set(tags)) == len(tags) <= MOST_TAGS, field, f"at most {MOST_TAGS} different tags")


def _demand(holds: bool, field: str, message: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise BadInput(message, field=field)
