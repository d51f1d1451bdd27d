"""How long goods keep, pure: by category, by their own shelf life, by what spoils first."""

from datetime import UTC, datetime, timedelta

import pytest

from care.catalog.model import Product
from care.logistics.holding.model import ColdStore, Keeping
from care.logistics.holding.rules import HoldTerms, Lying, keeping_of, keeps_until, lying, needs_cold, places_of
from care.logistics.model import Movement, Parcel, Step
from care.orders.model import Line, Order

COME = datetime(2026, 3, 2, 2, tzinfo=UTC)
HOURS = {Keeping.FRESH: 24, Keeping.FROZEN: 48, Keeping.CHILLED: 36, Keeping.DRY: 168}
TERMS = HoldTerms(
    keeps={keeping: timedelta(hours=hours) for keeping, hours in HOURS.items()}, places=20, remind=timedelta(hours=3)
)


def line(category: str, **changes: object) -> Line:
    made = {"id": "1", "sku": category, "name": category, "quantity": 1, "unit_price_fen": 1, "paid_fen": 1}
    return Line(category=category, **(made | changes))  # type: ignore[arg-type]


def product(category: str, days: int | None = None) -> Product:
    return Product(sku=category, name="", category=category, shelf_life_days=days, changed_at=COME, change_id="1")


def hours(*lines: Line, **products: Product) -> float:
    until = keeps_until([Lying(line=each, since=COME) for each in lines], products, TERMS)
    return (until - COME) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("category", "kept", "cold"),
    [
        ("FRESH", 24, True),
        ("FROZEN", 48, True),
        ("DAIRY", 36, True),
        ("GRAIN_OIL", 168, False),
        ("PACKAGED", 168, False),
        ("NON_FOOD", 168, False),
        ("手工月饼", 24, True),
    ],
)
def test_each_category_keeps_as_long_as_it_does(category: str, kept: float, *, cold: bool) -> None:
    assert hours(line(category)) == kept
    assert needs_cold([line(category)], {}) is cold


def test_what_spoils_first_decides_and_a_shelf_life_only_ever_shortens() -> None:
    assert hours(line("GRAIN_OIL"), line("DAIRY")) == 36
    assert hours(line("GRAIN_OIL"), GRAIN_OIL=product("GRAIN_OIL", 2)) == 48
    assert hours(line("FRESH"), FRESH=product("FRESH", 30)) == 24
    assert hours(line("FRESH"), FRESH=product("FRESH", 0)) == 0


def test_the_product_as_it_is_now_says_how_it_is_kept() -> None:
    assert keeping_of(line("NON_FOOD"), product("FROZEN")) is Keeping.FROZEN
    assert keeping_of(line("DAIRY"), product("什么")) is Keeping.CHILLED


def test_what_lies_there_is_said_by_the_mall_or_the_carrier_whichever_came_first() -> None:
    carried = Parcel(
        order_id="O",
        shipment_id="S1",
        waybill="1",
        movements=(Movement(at=COME, step=Step.AT_PICKUP, source="a"),),
    )
    later = COME + timedelta(hours=5)
    lines = (
        line("FRESH", id="1", shipment_id="S1", delivered_at=later),
        line("DAIRY", id="2", shipment_id="S2", delivered_at=later),
        line("FROZEN", id="3", shipment_id="S2", delivered_at=later, picked_up_at=later),
        line("PACKAGED", id="4", shipment_id="S2", delivered_at=later, cancelled=True),
        line("NON_FOOD", id="5", shipment_id="S3"),
        line("NON_FOOD", id="6"),
    )
    found = {each.line.id: each.since for each in lying(Order(id="O", lines=lines), [carried])}
    assert found == {"1": COME, "2": later, "6": COME}


def test_a_leader_s_own_number_counts() -> None:
    assert places_of(None, TERMS) == places_of(ColdStore(community="C", taken=3), TERMS) == 20
    assert places_of(ColdStore(community="C", places=0), TERMS) == 0
