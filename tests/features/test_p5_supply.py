"""P5: what comes late or is short is told before anybody asks; who waits for a product hears when it is back."""

import random
from datetime import timedelta
from typing import Any

import pytest

from api.relay import global_id
from api.viewer import Role, Viewer
from care.contact.store import MESSAGES
from care.kernel.agenda import Lane
from care.logistics.supply.model import NoteState
from care.logistics.supply.store import AWAITED, COUNTS, NOTES, SUPPLIES, WISHES
from care.tickets.model import Ticket, TicketKind
from care.tickets.store import TICKETS
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER, LEADER, OPERATOR = "member:M001", "leader:L001", "operator:O01"
BERRIES = mall.line(line_id="1", sku="SKU-BERRY", name="丹东草莓", quantity=2)
OIL = mall.line(line_id="2", sku="SKU-OIL", name="压榨花生油 5L", category="GRAIN_OIL", quantity=1)
FRIDAY, SATURDAY = "2026-03-06", "2026-03-07"
SOON = timedelta(minutes=5)


@pytest.fixture
def product() -> Product:
    product = Product()
    product.viewers.stated[LEADER] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community="阳光花园")
    about = {"leader_id": "L001", "community": "阳光花园", "region": "华东", "member_id": "M-L001"}
    product.event("LeaderChanged", **about, occurred_at=START.isoformat())
    about = {"sku": "SKU-BERRY", "name": "丹东草莓", "category": "FRESH"}
    product.event("ProductChanged", **about, occurred_at=START.isoformat())
    return product


def order(product: Product, order_id: str = "O1", member: str = "M001", *lines: dict[str, Any], **about: Any) -> None:
    body = {"lines": list(lines or (BERRIES, OIL)), "member": mall.member(id=member, openid=f"o-{member}", phone=None)}
    given = {"placed_at": product.clock.now()} | body | about
    product.event("OrderPlaced", **order_event(order_id, **given))
    product.advance(minutes=3)


def state(product: Product, state: str, sku: str = "SKU-BERRY", **about: Any) -> None:
    now = product.clock.now().isoformat()
    product.event("SupplyChanged", **{"sku": sku, "state": state, "occurred_at": now} | about)
    product.advance(minutes=10)


def texts(product: Product, template: str, member: str | None = None) -> list[str]:
    sent = [each for each in product.memory.all(MESSAGES) if each.template == template]
    mine = [each for each in sent if member in (None, each.member_id)]
    return list(product.app.contact.texts([each.id for each in mine]).values())


def reply(product: Product, text: str, member: str = "M001") -> None:
    now = product.clock.now()
    product.app.uow.run(lambda batch: product.app.conversations.hear(batch, member, text, f"{text}-{now}"))
    product.advance(minutes=3)


def note(product: Product, order_id: str = "O1") -> NoteState | None:
    states = {each.order_id: each.state for each in product.memory.all(NOTES)}
    return states.get(order_id)


def seen_by_leader(product: Product) -> str | None:
    rows = (each["node"] for each in product.call("CommunitySkus", LEADER)["edges"])
    supply = next(row["supply"] for row in rows if row["sku"] == "SKU-BERRY")
    return str(supply["state"]) if supply else None


def claims(product: Product) -> list[Ticket]:
    return [each for each in product.memory.all(TICKETS) if each.kind is TicketKind.CLAIM]


def awaited(product: Product) -> dict[str, tuple[int, int]]:
    rows = product.call("CommunitySkus", LEADER)["edges"]
    return {row["node"]["sku"]: (row["node"]["orders"], row["node"]["pieces"]) for row in rows}


def test_who_awaits_what_comes_late_is_told_once_and_asked(product: Product) -> None:
    order(product)
    order(product, "O2", "M002", OIL)
    state(product, "DELAYED", expected_on=FRIDAY)
    (text,) = texts(product, "supply_delayed")
    assert "丹东草莓要晚到，预计3月6日" in text
    assert texts(product, "supply_delayed", "M002") == []
    state(product, "DELAYED", expected_on=FRIDAY)
    product.advance(days=2)
    assert len(texts(product, "supply_delayed")) == 1


def test_silence_and_1_mean_to_wait(product: Product) -> None:
    order(product)
    state(product, "SHORT")
    reply(product, "1")
    assert note(product) is NoteState.WAITS
    assert len(texts(product, "supply_waits")) == 1
    assert claims(product) == []


def test_2_opens_the_claim_of_its_line_alone(product: Product) -> None:
    order(product)
    state(product, "SHORT")
    reply(product, "2")
    assert note(product) is NoteState.REFUND
    (ticket,) = claims(product)
    assert (ticket.line_id, ticket.reason) == ("1", "NOT_ARRIVED")
    assert len(texts(product, "parcel_refund_wanted")) == 1
    state(product, "BACK")
    assert texts(product, "supply_back") == [], "they want their money back"


def test_another_day_asks_again_and_the_first_question_is_over(product: Product) -> None:
    order(product)
    state(product, "DELAYED", expected_on=FRIDAY)
    state(product, "DELAYED", expected_on=SATURDAY)
    assert ["3月7日" in text for text in texts(product, "supply_delayed")].count(True) == 1
    reply(product, "2")
    assert note(product) is NoteState.REFUND
    assert len(claims(product)) == 1, "one question was open"


def test_what_is_back_is_told_to_whoever_heard_otherwise(product: Product) -> None:
    order(product)
    state(product, "SHORT")
    reply(product, "1")
    order(product, "O2", "M002")
    state(product, "BACK")
    assert (note(product), note(product, "O2")) == (NoteState.CLOSED, None)
    assert len(texts(product, "supply_back", "M001")) == 1
    assert texts(product, "supply_back", "M002") == [], "they ordered when it was known to be short"


def test_at_night_nothing_goes_out_and_what_was_taken_back_never_does(product: Product) -> None:
    order(product)
    product.advance_to(23)
    state(product, "SHORT")
    state(product, "BACK")
    product.advance(hours=10)
    assert texts(product, "supply_short") == []
    assert texts(product, "supply_back") == [], "they never heard that it lacked"


@pytest.mark.parametrize("fact", ["shipped", "signed", "cancelled", "arrived"])
def test_what_has_set_out_come_or_was_cancelled_is_not_told_of(product: Product, fact: str) -> None:
    order(product)
    body = {"lines": [BERRIES, OIL], "member": mall.member(openid="o-M001", phone=None)}
    now = product.clock.now()
    if fact == "shipped":
        product.event("OrderShipped", **order_event("O1", shipped_at=now, **body))
    elif fact == "signed":
        product.event("OrderSigned", **order_event("O1", signed_at=now, **body))
    elif fact == "arrived":
        product.event("OrderArrived", **order_event("O1", arrived_at=now, **body))
    else:
        product.event("OrderCancelled", **order_event("O1", cancelled_at=now, **body))
    product.advance(minutes=3)
    state(product, "SHORT")
    assert texts(product, "supply_short") == []


def test_an_answer_after_it_set_out_refunds_nothing(product: Product) -> None:
    order(product)
    state(product, "SHORT")
    body = {"lines": [BERRIES, OIL], "member": mall.member(openid="o-M001", phone=None)}
    product.event("OrderShipped", **order_event("O1", shipped_at=product.clock.now(), **body))
    product.advance(minutes=3)
    reply(product, "2")
    assert note(product) is NoteState.CLOSED
    assert claims(product) == []
    assert len(texts(product, "supply_on_its_way")) == 1


@pytest.mark.parametrize(("about", "told"), [({"regions": ["华东"]}, 2), ({"regions": ["西南"]}, 0)])
def test_a_region_narrows_it(product: Product, about: dict[str, Any], told: int) -> None:
    order(product)
    order(product, "O2", "M002", region=None)
    state(product, "SHORT", **about)
    assert len(texts(product, "supply_short")) == told
    assert len(texts(product, "leader_supply_short")) == (1 if told else 0)


def test_orders_that_are_named_narrow_it_and_a_narrower_statement_takes_the_rest_back(product: Product) -> None:
    for number in (1, 2, 3):
        order(product, f"O{number}", f"M00{number}")
    state(product, "SHORT")
    assert len(texts(product, "supply_short")) == 3
    state(product, "SHORT", order_ids=["O2"])
    assert [note(product, f"O{number}") for number in (1, 2, 3)] == [
        NoteState.CLOSED,
        NoteState.ASKED,
        NoteState.CLOSED,
    ]
    assert len(texts(product, "supply_back")) == 2


def test_an_order_that_is_heard_of_late_is_told_and_one_that_came_after_is_not(product: Product) -> None:
    before = product.clock.now()
    product.advance(hours=1)
    state(product, "SHORT")
    order(product, "O1", "M001", placed_at=before)
    order(product, "O2", "M002")
    product.advance(minutes=10)
    assert len(texts(product, "supply_short", "M001")) == 1
    assert texts(product, "supply_short", "M002") == []


def test_an_older_statement_changes_nothing(product: Product) -> None:
    order(product)
    earlier = (product.clock.now() - timedelta(hours=1)).isoformat()
    state(product, "BACK")
    state(product, "SHORT", occurred_at=earlier)
    assert texts(product, "supply_short") == []


def test_leaders_hear_what_their_community_awaits_and_read_it(product: Product) -> None:
    order(product)
    order(product, "O2", "M002", BERRIES)
    assert awaited(product) == {"SKU-BERRY": (2, 4), "SKU-OIL": (1, 1)}
    state(product, "LOW", left=30)
    (text,) = texts(product, "leader_stock_low", "M-L001")
    assert "只剩30件" in text
    assert "2单共4件" in text
    assert texts(product, "supply_short") == [], "members are not told"
    (row,) = [each["node"] for each in product.call("CommunitySkus", LEADER)["edges"] if each["node"]["supply"]]
    assert (row["sku"], row["supply"]["state"], row["supply"]["left"]) == ("SKU-BERRY", "LOW", 30)


def test_counts_follow_every_fact_of_an_order(product: Product) -> None:
    order(product)
    body = {"member": mall.member(openid="o-M001", phone=None)}
    more = BERRIES | {"quantity": 5}
    product.event("OrderPlaced", **order_event("O1", placed_at=product.clock.now(), lines=[more, OIL], **body))
    product.advance(minutes=3)
    assert awaited(product) == {"SKU-BERRY": (1, 5), "SKU-OIL": (1, 1)}
    signed = order_event("O1", signed_at=product.clock.now(), lines=[more, OIL], **body)
    product.event("OrderSigned", **signed, line_ids=["1"])
    product.advance(minutes=3)
    assert awaited(product) == {"SKU-OIL": (1, 1)}
    product.event("OrderCancelled", **order_event("O1", cancelled_at=product.clock.now(), lines=[more, OIL], **body))
    product.advance(minutes=3)
    assert (awaited(product), product.memory.all(AWAITED), product.memory.all(COUNTS)) == ({}, [], [])


def test_a_hundred_products_are_followed_a_page_at_a_time(product: Product) -> None:
    lines = [mall.line(line_id=str(number), sku=f"S{number:03}") for number in range(100)]
    order(product, "O1", "M001", *lines)
    assert len(product.memory.all(AWAITED)) == 100
    assert product.dead() == []
    body = {"lines": lines, "member": mall.member(openid="o-M001", phone=None)}
    product.event("OrderSigned", **order_event("O1", signed_at=product.clock.now(), **body))
    product.advance(minutes=5)
    assert (product.memory.all(AWAITED), product.memory.all(COUNTS)) == ([], [])


def test_waves_are_bounded_and_miss_nobody(product: Product) -> None:
    for number in range(120):
        order(product, f"O{number}", f"M{number:03}", BERRIES)
    state(product, "SHORT")
    product.advance(minutes=5)
    assert len(texts(product, "supply_short")) == 120
    assert product.dead() == []


def test_who_reports_a_shortage_hears_when_it_is_back(product: Product) -> None:
    order(product)
    body = {"lines": [BERRIES, OIL], "member": mall.member(openid="o-M001", phone=None)}
    product.event("OrderSigned", **order_event("O1", signed_at=product.clock.now(), **body))
    product.advance(minutes=3)
    given = {"lineId": global_id("OrderLine", "O1/1"), "reason": "SHORT"}
    product.call("ApplyForAftercare", MEMBER, input=given)
    product.settle()
    assert [each.sku for each in product.memory.all(WISHES)] == ["SKU-BERRY"]
    product.advance(days=1)
    state(product, "BACK")
    product.advance(days=1)
    assert len(texts(product, "restock_news", "M001")) == 1
    assert product.memory.all(WISHES) == []
    state(product, "SHORT")
    state(product, "BACK")
    product.advance(days=1)
    assert len(texts(product, "restock_news", "M001")) == 1


def test_a_member_asks_to_be_told_and_thinks_better_of_it(product: Product) -> None:
    state(product, "SHORT")
    wish = product.call("SetRestockWish", MEMBER, input={"sku": "SKU-BERRY"})["wish"]
    assert wish["name"] == "丹东草莓"
    assert product.call("SetRestockWish", MEMBER, input={"sku": "SKU-BERRY"})["wish"] == wish
    mine = [each["node"] for each in product.call("MyRestockWishes", MEMBER)["edges"]]
    assert mine == [wish]
    assert product.call("MyRestockWishes", "member:M002")["edges"] == []
    assert product.call("SetRestockWish", MEMBER, input={"sku": "SKU-BERRY", "on": False})["wish"] is None
    state(product, "BACK")
    product.advance(days=1)
    assert texts(product, "restocked") == []
    assert product.refused("SetRestockWish", MEMBER, input={"sku": "SKU-BERRY"}) == "IN_STOCK"
    assert product.refused("SetRestockWish", MEMBER, input={"sku": "NOTHING"}) == "NOT_FOUND"


def test_a_wish_is_forgotten_in_time(product: Product) -> None:
    state(product, "SHORT")
    product.call("SetRestockWish", MEMBER, input={"sku": "SKU-BERRY"})
    product.advance(days=61)
    state(product, "BACK")
    product.advance(days=1)
    assert texts(product, "restocked") == []


def test_who_opted_out_of_care_hears_what_they_asked_for_and_nothing_else(product: Product) -> None:
    order(product)
    body = {"lines": [BERRIES, OIL], "member": mall.member(openid="o-M001", phone=None)}
    product.event("OrderSigned", **order_event("O1", signed_at=product.clock.now(), **body))
    product.advance(minutes=3)
    given = {"lineId": global_id("OrderLine", "O1/1"), "reason": "SHORT"}
    product.call("ApplyForAftercare", MEMBER, input=given)
    order(product, "O2", "M002", OIL)
    for member in ("M001", "M002"):
        product.call("SetContactPreferences", f"member:{member}", input={"optedOut": ["CARE"]})
    state(product, "SHORT")
    product.call("SetRestockWish", "member:M002", input={"sku": "SKU-BERRY"})
    state(product, "BACK")
    product.advance(days=1)
    assert texts(product, "restock_news") == []
    assert len(texts(product, "restocked", "M002")) == 1


@pytest.mark.parametrize("after", ["LOW", "BACK"])
def test_a_wave_that_is_overtaken_leaves_nobody_with_old_news(product: Product, after: str) -> None:
    for number in range(70):
        order(product, f"O{number}", f"M{number:03}", BERRIES)
    product.call("SetRestockWish", "member:M900", input={"sku": "SKU-BERRY"})
    now = product.clock.now().isoformat()
    product.event("SupplyChanged", sku="SKU-BERRY", state="SHORT", occurred_at=now)
    product.advance(minutes=2)
    told = len(texts(product, "supply_short"))
    assert 0 < told < 70, "the second page is yet to come"
    state(product, after)
    product.advance(hours=1)
    assert len(texts(product, "supply_back")) == told == len(texts(product, "supply_short"))
    assert {each.state for each in product.memory.all(NOTES)} == {NoteState.CLOSED}
    assert len(texts(product, "restocked")) == 1


def test_a_wish_that_is_made_while_it_comes_back_is_decided_anew(product: Product) -> None:
    state(product, "SHORT")
    real, raced = product.memory.transact, [False]

    def racing(writes: Any) -> None:
        if any(each.name == "restock.wish" for each in writes) and not raced[0]:
            raced[0] = True
            state(product, "BACK")
        real(writes)

    product.memory.transact = racing  # type: ignore[method-assign]
    answer = product.run("SetRestockWish", MEMBER, input={"sku": "SKU-BERRY"}).data["setRestockWish"]
    assert [each["code"] for each in answer["userErrors"]] == ["IN_STOCK"]
    assert product.memory.all(WISHES) == []


def test_orders_that_are_named_concern_their_communities_alone(product: Product) -> None:
    order(product, "O1")
    elsewhere = mall.member(id="M002", openid="o-2", phone=None, community="湖畔")
    about = {"lines": [BERRIES], "member": elsewhere, "leader_id": "L002"}
    product.event("OrderPlaced", **order_event("O2", placed_at=product.clock.now(), **about))
    product.advance(minutes=3)
    state(product, "SHORT", order_ids=["O2"])
    assert {row["node"]["supply"] is None for row in product.call("CommunitySkus", LEADER)["edges"]} == {True}
    assert texts(product, "leader_supply_short", "M-L001") == []


def test_the_region_of_an_order_without_one_is_its_leader_s_for_everybody(product: Product) -> None:
    order(product, "O1", region=None)
    state(product, "SHORT", regions=["华南"])
    (row,) = [
        each["node"] for each in product.call("CommunitySkus", LEADER)["edges"] if each["node"]["sku"] == "SKU-BERRY"
    ]
    assert (row["supply"], texts(product, "leader_supply_short"), texts(product, "supply_short")) == (None, [], [])
    state(product, "SHORT", regions=["华东"])
    (row,) = [
        each["node"] for each in product.call("CommunitySkus", LEADER)["edges"] if each["node"]["sku"] == "SKU-BERRY"
    ]
    assert row["supply"]["state"] == "SHORT"
    assert len(texts(product, "leader_supply_short")) == len(texts(product, "supply_short")) == 1


def test_who_waits_for_an_order_and_for_the_product_hears_it_once(product: Product) -> None:
    order(product)
    state(product, "SHORT")
    product.call("SetRestockWish", MEMBER, input={"sku": "SKU-BERRY"})
    reply(product, "1")
    state(product, "BACK")
    product.advance(days=1)
    assert (len(texts(product, "supply_back")), texts(product, "restocked")) == (1, [])


SAYS = ("SHORT", "DELAYED", "LOW", "BACK")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_stated_each_hears_the_last_word_and_nothing_twice(product: Product, seed: int) -> None:
    """Orders, statements, repeats, older statements and replies in any order; sweeps that run twice."""
    rng, placed = random.Random(seed), 0
    for _ in range(25):
        deed = rng.randrange(5)
        if deed == 0 or placed < 3:
            order(product, f"O{placed}", f"M{placed:03}", BERRIES)
            placed += 1
        elif deed == 1:
            reply(product, rng.choice("12"), f"M{rng.randrange(placed):03}")
        else:
            said = rng.choice(SAYS)
            when = product.clock.now() - timedelta(minutes=rng.choice((0, 0, 0, 30)))
            about = {"expected_on": rng.choice((FRIDAY, SATURDAY))} if said == "DELAYED" else {}
            for _ in range(rng.choice((1, 2))):
                product.event("SupplyChanged", sku="SKU-BERRY", state=said, occurred_at=when.isoformat(), **about)
            product.advance(minutes=rng.choice((1, 10, 40)))
            for lane in (Lane.CARE, Lane.NOW, Lane.CARE):
                product.sweep(lane)
    product.advance(hours=2)
    supply = product.memory.all(SUPPLIES)[0] if product.memory.all(SUPPLIES) else None
    for each in product.memory.all(NOTES):
        if each.open:
            assert supply is not None
            assert each.says(supply), "what they were told last is how it stands"
    if supply and supply.there:
        assert not [each for each in product.memory.all(NOTES) if each.open]
    keys = [each.key for each in product.memory.all(MESSAGES)]
    assert len(keys) == len(set(keys))
    refunds = [each for each in product.memory.all(NOTES) if each.state is NoteState.REFUND]
    assert len(claims(product)) == len(refunds)
    assert product.dead() == []


def test_a_hundred_who_wait_are_told_in_waves(product: Product) -> None:
    state(product, "SHORT")
    for number in range(100):
        product.call("SetRestockWish", f"member:M{number:03}", input={"sku": "SKU-BERRY"})
    state(product, "BACK")
    product.advance(hours=1)
    assert len(texts(product, "restocked")) == 100
    assert product.dead() == []


def test_staff_state_it_too(product: Product) -> None:
    order(product)
    given = {"sku": "SKU-BERRY", "state": "DELAYED", "expectedOn": FRIDAY}
    stated = product.call("StateSupply", OPERATOR, input=given)["supply"]
    assert (stated["state"], stated["expectedOn"], stated["statedBy"]) == ("DELAYED", FRIDAY, "O01")
    product.advance(minutes=10)
    assert len(texts(product, "supply_delayed")) == 1
    assert [each["node"]["sku"] for each in product.call("Supplies", "agent:A01")["edges"]] == ["SKU-BERRY"]
    product.call("StateSupply", "product:P01", input={"sku": "SKU-BERRY", "state": "BACK"})
    assert product.call("Supplies", "agent:A01")["edges"] == []
    product.advance(minutes=10)
    assert len(texts(product, "supply_back")) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "DELAYED"},
        {"state": "BACK", "expectedOn": FRIDAY},
        {"state": "DELAYED", "expectedOn": "2026-02-27"},
        {"state": "SHORT", "left": 3},
        {"state": "LOW", "left": -1},
        {"state": "SHORT", "regions": ["a#b"]},
    ],
)
def test_what_cannot_be_meant_is_refused(product: Product, wrong: dict[str, Any]) -> None:
    assert product.refused("StateSupply", OPERATOR, input={"sku": "SKU-BERRY"} | wrong) == "BAD_INPUT"
    assert product.call("Supplies", OPERATOR)["edges"] == []


@pytest.mark.parametrize("who", [MEMBER, LEADER, "agent:A01"])
def test_who_may_not_state_it(product: Product, who: str) -> None:
    assert product.refused("StateSupply", who, input={"sku": "SKU-BERRY", "state": "SHORT"}) == "FORBIDDEN"


def test_a_sweep_that_runs_twice_tells_nobody_twice(product: Product) -> None:
    order(product)
    now = product.clock.now().isoformat()
    product.event("SupplyChanged", sku="SKU-BERRY", state="SHORT", occurred_at=now)
    product.event("SupplyChanged", sku="SKU-BERRY", state="SHORT", occurred_at=now)
    product.clock.move(SOON)
    for _ in range(3):
        for lane in (Lane.CARE, Lane.NOW, Lane.CARE, Lane.NOW):
            product.sweep(lane)
    assert len(texts(product, "supply_short")) == 1
