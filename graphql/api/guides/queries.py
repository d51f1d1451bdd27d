"""Reading guides: all of them, the editions of one, what a member was told (P3)."""

import strawberry

from api.context import Info
from api.guides.types import Guide, GuideEdition, GuidePush
from api.permissions import MEMBER, STAFF, may
from api.relay import After, Connection, First, local_id, page, page_of

__all__ = ["GuidesQuery"]


@strawberry.type
class GuidesQuery:
    @strawberry.field(metadata=may(STAFF))
    def guides(self, info: Info, first: First = 20, after: After = None) -> Connection[Guide]:
        """All guides, those that were taken out too: those for kinds of goods first, by what they are for."""
        return page(info, "guides", first, after, fetch=info.context.app.guides.page, kind=Guide)

    @strawberry.field(metadata=may(STAFF))
    def guide_editions(
        self, info: Info, guide_id: strawberry.ID, first: First = 20, after: After = None
    ) -> Connection[GuideEdition]:
        """Every edition of a guide, the newest first."""
        raw = local_id("Guide", guide_id, field="guide_id")
        fetch = info.context.app.guides.history
        return page_of(info, "guideEditions", raw, first, after, fetch=fetch, kind=GuideEdition)

    @strawberry.field(metadata=may(MEMBER))
    def my_guides(self, info: Info, first: First = 20, after: After = None) -> Connection[GuidePush]:
        """What the caller was told of their goods, the newest first."""
        me, fetch = info.context.viewer.id, info.context.app.guide_pushes.of_member
        return page_of(info, "myGuides", me, first, after, fetch=fetch, kind=GuidePush)
