"""A shop with care guides (P3): prawns that somebody has to cook."""

from typing import Any

from fakes.mall import line
from fakes.mall_details import order_event
from fakes.product import Product

__all__ = ["PRAWNS", "WRITER", "guide", "publish", "signs"]

WRITER = "product:P01"
PRAWNS = {"sku": "SKU-PRAWN", "name": "阿根廷红虾", "category": "FROZEN"}


def guide(**more: Any) -> dict[str, Any]:
    """A recipe for the prawns, told when they are signed for."""
    what = {"scope": "SKU", "name": PRAWNS["sku"], "step": "SIGNED", "kind": "RECIPE"}
    told = {"title": "蒜蓉粉丝蒸虾", "text": "开背去线，铺上泡软的粉丝和蒜蓉，水开上锅蒸六分钟。", "why": "上新"}
    return what | told | more


def publish(product: Product, **more: Any) -> dict[str, Any]:
    """The mall tells of the prawns; their guide is published."""
    product.event("ProductChanged", **PRAWNS, occurred_at=product.clock.now().isoformat())
    return dict(product.call("PublishGuide", WRITER, input=guide(**more))["guide"])


def signs(product: Product, order_id: str = "O1", *, settle: bool = True) -> None:
    """M001 signs for prawns and apples."""
    lines = [line(line_id="1", **PRAWNS), line(line_id="2")]
    product.event("OrderSigned", **order_event(order_id, signed_at=product.clock.now(), lines=lines))
    if settle:
        product.advance(minutes=3)
