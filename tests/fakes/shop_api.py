"""A small domain on the frame, as docs and recipe tell: a Node, an edge, a connection, a mutation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Self, cast

import strawberry

from api.context import Context, Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import LEADER_OF, OWN, PART, SIGNED_IN, STAFF, Belongs, may, seen_by
from api.relay import After, Connection, First, Node, local_id, page, page_of
from api.scalars import Fen, Money, money
from care.dynamo.requests import Answer, Request
from care.kernel.errors import Conflict, Refused

__all__ = ["Basket", "Crash", "Goods", "Shop", "ShopBasket", "ShopMutation", "ShopQuery"]


class SoldOut(Refused):
    """There is none left."""

    code = "REFUSED"


class Crash(BaseException):
    """A process that ends, as Lambda ends it."""


@dataclass(frozen=True)
class Goods:
    name: str


@dataclass(frozen=True)
class Basket:
    id: str
    member_id: str
    community: str = "C1"
    goods: str = "rice"


@dataclass
class Shop:
    """The service; counts its reads."""

    baskets: dict[str, Basket] = field(default_factory=dict)
    goods: dict[str, Goods] = field(default_factory=dict)
    reads: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    fails: BaseException | None = None

    def get_baskets(self, keys: Sequence[str]) -> Mapping[str, Basket]:
        self.reads.append(("baskets", tuple(keys)))
        return {key: self.baskets[key] for key in keys if key in self.baskets}

    def get_goods(self, keys: Sequence[str]) -> Mapping[str, Goods]:
        if self.fails:
            raise self.fails
        self.reads.append(("goods", tuple(keys)))
        return {key: self.goods[key] for key in keys if key in self.goods}

    def of(self, member_id: str, many: int, after: dict[str, str] | None) -> tuple[list[Basket], dict[str, str] | None]:
        mine = [basket for basket in self.baskets.values() if basket.member_id == member_id]
        start = int(after["start"]) if after else 0
        rest = {"start": str(start + many)} if start + many < len(mine) else None
        return mine[start : start + many], rest

    def buy(self, request: Request, basket: str) -> Answer:
        again = request in self.asked
        self.asked.append(request)
        if self.fails:
            raise self.fails
        if basket == "sold-out":
            raise SoldOut(field="basket_id")
        if basket == "busy":
            raise Conflict
        return Answer(result=basket, replayed=again)


def _shop(context: Context) -> Shop:
    return cast("Shop", context.app)


@seen_by(PART)
@strawberry.type(name="Goods", description="What is sold.")
class ShopGoods:
    name: str = strawberry.field(description="Its name.")


@seen_by(OWN | LEADER_OF | STAFF)
@strawberry.type(name="Basket", description="What a member took.")
class ShopBasket(Node):
    model: strawberry.Private[Basket]

    def raw_id(self) -> str:
        return self.model.id

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id, community=self.model.community)

    @classmethod
    async def load(cls, context: Context, raw: str) -> Self | None:
        found = await context.loaders.load("baskets", _shop(context).get_baskets, raw)
        return cls(model=found) if found else None

    @strawberry.field
    def total(self) -> Money:
        """What it costs."""
        return money(1250)

    @strawberry.field
    async def goods(self, info: Info) -> ShopGoods | None:
        """What lies in it."""
        found = await info.context.loaders.load("goods", _shop(info.context).get_goods, self.model.goods)
        return ShopGoods(name=found.name) if found else None

    @strawberry.field(metadata=may(STAFF))
    def margin(self) -> Money | None:
        """What we make of it; for staff."""
        return money(99)


@strawberry.type
class ShopQuery:
    @strawberry.field(metadata=may(SIGNED_IN))
    def my_baskets(self, info: Info, first: First = 20, after: After = None) -> Connection[ShopBasket]:
        """The caller's own."""
        me, shop = info.context.viewer.id, _shop(info.context)
        return page_of(info, "myBaskets", me, first, after, fetch=shop.of, kind=ShopBasket)

    @strawberry.field(metadata=may(SIGNED_IN))
    def every_basket(self, info: Info, first: First = 20) -> Connection[ShopBasket]:
        """A query that forgot to ask whose they are."""
        found = list(_shop(info.context).baskets.values())
        return page(info, "everyBasket", first, None, fetch=lambda many, _at: (found[:many], None), kind=ShopBasket)

    @strawberry.field(metadata=may(SIGNED_IN))
    def basket_list(self, info: Info) -> list[ShopBasket]:
        """A list that forgot to ask whose they are."""
        return [ShopBasket(model=basket) for basket in _shop(info.context).baskets.values()]

    @strawberry.field(metadata=may(SIGNED_IN))
    def first_basket(self, info: Info) -> ShopBasket:
        """Never null."""
        return ShopBasket(model=next(iter(_shop(info.context).baskets.values())))

    @strawberry.field(metadata=may(SIGNED_IN))
    def quote(self, price: Fen) -> Money | None:
        """A price, shown."""
        return money(price)

    @strawberry.field(metadata=may(STAFF))
    def takings(self) -> Money | None:
        """For staff."""
        return money(3_000_000_000)

    @strawberry.field(metadata=may(SIGNED_IN))
    def broken(self, info: Info) -> str | None:
        """Fails as the shop does."""
        raise _shop(info.context).fails or KeyError("13800138000")


@error_codes(SoldOut)
class BuyErrorCode(Enum):
    """Why nothing was bought."""


@strawberry.input(description="What to buy.")
class BuyInput:
    basket_id: strawberry.ID = strawberry.field(description="The basket.")


@strawberry.type(description="What became of it.")
class BuyPayload(Payload[BuyErrorCode]):
    basket: ShopBasket | None = strawberry.field(description="The basket.")


@strawberry.type
class ShopMutation:
    @strawberry.mutation(metadata=may(SIGNED_IN))
    async def buy(self, info: Info, input: BuyInput, idempotency_key: IdempotencyKey) -> BuyPayload:  # noqa: A002
        """Buy a basket."""

        def use_case() -> Answer:
            basket = local_id("Basket", input.basket_id, field="basket_id")
            return _shop(info.context).buy(request_of(info, idempotency_key, input), basket)

        done = attempt(info, BuyErrorCode, use_case)
        basket = await done.load(info, ShopBasket)
        return BuyPayload(basket=basket, replayed=done.replayed, user_errors=done.errors)
