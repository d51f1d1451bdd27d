from typing import Any

import msgspec
import pytest

from care.kernel.errors import BadInput
from care.orders.events import OrderCancelled, OrderPlaced, OrderShipped, OrderSigned, ShipmentMoved
from care.orders.merge import merged, moved
from care.orders.model import Order
from fakes.house import START
from fakes.mall import at, event, line, member, order

EMPTY = Order(id="O001")


def placed(hours: float = 0, **detail: Any) -> OrderPlaced:
    return event(OrderPlaced, **order(placed_at=at(hours)) | detail)


def test_an_order_is_what_the_mall_states() -> None:
    made = merged(EMPTY, placed(freight_fen=600))
    assert (made.known, made.live, made.member_id, made.leader_id) == (True, True, "M001", "L001")
    assert (made.community, made.region, made.freight_fen, made.placed_at) == ("阳光花园", "华东", 600, START)
    assert made.paid_fen == 2 * 1990 + 1200


def test_what_is_left_out_has_its_stated_default() -> None:
    made = merged(EMPTY, event(OrderPlaced, **{k: v for k, v in order(placed_at=at()).items() if k != "region"}))
    first = made.lines[0]
    assert (made.region, made.freight_fen) == (None, 0)
    assert (first.id, first.paid_fen, first.batch, first.supplier, first.shipment_id) == ("1", 3980, None, None, None)
    assert [each.id for each in made.lines] == ["1", "2"]


def test_lines_keep_the_ids_and_amounts_that_are_stated() -> None:
    made = merged(EMPTY, placed(lines=[line(line_id="A-1", paid_fen=3500, batch="B7", category="海鲜")]))
    (only,) = made.lines
    assert (only.id, only.paid_fen, only.batch, only.category) == ("A-1", 3500, "B7", "海鲜")


def test_a_later_statement_that_omits_an_amount_does_not_change_it() -> None:
    first = merged(EMPTY, placed(freight_fen=600, lines=[line(paid_fen=3000)]))
    later = merged(first, event(OrderShipped, **order(shipped_at=at(5), lines=[line()], region=None)))
    assert (later.lines[0].paid_fen, later.freight_fen, later.region) == (3000, 600, "华东")


def test_an_amount_stated_for_another_product_on_that_position_does_not_count() -> None:
    first = merged(EMPTY, placed(lines=[line(paid_fen=1)]))
    later = merged(first, event(OrderShipped, **order(shipped_at=at(5), lines=[line(sku="OTHER")])))
    assert later.lines[0].paid_fen == 3980


def test_an_older_statement_changes_no_newer_one() -> None:
    newer = merged(EMPTY, placed(2, leader_id="L002"))
    assert merged(newer, placed(1, leader_id="L003")).leader_id == "L002"


def test_a_line_is_signed_for_at_its_earliest_signing() -> None:
    signed = merged(EMPTY, event(OrderSigned, **order(signed_at=at(9), by="auto")))
    signed = merged(signed, event(OrderSigned, **order(signed_at=at(7), line_ids=["2"])))
    assert [each.signed_at for each in signed.lines] == [START.replace(hour=11), START.replace(hour=9)]
    assert signed.signed_at == START.replace(hour=9)


def test_fractions_of_a_second_do_not_count() -> None:
    signed = merged(EMPTY, event(OrderSigned, **order(signed_at="2026-03-02T10:00:00.750+08:00")))
    assert signed.signed_at == START


def test_a_cancelled_line_is_out_of_the_sum_and_a_cancelled_order_is_not_live() -> None:
    part = merged(
        placed_order := merged(EMPTY, placed()), event(OrderCancelled, **order(cancelled_at=at(1), line_ids=["1"]))
    )
    assert (part.live, part.paid_fen, part.cancelled_at) == (True, 1200, None)
    whole = merged(placed_order, event(OrderCancelled, **order(cancelled_at=at(1))))
    assert (whole.live, whole.paid_fen, whole.cancelled_at) == (False, 0, START.replace(hour=3))


def test_an_order_keeps_its_member() -> None:
    with pytest.raises(BadInput, match="another member") as refusal:
        merged(merged(EMPTY, placed()), placed(1, member=member(id="M002")))
    assert refusal.value.field == "member.id"


def test_shipments_keep_their_newest_movement() -> None:
    def step(hours: float, status: str) -> ShipmentMoved:
        return event(ShipmentMoved, shipment_id="S1", order_id="O001", status=status, moved_at=at(hours), place="杭州")

    stub = moved(moved(EMPTY, step(2, "IN_TRANSIT")), step(1, "COLLECTED"))
    assert (stub.known, stub.shipments["S1"].status, stub.shipments["S1"].place) == (False, "IN_TRANSIT", "杭州")
    known = merged(stub, placed())
    assert (known.known, known.shipments) == (True, stub.shipments)


def test_a_mark_bears_nothing_personal() -> None:
    one, other = placed(), placed(member=member(name="别人", phone="13900000000", openid=None))
    assert one.mark == other.mark
    assert placed(event_id="e1").mark.id.startswith("e1~")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"lines": []}, "$.lines"),
        ({"lines": [line(quantity=0)]}, "$.lines[0].quantity"),
        ({"lines": [line(unit_price_fen=-1)]}, "$.lines[0].unit_price_fen"),
        ({"lines": [line(unit_price_fen=12.5)]}, "$.lines[0].unit_price_fen"),
        ({"lines": [line(paid_fen=12.0)]}, "$.lines[0].paid_fen"),
        ({"lines": [line(paid_fen=True)]}, "$.lines[0].paid_fen"),
        ({"lines": [line(), line(sku="a b")]}, "$.lines[1].sku"),
        ({"lines": [line(line_id="x" * 65)]}, "$.lines[0].line_id"),
        ({"lines": [line(category="A#B")]}, "$.lines[0].category"),
        ({"placed_at": "2026-03-02T10:00:00"}, "$.placed_at"),
        ({"placed_at": 1772416800}, "$.placed_at"),
        ({"version": 2}, "$.version"),
        ({"order_id": ""}, "$.order_id"),
        ({"order_id": "O1\n"}, "$.order_id"),
        ({"member": member(phone="call me")}, "$.member.phone"),
        ({"member": {"id": "M1", "name": "n"}}, "$.member"),
        ({"freight_fen": -5}, "$.freight_fen"),
    ],
)
def test_a_broken_event_is_refused_where_it_is_broken(change: dict[str, Any], path: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refusal:
        placed(**change)
    assert str(refusal.value).endswith(f"at `{path}`")


def test_two_lines_of_one_id_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="two lines"):
        placed(lines=[line(line_id="2"), line()])


def test_a_signing_of_no_line_of_the_order_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="line_ids names no line of the order: 7"):
        event(OrderSigned, **order(signed_at=at(), line_ids=["1", "7"]))
