from itertools import permutations

import pytest

from care.catalog.events import ProductChanged
from care.catalog.model import Category, known_category
from care.catalog.report import CategoryReport
from care.catalog.service import Catalog
from care.catalog.store import PRODUCTS
from fakes.house import House
from fakes.mall import at, event


def changed(hours: float = 0, **detail: object) -> ProductChanged:
    return event(ProductChanged, **{"sku": "A", "category": "FRESH", "occurred_at": at(hours)} | detail)


@pytest.fixture
def house() -> House:
    return House()


def catalog(house: House, unknown: list[str] | None = None) -> Catalog:
    return Catalog(house.storage, house.uow, CategoryReport((unknown if unknown is not None else []).append))


def test_a_product_is_told_as_it_was_stated(house: House) -> None:
    shop = catalog(house)
    shop.take(changed(category="DAIRY", supplier="晨光牧场", shelf_life_days=21, name="鲜牛奶"))
    product = shop.get_many(["A", "B"])["A"]
    assert (product.name, product.supplier, product.shelf_life_days) == ("鲜牛奶", "晨光牧场", 21)
    assert product.known_category is Category.DAIRY
    assert list(shop.get_many(["A", "B"])) == ["A"]


def test_what_the_newest_statement_leaves_out_is_not_known() -> None:
    house = House()
    shop = catalog(house)
    shop.take(changed(shelf_life_days=21, supplier="晨光牧场"))
    shop.take(changed(1))
    product = shop.get_many(["A"])["A"]
    assert (product.name, product.supplier, product.shelf_life_days) == ("A", None, None)


@pytest.mark.parametrize(
    "events",
    [
        [changed(1, category="FRESH"), changed(2, category="DAIRY"), changed(3, category="FROZEN")],
        [changed(1, event_id=name, shelf_life_days=days) for name, days in (("e1", 3), ("e2", 5), ("e3", 7))],
        [changed(1, event_id="e", shelf_life_days=days) for days in (3, 5, 7)],
    ],
    ids=["by time", "by event id", "by content"],
)
def test_every_order_of_arrival_ends_alike(events: list[ProductChanged]) -> None:
    ends = set()
    for order in permutations(events):
        house = House()
        for each in (*order, *order):
            catalog(house).take(each)
        (product,) = house.storage.all(PRODUCTS)
        ends.add((product.category, product.shelf_life_days, product.changed_at, product.change_id))
    assert len(ends) == 1


def test_one_instant_written_with_two_offsets_is_one_instant(house: House) -> None:
    shop = catalog(house)
    shop.take(changed(category="DAIRY", occurred_at="2026-03-02T12:00:00+08:00", event_id="b"))
    shop.take(changed(category="FRESH", occurred_at="2026-03-02T04:00:00Z", event_id="a"))
    assert shop.get_many(["A"])["A"].category == "DAIRY"


def test_a_repeated_statement_writes_nothing(house: House) -> None:
    shop = catalog(house)
    shop.take(changed())
    house.storage.calls.clear()
    shop.take(changed())
    assert house.storage.calls == ["get"]


def test_an_unknown_category_is_kept_and_reported(house: House) -> None:
    unknown: list[str] = []
    shop = catalog(house, unknown)
    shop.take(changed(category="活体海鲜"))
    product = shop.get_many(["A"])["A"]
    assert (product.category, product.known_category, unknown) == ("活体海鲜", None, ["活体海鲜"])


def test_a_known_category_is_not_reported(house: House) -> None:
    unknown: list[str] = []
    catalog(house, unknown).take(changed())
    assert unknown == []


@pytest.mark.parametrize(("text", "category"), [("fresh", Category.FRESH), (" Grain_Oil ", Category.GRAIN_OIL)])
def test_categories_are_known_in_any_case(text: str, category: Category) -> None:
    assert known_category(text) is category
