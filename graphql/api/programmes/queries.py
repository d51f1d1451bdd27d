"""What waits for a member, what neighbours share, and what staff look after."""

import strawberry

from api.context import Info
from api.members.types import Member
from api.permissions import MEMBER, SIGNED_IN, STAFF, Belongs, may
from api.programmes.posts import PLANNERS, Post, PublishedPost
from api.programmes.types import Campaign, Invitation
from api.relay import After, Connection, First, page, page_of
from api.viewer import Role
from care.kernel.errors import BadInput, Forbidden

__all__ = ["ProgrammesQuery"]


@strawberry.type
class ProgrammesQuery:
    @strawberry.field(metadata=may(MEMBER))
    def my_invitations(self, info: Info, first: First = 20, after: After = None) -> Connection[Invitation]:
        """The caller's own invitations, the newest first."""
        me, invitations = info.context.viewer.id, info.context.app.invitations
        return page_of(info, "myInvitations", me, first, after, fetch=invitations.of_member, kind=Invitation)

    @strawberry.field(metadata=may(SIGNED_IN))
    async def community_posts(
        self, info: Info, community: str | None = None, first: First = 20, after: After = None
    ) -> Connection[PublishedPost]:
        """What members of the caller's community have shared, the newest first; staff name the community."""
        whose = await _community(info, community)
        posts = info.context.app.posts
        return page_of(info, "communityPosts", whose, first, after, fetch=posts.published, kind=PublishedPost)

    @strawberry.field(metadata=may(PLANNERS))
    def moderation_queue(self, info: Info, first: First = 20, after: After = None) -> Connection[Post]:
        """Posts that wait to be decided about; the longest wait first."""
        return page(info, "moderationQueue", first, after, fetch=info.context.app.posts.waiting, kind=Post)

    @strawberry.field(metadata=may(PLANNERS))
    def campaigns(self, info: Info, first: First = 20, after: After = None) -> Connection[Campaign]:
        """All campaigns that were opened, the newest first."""
        return page(info, "campaigns", first, after, fetch=info.context.app.campaigns.listed, kind=Campaign)


async def _community(info: Info, wanted: str | None) -> str:
    """The community that the caller may read, of two the one that they lead.

    Forbidden for a stranger's, BadInput where staff name none.
    """
    viewer = info.context.viewer
    if STAFF.allows(viewer, Belongs()):
        if not wanted:
            raise BadInput("name the community", field="community")
        return wanted
    own = [viewer.community] if viewer.community and Role.LEADER in viewer.roles else []
    if Role.MEMBER in viewer.roles:
        member = await Member.load(info.context, viewer.id)
        own += [member.model.community] if member else []
    if wanted is not None and wanted not in own:
        raise Forbidden("another community's posts", field="community")
    return wanted or next(iter(own), "")
