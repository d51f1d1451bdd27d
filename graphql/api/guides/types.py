"""Guides as product people and members see them (P3)."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.orders import Order
from api.permissions import OWN, PART, STAFF, Belongs, seen_by
from api.stored import Source, Stored
from care.guides import model

__all__ = ["Guide", "GuideEdition", "GuideFor", "GuideKind", "GuidePush", "GuideStep"]

GuideKind = described(
    model.GuideKind,
    "What a guide is good for.",
    RECIPE="How to cook it.",
    STORAGE="How to keep it.",
    USE="How to use it.",
)
GuideStep = described(
    model.GuideStep,
    "When a guide is told.",
    SHIPPED="When the goods are on their way.",
    SIGNED="When they are signed for.",
    DAY_2="Some days after, when they are used.",
)
GuideFor = described(
    model.GuideFor,
    "What a guide is for.",
    SKU="One product.",
    CATEGORY="A kind of goods; a product's own guide comes first.",
)


@seen_by(PART)
@strawberry.type(description="What a guide tells.")
class GuideText:
    title: str = strawberry.field(description="1 to 20 characters.")
    text: str = strawberry.field(description="What to do.")
    pictures: list[str] = strawberry.field(description="Their https addresses.")
    video: str | None = strawberry.field(description="Its https address.")


@seen_by(PART)
@strawberry.type(description="What became of an edition's pushes.")
class GuideCount:
    sent: int = strawberry.field(description="How often it was told.")
    opened: int = strawberry.field(description="Of these, so many were opened.")
    useful: int = strawberry.field(description="Of these, so many members found the push useful.")
    not_useful: int = strawberry.field(description="Of these, so many did not.")


@seen_by(STAFF)
@strawberry.type(description="An edition of a guide.")
class GuideEdition:
    model: strawberry.Private[model.Guide]

    @strawberry.field
    def number(self) -> int:
        """The first is 1."""
        return self.model.number

    @strawberry.field
    def content(self) -> GuideText | None:
        """What it tells; null where it takes the guide out."""
        return _text(self.model)

    @strawberry.field
    def published_by(self) -> str:
        """Who published it."""
        return self.model.who

    @strawberry.field
    def why(self) -> str:
        """Why."""
        return self.model.why

    @strawberry.field
    def published_at(self) -> datetime:
        """When."""
        return self.model.at

    @strawberry.field
    async def counts(self, info: Info) -> GuideCount:
        """What became of its pushes."""
        key = (self.model.id, self.model.number)
        found = await info.context.loaders.load("guide counts", info.context.app.guides.counts, key)
        count = found or model.GuideCount(guide_id=key[0], number=key[1])
        return GuideCount(sent=count.sent, opened=count.opened, useful=count.useful, not_useful=count.not_useful)


@seen_by(STAFF)
@strawberry.type(description="A guide for one product or a kind of goods (P3).")
class Guide(Stored[model.Guide]):
    @staticmethod
    def source(app: App) -> Source[model.Guide]:
        return "guides", app.guides.get_many

    @strawberry.field
    def scope(self) -> GuideFor:  # type: ignore[valid-type]
        """What it is for."""
        return self.model.place.scope

    @strawberry.field
    def name(self) -> str:
        """The sku, or the category."""
        return self.model.place.name

    @strawberry.field
    def step(self) -> GuideStep:  # type: ignore[valid-type]
        """When it is told."""
        return self.model.place.step

    @strawberry.field
    def kind(self) -> GuideKind:  # type: ignore[valid-type]
        """What it is good for."""
        return self.model.place.kind

    @strawberry.field
    def newest(self) -> GuideEdition:
        """What is told now."""
        return GuideEdition(model=self.model)


@seen_by(PART)
@strawberry.type(description="A guide in a push.")
class PushedGuide:
    pushed: strawberry.Private[model.Pushed]

    @strawberry.field
    def goods(self) -> list[str]:
        """Which of the order's goods it is for."""
        return list(self.pushed.goods)

    @strawberry.field
    async def content(self, info: Info) -> GuideText | None:
        """What it told, in the edition that was pushed."""
        key = (self.pushed.guide_id, self.pushed.number)
        guide = await info.context.loaders.load("guide editions", info.context.app.guides.editions, key)
        return _text(guide) if guide else None


@seen_by(OWN | STAFF)
@strawberry.type(description="The guides that one message told of an order (P3).")
class GuidePush(Stored[model.GuidePush]):
    @staticmethod
    def source(app: App) -> Source[model.GuidePush]:
        return "guide pushes", app.guide_pushes.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id)

    @strawberry.field
    async def order(self, info: Info) -> Order | None:
        """The order whose goods they are for."""
        return await Order.load(info.context, self.model.order_id)

    @strawberry.field
    def step(self) -> GuideStep:  # type: ignore[valid-type]
        """When they were told."""
        return self.model.step

    @strawberry.field
    def sent_at(self) -> datetime:
        """When that was decided."""
        return self.model.at

    @strawberry.field
    def guides(self) -> list[PushedGuide]:
        """At most 5."""
        return [PushedGuide(pushed=each) for each in self.model.guides]

    @strawberry.field
    def opened_at(self) -> datetime | None:
        """When the member first read them."""
        return self.model.opened_at

    @strawberry.field
    def useful(self) -> bool | None:
        """Whether they were of use, as the member said; null: not said."""
        return self.model.useful


def _text(guide: model.Guide) -> GuideText | None:
    draft = guide.draft
    if draft is None:
        return None
    return GuideText(title=draft.title, text=draft.text, pictures=list(draft.pictures), video=draft.video)
