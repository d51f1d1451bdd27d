"""A parcel of M001's that does not move, and what can be asked about it (P4, P5)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from api.relay import global_id
from care.kernel.clock import SHANGHAI
from fakes.mall import at, member, order

if TYPE_CHECKING:
    from fakes.town import Town

__all__ = ["let_one_stall", "parcel_calls"]

_ORDER, _SHIPMENT = "O009", "S009"
Asked = tuple[str, dict[str, Any]]


def let_one_stall(town: "Town") -> None:
    """O009 of M001: two days on its way without a movement."""
    days_ago = at(-48, since=town.clock.now())
    body = order(order_id=_ORDER, member=member(openid="open-M001"))
    town.event("OrderPlaced", **body, placed_at=days_ago)
    about = {"order_id": _ORDER, "shipment_id": _SHIPMENT, "carrier": "SF", "place": "杭州分拨中心"}
    town.event("ShipmentMoved", **about, status="IN_TRANSIT", moved_at=days_ago)
    town.advance(minutes=3)


def parcel_calls(town: "Town") -> dict[str, Asked]:
    asking = next(each["id"] for each in town.nodes("MyMessages", "member:M001") if each["question"])
    stalled = {"orderId": global_id("Order", _ORDER), "shipmentId": _SHIPMENT, "option": "WAIT"}
    return {
        "AnswerMessage": ("member:M001", {"input": {"messageId": asking, "option": "3"}}),
        "AnswerStalledParcel": ("member:M001", {"input": stalled}),
        "SetShippingSteps": ("member:M001", {"input": {"steps": ["AT_PICKUP"]}}),
        "BookDeliverySlot": ("member:M001", {"input": {"orderId": stalled["orderId"], "slot": _tomorrow(town)}}),
        "DeliverySlots": ("member:M001", {"id": stalled["orderId"]}),
        "OrderParcels": ("member:M001", {"id": stalled["orderId"]}),
    }


def _tomorrow(town: "Town") -> dict[str, str]:
    day = town.clock.now().astimezone(SHANGHAI).date() + timedelta(days=1)
    return {"day": day.isoformat(), "part": "MORNING"}
