"""What comes to a pickup point, as its leader and staff see it (P5, T1)."""

from asyncio import gather
from datetime import date, datetime

import strawberry

from api.app import App
from api.communities import asked_community
from api.contact import MessageState
from api.context import Info
from api.permissions import LEADER_OF, PART, STAFF, Belongs, may, seen_by, staff
from api.relay import After, Connection, First, page_of
from api.stored import Source, Stored
from api.viewer import Role
from care.logistics.arrivals import model
from care.logistics.arrivals.wording import group_texts

__all__ = ["Arrival", "ArrivalQuery"]


@seen_by(PART)
@strawberry.type(description="So much of a product comes.")
class PlannedGoods:
    sku: str = strawberry.field(description="The mall's id of the product.")
    name: str = strawberry.field(description="As the group reads it.")
    pieces: int = strawberry.field(description="How many.")
    members: int = strawberry.field(description="For how many members.")


@seen_by(PART)
@strawberry.type(description="What became of a post into the leader's group.")
class GroupPost:
    state: MessageState = strawberry.field(  # type: ignore[valid-type]
        description="Where it stands; of FAILED and UNKNOWN the leader is told as a member."
    )
    ended_at: datetime | None = strawberry.field(description="Since when; null while it waits.")
    code: str | None = strawberry.field(description="Why it was not posted, in the robot's own words.")


@seen_by(LEADER_OF | STAFF)
@strawberry.type(description="All that is planned to come to a community's pickup point on a day (P5).")
class Arrival(Stored[model.Arrival]):
    @staticmethod
    def source(app: App) -> Source[model.Arrival]:
        return "arrivals", app.arrivals.get_many

    def belongs(self) -> Belongs:
        return Belongs(community=self.model.community)

    @strawberry.field
    def community(self) -> str:
        """Whose pickup point."""
        return self.model.community

    @strawberry.field
    def day(self) -> date:
        """The day, in Shanghai."""
        return self.model.day

    @strawberry.field
    def goods(self) -> list[PlannedGoods]:
        """As it is planned now; empty: nothing comes after all."""
        return [
            PlannedGoods(sku=each.sku, name=each.name, pieces=each.pieces, members=each.members)
            for each in self.model.goods
        ]

    @strawberry.field
    def texts(self) -> list[str]:
        """What the group reads of it, to be copied: as many posts as a robot would need."""
        return group_texts(self.model)

    @strawberry.field
    def stated_at(self) -> datetime:
        """When the mall stated it last."""
        return self.model.mark.at

    @strawberry.field
    def told_at(self) -> datetime | None:
        """When its last telling was decided; null: not yet."""
        return self.model.told_at

    @strawberry.field
    async def posts(self, info: Info) -> list[GroupPost]:
        """What became of the last telling, part by part; a part that waits for its turn is not yet among them."""
        loaders, posts = info.context.loaders, info.context.app.arrivals.posts
        found = await gather(*(loaders.load("group_posts", posts, key) for key in self.model.posts))
        return [GroupPost(state=each.state, ended_at=each.ended_at, code=each.code) for each in found if each]


@strawberry.type
class ArrivalQuery:
    @strawberry.field(metadata=may(STAFF | staff(Role.LEADER)))
    def arrivals(
        self, info: Info, community: str | None = None, first: First = 7, after: After = None
    ) -> Connection[Arrival]:
        """What is planned for a community, the furthest day first: a leader's own; staff name one."""
        whose, arrivals = asked_community(info, community), info.context.app.arrivals
        return page_of(info, "arrivals", whose, first, after, fetch=arrivals.of_community, kind=Arrival)
