"""Goods that lack or are back, as staff, leaders and members see them (P5, T1)."""

from datetime import date, datetime

import strawberry

from api.app import App
from api.communities import asked_community
from api.context import Info
from api.enums import described
from api.permissions import LEADER_OF, MEMBER, OWN, PART, STAFF, Belongs, may, seen_by, staff
from api.relay import After, Connection, First, page, page_of
from api.stored import Source, Stored
from api.viewer import Role
from care.logistics.supply import model

__all__ = ["CommunitySku", "RestockWish", "Supply", "SupplyQuery", "SupplyState"]

SupplyState = described(
    model.SupplyState,
    "How it stands with a product.",
    name="SupplyState",
    LOW="Few are left: leaders hear it, no member.",
    DELAYED="It comes later, on a day that is stated.",
    SHORT="There is not enough of it.",
    BACK="As usual again: whoever was told otherwise, or waits for it, hears it.",
)


@seen_by(STAFF)
@strawberry.type(description="How it stands with a product, as the mall or staff stated it last (P5).")
class Supply(Stored[model.Supply]):
    @staticmethod
    def source(app: App) -> Source[model.Supply]:
        return "supplies", app.supply_statements.get_many

    @strawberry.field
    def sku(self) -> str:
        """The mall's id of the product."""
        return self.model.sku

    @strawberry.field
    def name(self) -> str:
        """As the mall states it."""
        return self.model.name

    @strawberry.field
    def state(self) -> SupplyState:  # type: ignore[valid-type]
        """How it stands."""
        return self.model.state

    @strawberry.field
    def expected_on(self) -> date | None:
        """The day on which it is to come, where one is stated."""
        return self.model.expected_on

    @strawberry.field
    def left(self) -> int | None:
        """Pieces that are left, of LOW."""
        return self.model.left

    @strawberry.field
    def regions(self) -> list[str]:
        """Whose orders it concerns; empty: everybody's."""
        return list(self.model.regions)

    @strawberry.field
    def order_ids(self) -> list[str]:
        """The mall's ids of the orders that it concerns; empty: all of them."""
        return list(self.model.order_ids)

    @strawberry.field
    def changed_at(self) -> datetime:
        """When something new was last said of it."""
        return self.model.changed_at

    @strawberry.field
    def stated_by(self) -> str:
        """Staff id of who stated it last, or `mall`."""
        return self.model.by


@seen_by(PART)
@strawberry.type(description="What a leader reads of a product that lacks, or is back.")
class SupplyNews:
    state: SupplyState = strawberry.field(description="How it stands.")  # type: ignore[valid-type]
    expected_on: date | None = strawberry.field(description="The day on which it is to come, where one is stated.")
    left: int | None = strawberry.field(description="Pieces that are left, of LOW.")
    changed_at: datetime = strawberry.field(description="Since when it stands so.")


@seen_by(LEADER_OF | STAFF)
@strawberry.type(description="How much of a product the orders of a community await (T1).")
class CommunitySku(Stored[model.SkuCount]):
    @staticmethod
    def source(app: App) -> Source[model.SkuCount]:
        return "sku_counts", app.supply_statements.counts

    def belongs(self) -> Belongs:
        return Belongs(community=self.model.community)

    @strawberry.field
    def sku(self) -> str:
        """The mall's id of the product."""
        return self.model.sku

    @strawberry.field
    def name(self) -> str:
        """As the latest order states it."""
        return self.model.name

    @strawberry.field
    def orders(self) -> int:
        """Orders that await it: neither signed for nor cancelled."""
        return self.model.orders

    @strawberry.field
    def pieces(self) -> int:
        """Pieces of it that they await."""
        return self.model.pieces

    @strawberry.field
    async def supply(self, info: Info) -> SupplyNews | None:
        """What was stated of it; null: nothing, or not of this community's orders."""
        statements = info.context.app.supply_statements
        found = await info.context.loaders.load("supplies", statements.get_many, self.model.sku)
        if found is None or not found.reaches(self.model.community, self.model.region):
            return None
        return SupplyNews(
            state=found.state, expected_on=found.expected_on, left=found.left, changed_at=found.changed_at
        )


@seen_by(OWN)
@strawberry.type(description="That a member wants to hear when a product is back (补货通知, P5).")
class RestockWish(Stored[model.RestockWish]):
    @staticmethod
    def source(app: App) -> Source[model.RestockWish]:
        return "restock_wishes", app.restock_wishes.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id)

    @strawberry.field
    def sku(self) -> str:
        """The mall's id of the product."""
        return self.model.sku

    @strawberry.field
    def name(self) -> str:
        """What it was called when they began to wait."""
        return self.model.name

    @strawberry.field
    def since(self) -> datetime:
        """Since when they wait."""
        return self.model.since

    @strawberry.field
    def until(self) -> datetime:
        """Until when, if it does not come back before."""
        return self.model.until


@strawberry.type
class SupplyQuery:
    @strawberry.field(metadata=may(STAFF))
    def supplies(self, info: Info, first: First = 20, after: After = None) -> Connection[Supply]:
        """Products that are not as usual, the latest to change first."""
        return page(info, "supplies", first, after, fetch=info.context.app.supply_statements.listed, kind=Supply)

    @strawberry.field(metadata=may(STAFF | staff(Role.LEADER)))
    def community_skus(
        self, info: Info, community: str | None = None, first: First = 50, after: After = None
    ) -> Connection[CommunitySku]:
        """What a community's orders await, by product, and how it stands with it: a leader's own; staff name one."""
        whose, statements = asked_community(info, community), info.context.app.supply_statements
        return page_of(info, "communitySkus", whose, first, after, fetch=statements.of_community, kind=CommunitySku)

    @strawberry.field(metadata=may(MEMBER))
    def my_restock_wishes(self, info: Info, first: First = 20, after: After = None) -> Connection[RestockWish]:
        """What the caller waits for, the newest first."""
        me, wishes = info.context.viewer.id, info.context.app.restock_wishes
        return page_of(info, "myRestockWishes", me, first, after, fetch=wishes.of_member, kind=RestockWish)
