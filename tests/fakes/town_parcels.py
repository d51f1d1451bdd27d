"""A parcel of M001's that does not move, and what can be asked about it (P4, P5)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from api.relay import global_id
from care.kernel.clock import SHANGHAI
from fakes.mall import at, member, order

if TYPE_CHECKING:
    from fakes.town import Town

__all__ = ["alert_of_snow", "keep_one", "let_one_lack", "let_one_stall", "parcel_calls", "plan_an_arrival"]

_ORDER, _SHIPMENT = "O009", "S009"
_KEPT = "O010"
_LEADER = "leader:L001"
Asked = tuple[str, dict[str, Any]]


def let_one_stall(town: "Town") -> None:
    """O009 of M001: two days on its way without a movement."""
    days_ago = at(-48, since=town.clock.now())
    body = order(order_id=_ORDER, member=member(openid="open-M001"))
    town.event("OrderPlaced", **body, placed_at=days_ago)
    about = {"order_id": _ORDER, "shipment_id": _SHIPMENT, "carrier": "SF", "place": "杭州分拨中心"}
    town.event("ShipmentMoved", **about, status="IN_TRANSIT", moved_at=days_ago)
    town.advance(minutes=3)


def keep_one(town: "Town") -> None:
    """O010 of M001: it lies at the pickup point, and is kept until tonight."""
    body = order(order_id=_KEPT, member=member(openid="open-M001"), leader_id="L001")
    town.event("OrderPlaced", **body, placed_at=at(-2, since=town.clock.now()))
    town.event("OrderArrived", **body, arrived_at=at(0, since=town.clock.now()))
    town.advance(minutes=3)
    town.call("HoldParcel", "member:M001", input=_kept(town, 10))
    town.advance(minutes=3)


def alert_of_snow(town: "Town") -> None:
    """Snow elsewhere, in three days."""
    about = {"alert_id": "W001", "kind": "暴雪", "level": "ORANGE", "communities": ["别处"]}
    town.event("WeatherAlerted", **about, starts_at=at(72, since=town.clock.now()), **_ends(town))


def plan_an_arrival(town: "Town") -> None:
    """Apples come to L001's pickup point tomorrow."""
    goods = [{"sku": "SKU-APPLE", "name": "洛川苹果", "pieces": 30, "members": 21}]
    day = _tomorrow(town)["day"]
    about = {"community": "阳光花园", "leader_id": "L001", "day": day, "goods": goods}
    town.event("ArrivalPlanned", **about, occurred_at=at(since=town.clock.now()))


def let_one_lack(town: "Town") -> None:
    """A product is short, and M001 waits for it."""
    now = at(since=town.clock.now())
    town.event("ProductChanged", sku="SKU-LACK", name="车厘子", category="FRESH", occurred_at=now)
    town.event("SupplyChanged", sku="SKU-LACK", state="SHORT", occurred_at=now)
    town.call("SetRestockWish", "member:M001", input={"sku": "SKU-LACK"})


def _ends(town: "Town") -> dict[str, str]:
    return {"ends_at": at(90, since=town.clock.now()), "occurred_at": at(since=town.clock.now())}


def _kept(town: "Town", hours: int) -> dict[str, str]:
    return {"orderId": global_id("Order", _KEPT), "until": at(hours, since=town.clock.now())}


def parcel_calls(town: "Town") -> dict[str, Asked]:
    asking = next(each["id"] for each in town.nodes("MyMessages", "member:M001") if each["question"])
    stalled = {"orderId": global_id("Order", _ORDER), "shipmentId": _SHIPMENT, "option": "WAIT"}
    return {
        "AnswerMessage": ("member:M001", {"input": {"messageId": asking, "option": "3"}}),
        "AnswerStalledParcel": ("member:M001", {"input": stalled}),
        "SetShippingSteps": ("member:M001", {"input": {"steps": ["AT_PICKUP"]}}),
        "BookDeliverySlot": ("member:M001", {"input": {"orderId": stalled["orderId"], "slot": _tomorrow(town)}}),
        "DeliverySlots": ("member:M001", {"id": stalled["orderId"]}),
        "StateWeatherAlert": ("operator:O01", {"input": _snow(town)}),
        "LiftWeatherAlert": ("operator:O01", {"input": {"alertId": global_id("WeatherAlert", "W001")}}),
        "SetRegionSlots": ("operator:O01", {"input": {"region": "西南", "open": False}}),
        "RegionSlots": ("operator:O01", {"region": "西南"}),
        "WeatherAlerts": ("operator:O01", {}),
        "HoldParcel": ("member:M001", {"input": _kept(town, 5)}),
        "ReleaseParcel": (_LEADER, {"input": {"orderId": global_id("Order", _KEPT)}}),
        "SetColdPlaces": (_LEADER, {"input": {"places": 3}}),
        "OrderHold": ("member:M001", {"id": global_id("Order", _KEPT)}),
        "HeldParcels": (_LEADER, {}),
        "ColdStore": (_LEADER, {}),
        "Arrivals": (_LEADER, {}),
        "CommunitySkus": (_LEADER, {}),
        "Supplies": ("operator:O01", {}),
        "StateSupply": ("operator:O01", {"input": {"sku": "SKU-LACK", "state": "LOW", "left": 3}}),
        "SetRestockWish": ("member:M001", {"input": {"sku": "SKU-LACK"}}),
        "MyRestockWishes": ("member:M001", {}),
        "OrderParcels": ("member:M001", {"id": stalled["orderId"]}),
    }


def _tomorrow(town: "Town") -> dict[str, str]:
    day = town.clock.now().astimezone(SHANGHAI).date() + timedelta(days=1)
    return {"day": day.isoformat(), "part": "MORNING"}


def _snow(town: "Town") -> dict[str, Any]:
    times = {"startsAt": at(24, since=town.clock.now()), "endsAt": at(30, since=town.clock.now())}
    return {"kind": "SNOWSTORM", "level": "ORANGE", "communities": ["别处"]} | times
