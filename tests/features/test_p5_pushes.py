"""P5: what a carrier's hub pushes leads to just what the mall's ShipmentMoved does."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from care.contact.inbound.config import HubConfig, InboundConfig
from care.kernel.errors import NotFound
from care.logistics.carriers import kuaidi100
from care.logistics.carriers.trace import Trace
from care.logistics.model import Step
from care.logistics.store import PARCELS
from care.orders.store import ORDERS
from fakes.callbacks import Callbacks
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product


def shipped(**more: Any) -> Product:
    """One parcel with two orders in it, at the leader's."""
    product = Product()
    for order in ("O1", "O2"):
        product.event("OrderPlaced", **order_event(order, placed_at=START))
        detail = {"order_id": order, "shipment_id": f"S-{order}", "status": "SHIPPED", "waybill": "SF100"}
        product.event("ShipmentMoved", **detail | more, moved_at=START.isoformat())
    product.advance(minutes=3)
    return product


def trace(step: Step, hours: float, waybill: str = "SF100") -> Trace:
    return Trace(waybill=waybill, carrier="SF", step=step, at=START + timedelta(hours=hours), place="杭州市")


def test_a_push_moves_all_orders_in_the_parcel() -> None:
    product = shipped()
    product.advance(hours=2)
    assert product.app.pushes.take([trace(Step.ARRIVED_CITY, 1), trace(Step.IN_TRANSIT, 0.5)]) == 4
    product.advance(hours=1)
    for parcel in product.memory.all(PARCELS):
        assert [each.step for each in parcel.movements] == [Step.SHIPPED, Step.IN_TRANSIT, Step.ARRIVED_CITY]
        assert parcel.carrier == "SF"
    orders = product.memory.all(ORDERS)
    assert [each.shipments[f"S-{each.id}"].status for each in orders] == ["ARRIVED_CITY"] * 2
    assert product.dead() == []


def test_a_push_that_comes_again_changes_nothing() -> None:
    product = shipped()
    product.app.pushes.take([trace(Step.IN_TRANSIT, 0)])
    product.advance(hours=1)
    before = dict(product.memory.items)
    assert product.app.pushes.take([trace(Step.IN_TRANSIT, 0)]) == 0
    product.event("ShipmentMoved", order_id="O1", shipment_id="S-O1", status="IN_TRANSIT", moved_at=START.isoformat())
    product.advance(hours=1)
    assert {key for key in product.memory.items if "PARCEL" in key[2]} == {key for key in before if "PARCEL" in key[2]}
    assert len(product.memory.all(PARCELS)[0].movements) == 2, "the mall tells what the hub has told"


def test_without_a_waybill_the_shipment_s_id_is_the_number() -> None:
    product = shipped(waybill=None)
    assert product.app.pushes.take([trace(Step.SIGNED, 0, "S-O2")]) == 1


def test_a_number_that_nobody_knows_is_told_so_that_the_hub_comes_again() -> None:
    product = shipped()
    with pytest.raises(NotFound):
        product.app.pushes.take([trace(Step.SIGNED, 0, "SF999")])
    assert product.app.pushes.take([]) == 0


@pytest.mark.parametrize("hours", [25, -24 * 365 * 27])
def test_a_wrong_clock_is_not_believed(hours: int) -> None:
    assert shipped().app.pushes.take([trace(Step.SIGNED, hours)]) == 0


SALT = "a-salt-that-the-hub-knows"


def hub() -> Callbacks:
    door = Callbacks(shipped())
    hubs = {"hundred": HubConfig(provider="kuaidi100", key=SALT)}
    door.product.app.callbacks = InboundConfig(hubs=hubs)
    return door


def pushed(door: Callbacks, number: str = "SF100", **changes: str) -> dict[str, Any]:
    """One push of 快递100, through the front function and the queue."""
    rows = [{"time": "2026-03-02 10:01:00", "status": "派件", "areaName": "杭州市"}]
    param = json.dumps({"lastResult": {"com": "shunfeng", "nu": number, "state": "5", "data": rows}})
    form = {"param": param, "sign": kuaidi100.sign(param, SALT)} | changes
    answer = door.call("POST", "hundred", body=urlencode(form))
    door.work(twice=True)
    door.product.advance(minutes=5)
    return answer


def test_a_hub_is_verified_at_the_door_and_its_push_moves_the_parcel() -> None:
    door = hub()
    answer = pushed(door)
    assert (answer["statusCode"], json.loads(answer["body"])["returnCode"]) == (200, "200")
    assert {each.last.step for each in door.product.memory.all(PARCELS)} == {Step.OUT_FOR_DELIVERY}
    pushed(door)
    assert {len(each.movements) for each in door.product.memory.all(PARCELS)} == {2}, "a push that comes again"


@pytest.mark.parametrize(("changes", "status"), [({"sign": "0" * 32}, 403), ({"param": ""}, 400), ({"sign": ""}, 400)])
def test_who_is_not_the_hub_moves_nothing(changes: dict[str, str], status: int) -> None:
    door = hub()
    assert pushed(door, **changes)["statusCode"] == status
    assert {each.last.step for each in door.product.memory.all(PARCELS)} == {Step.SHIPPED}
