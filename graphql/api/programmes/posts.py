"""Posts: for their authors, for those who moderate them, for the neighbours (L4)."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Context, Info
from api.enums import described
from api.members.types import Member
from api.permissions import OWN, PART, Belongs, may, seen_by, staff
from api.stored import Source, Stored
from api.viewer import Role
from care.programmes import model
from care.programmes.rules import credit

__all__ = ["PLANNERS", "Post", "PublishedPost"]

PLANNERS = staff(Role.PRODUCT, Role.OPERATOR, Role.MANAGER)
"""Who runs campaigns and moderates posts."""

PostState = described(
    model.PostState,
    "Where a post stands.",
    SUBMITTED="It waits for moderation.",
    PUBLISHED="The neighbours read it.",
    DECLINED="It was not published; its author may rewrite it.",
)


@seen_by(OWN | PLANNERS)
@strawberry.type(description="A member's post: handed in, moderated, published to the neighbours (L4).")
class Post(Stored[model.Post]):
    @staticmethod
    def source(app: App) -> Source[model.Post]:
        return "posts", app.posts.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id)

    @strawberry.field
    def text(self) -> str:
        """The member's own words."""
        return self.model.text

    @strawberry.field
    def goods(self) -> str:
        """What it is about."""
        return self.model.goods

    @strawberry.field
    def community(self) -> str:
        """Whose members read it once it is published."""
        return self.model.community

    @strawberry.field
    def state(self) -> PostState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def submitted_at(self) -> datetime:
        """When it was handed in last."""
        return self.model.submitted_at

    @strawberry.field
    def moderated_at(self) -> datetime | None:
        """When it was decided about."""
        return self.model.moderated_at

    @strawberry.field
    def reason(self) -> str | None:
        """Why it was declined."""
        return self.model.reason

    @strawberry.field(metadata=may(PLANNERS))
    def moderated_by(self) -> str | None:
        """The staff id of who decided; for staff."""
        return self.model.moderated_by

    @strawberry.field
    async def credit(self, info: Info) -> str:
        """How it names its author to the neighbours, such as 李**."""
        return await _credit(info.context, self.model.member_id)


@seen_by(PART)
@strawberry.type(description="A post as the neighbours read it: nothing in it tells who the author is.")
class PublishedPost:
    model: strawberry.Private[model.Post]

    @strawberry.field
    def text(self) -> str:
        """The author's own words."""
        return self.model.text

    @strawberry.field
    def goods(self) -> str:
        """What it is about."""
        return self.model.goods

    @strawberry.field
    def published_at(self) -> datetime | None:
        """When it was published."""
        return self.model.moderated_at

    @strawberry.field
    async def credit(self, info: Info) -> str:
        """The author, such as 李**."""
        return await _credit(info.context, self.model.member_id)


async def _credit(context: Context, member_id: str) -> str:
    """The name is read where it lies, and shown masked."""
    member = await Member.load(context, member_id)
    return credit(context.app.members.personal(member.model).name if member else None)
