"""L1: a member's tags, as staff see them."""

from datetime import datetime

import strawberry

from api.enums import described
from api.permissions import PART, STAFF, seen_by
from care.members import model
from care.members.model import TagName

__all__ = ["CommunityTag", "MemberTag", "TagHistoryEntry", "TagName"]

described(
    TagName,
    "The tags of members (L1).",
    HIGH_VALUE="高价值: many orders, or much spent.",
    SENSITIVE="易感: several claims or low scores.",
    PRODUCT_FAN="产品爱好者: several full scores.",
    NEWCOMER="新客: the first orders.",
    KOL="意见领袖: the neighbours listen to them; given by hand only.",
)
TagAction = described(
    model.Action,
    "What happened to a tag.",
    name="TagAction",
    GIVEN="A rule or staff gave it.",
    REMOVED="A rule or staff took it away.",
    EXPIRED="Its time was over.",
)


@seen_by(PART)
@strawberry.type(description="A tag as the member's leader sees it: why it was given is staff's.")
class CommunityTag:
    tag: TagName = strawberry.field(description="Which one.")
    since: datetime = strawberry.field(description="When it was given.")


@seen_by(STAFF)
@strawberry.type(description="A tag that a member bears.")
class MemberTag:
    model: strawberry.Private[model.Tag]

    @strawberry.field
    def tag(self) -> TagName:
        """Which one."""
        return self.model.name

    @strawberry.field
    def reason(self) -> str:
        """Why it was given."""
        return self.model.reason

    @strawberry.field
    def source(self) -> str:
        """Who gave it: `rule:<name>` or `staff:<id>`."""
        return self.model.source

    @strawberry.field
    def since(self) -> datetime:
        """When it was given."""
        return self.model.since

    @strawberry.field
    def expires_at(self) -> datetime | None:
        """When it goes by itself; null: it stays."""
        return self.model.expires_at


@seen_by(STAFF)
@strawberry.type(description="A line of a member's tag history; never changed, never deleted.")
class TagHistoryEntry:
    model: strawberry.Private[model.HistoryEntry]

    @strawberry.field
    def at(self) -> datetime:
        """When."""
        return self.model.at

    @strawberry.field
    def tag(self) -> TagName:
        """Which tag."""
        return self.model.tag

    @strawberry.field
    def action(self) -> TagAction:  # type: ignore[valid-type]  # strawberry.enum returns the enum itself
        """What happened to it."""
        return self.model.action

    @strawberry.field
    def reason(self) -> str:
        """Why."""
        return self.model.reason

    @strawberry.field
    def source(self) -> str:
        """By whom: `rule:<name>` or `staff:<id>`."""
        return self.model.source
