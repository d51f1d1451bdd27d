"""G1: the guarantee in words, from the rules that decide: for a product page, an order line, a live-stream host."""

from collections.abc import Mapping
from typing import Self

import strawberry

from api.context import Context, Info
from api.permissions import PART, SIGNED_IN, may, seen_by
from api.policy.enums import ReasonClass, WindowAnchor
from api.relay import Node
from api.scalars import Money, money
from care.catalog.model import Product as Known
from care.kernel.errors import BadInput
from care.policy import model
from care.policy.precedence import Case, rule_for

__all__ = ["Guarantee", "GuaranteeQuery", "Product", "guarantees"]

MOST_SKUS = 100


@seen_by(PART)
@strawberry.type(description="What is promised for one class of reasons, in the words of the rule that decides.")
class Guarantee:
    model: strawberry.Private[model.Rule]

    @strawberry.field
    def reason_class(self) -> ReasonClass:  # type: ignore[valid-type]
        """For which reasons it holds."""
        return self.model.reason_class

    @strawberry.field
    def wording(self) -> str:
        """In plain words."""
        return self.model.wording

    @strawberry.field
    def host_line(self) -> str:
        """What the live-stream host reads out."""
        return self.model.host_line

    @strawberry.field
    def window_hours(self) -> int | None:
        """Hours after the anchor; null: within shelf life."""
        return self.model.window_hours

    @strawberry.field
    def anchor(self) -> WindowAnchor:  # type: ignore[valid-type]
        """What the window is counted from."""
        return self.model.anchor

    @strawberry.field
    def instant_limit(self) -> Money:
        """Up to this payout a clear case is paid at once."""
        return money(self.model.instant_limit_fen)


@seen_by(SIGNED_IN)
@strawberry.type(description="A product as the mall states it.")
class Product(Node):
    model: strawberry.Private[Known]

    def raw_id(self) -> str:
        return self.model.sku

    @classmethod
    async def load(cls, context: Context, raw: str) -> Self | None:
        found = await context.loaders.load("products", context.app.catalog.get_many, raw)
        return cls(model=found) if found else None

    @strawberry.field
    def sku(self) -> str:
        """Its stock-keeping unit."""
        return self.model.sku

    @strawberry.field
    def name(self) -> str:
        """What it is called."""
        return self.model.name

    @strawberry.field
    def category(self) -> str:
        """The mall's category."""
        return self.model.category

    @strawberry.field
    def shelf_life_days(self) -> int | None:
        """How long it keeps, where the mall stated it."""
        return self.model.shelf_life_days

    @strawberry.field
    def guarantee(self, info: Info, channel: str | None = None) -> list[Guarantee]:
        """What is promised to whoever buys it, in the channel if one is named."""
        return guarantees(info, {"channel": channel, **_of(self.model)})


@seen_by(PART)
@strawberry.type(description="What the live-stream host reads out of one product.")
class HostLines:
    sku: str = strawberry.field(description="The product.")
    name: str | None = strawberry.field(description="What it is called; null where the mall has not stated it.")
    guarantee: list[Guarantee] = strawberry.field(description="What is promised, one for each class of reasons.")


@strawberry.type
class GuaranteeQuery:
    @strawberry.field(metadata=may(SIGNED_IN))
    async def product(self, info: Info, sku: str) -> Product | None:
        """A product, for its page."""
        return await Product.load(info.context, sku)

    @strawberry.field(metadata=may(SIGNED_IN))
    def host_lines(self, info: Info, skus: list[str], channel: str | None = None) -> list[HostLines]:
        """What the host of a live stream may promise of up to 100 products, in the order asked for."""
        if not 0 < len(skus) <= MOST_SKUS:
            message = f"name 1 to {MOST_SKUS} products"
            raise BadInput(message, field="skus")
        info.context.take(len(skus))
        known = info.context.app.catalog.get_many(list(dict.fromkeys(skus)))
        return [_host_lines(info, sku, known.get(sku), channel) for sku in dict.fromkeys(skus)]


def _host_lines(info: Info, sku: str, product: Known | None, channel: str | None) -> HostLines:
    of_product = _of(product) if product else {"sku": sku}
    return HostLines(
        sku=sku,
        name=product.name if product else None,
        guarantee=guarantees(info, {"channel": channel, **of_product}),
    )


def guarantees(info: Info, case: Mapping[str, object]) -> list[Guarantee]:
    """What the policy in force promises for a case, one for each class of reasons."""
    rules = info.context.app.policies.current().rules
    cases = (Case(reason_class=each, **case) for each in model.ReasonClass)  # type: ignore[arg-type]
    return [Guarantee(model=rule_for(rules, each)) for each in cases]


def _of(product: Known) -> dict[str, object]:
    return {"sku": product.sku, "category": product.category, "supplier": product.supplier}
