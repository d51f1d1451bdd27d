"""What members are told (templates in contact/templates.json)."""

from care.contact.model import Notice
from care.members.model import Purpose
from care.programmes.model import Campaign, CampaignKind, Invitation, Post, PostState

__all__ = ["of_invitation", "of_moderation"]


def of_invitation(campaign: Campaign, invitation: Invitation) -> Notice:
    """One per invitation, and of no use once it can no longer be answered."""
    tester = invitation.kind is CampaignKind.TESTER
    return Notice(
        key=f"invitation:{invitation.id}",
        member_id=invitation.member_id,
        template="tester_invitation" if tester else "ugc_invitation",
        params={"programme": campaign.title} if tester else {"goods": invitation.goods},
        purpose=Purpose.MARKETING,
        useless_after=invitation.respond_by,
        about=invitation.id,
        campaign=campaign.id,
    )


def of_moderation(post: Post) -> Notice:
    """One per revision of the post."""
    published = post.state is PostState.PUBLISHED
    params = {"goods": post.goods}
    return Notice(
        key=f"moderation:{post.id}:{post.revision}",
        member_id=post.member_id,
        template="post_published" if published else "post_declined",
        params=params if published else params | {"reason": post.reason or ""},
        purpose=Purpose.SERVICE,
        about=post.id,
    )
