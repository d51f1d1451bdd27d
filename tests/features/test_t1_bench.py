"""T1: a leader's bench: orders, open cases with what is due, what may be given back, and one tap to hurry a case."""

from typing import Any

import pytest

from api.relay import global_id
from api.viewer import Role, Viewer
from care.contact.store import MESSAGES
from care.staff.notices import NOTICES
from care.tickets.clocks.model import SlaStep
from care.tickets.model import Priority, Ticket, TicketState
from care.tickets.store import TICKETS
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER, AGENT, MANAGER, LEADER, STRANGER = "member:M001", "agent:A01", "manager:B01", "leader:L001", "leader:L002"
OIL = mall.line(line_id="1", sku="SKU-OIL", name="压榨花生油 5L", category="GRAIN_OIL", quantity=1, unit_price_fen=9990)


@pytest.fixture
def product() -> Product:
    product = Product()
    product.viewers.stated[LEADER] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community="阳光花园")
    product.viewers.stated[STRANGER] = Viewer(id="L002", roles=frozenset({Role.LEADER}), community="湖畔")
    about = {"leader_id": "L001", "community": "阳光花园", "region": "华东"}
    product.event("LeaderChanged", **about, occurred_at=START.isoformat())
    for staff_id, role in (("A01", "AGENT"), ("B01", "MANAGER")):
        entry = {"staffId": staff_id, "name": staff_id, "roles": [role], "regions": []}
        product.call("RegisterStaffMember", "manager:B09", input=entry)
        product.call("SetPresence", f"{role.lower()}:{staff_id}", input={"present": True})
    return product


def order(product: Product, order_id: str, kind: str = "OrderPlaced", member: str = "M001", **facts: Any) -> None:
    body = {"lines": [OIL], "member": mall.member(id=member, openid=f"o-{member}", phone="13812345678")}
    time = {"OrderPlaced": "placed_at", "OrderSigned": "signed_at", "OrderArrived": "arrived_at"}
    time |= {"OrderCancelled": "cancelled_at", "OrderShipped": "shipped_at"}
    product.event(kind, **order_event(order_id, **{time[kind]: product.clock.now()}, **body, **facts))
    product.advance(minutes=3)


def claim(product: Product, order_id: str = "O1", reason: str = "DAMAGED", member: str = MEMBER) -> str:
    order(product, order_id, member=member.partition(":")[2])
    order(product, order_id, "OrderSigned", member=member.partition(":")[2])
    given = {"lineId": global_id("OrderLine", f"{order_id}/1"), "reason": reason}
    ticket = product.call("ApplyForAftercare", member, input=given)["ticket"]
    product.settle()
    return str(ticket["id"])


def bench(product: Product, who: str = LEADER, **about: Any) -> list[Any]:
    return [each["node"] for each in product.call("CommunityTickets", who, **about)["edges"]]


def orders(product: Product, **about: Any) -> list[str]:
    return [each["node"]["orderId"] for each in product.call("CommunityOrders", LEADER, **about)["edges"]]


def hurry(product: Product, ticket: str, who: str = LEADER) -> Any:
    done = product.call("EscalateTicket", who, input={"ticketId": ticket, "text": "老邻居等着答复"})["ticket"]
    product.settle()
    return done


def stored(product: Product, order_id: str) -> Ticket:
    return next(each for each in product.memory.all(TICKETS) if each.order_id == order_id and each.line_id)


def told(product: Product, staff_id: str) -> list[str]:
    notices = [each for each in product.memory.all(NOTICES) if each.staff_id == staff_id]
    return [each.kind for each in notices if each.kind == "leader_escalated"]


def test_orders_by_day_and_by_how_far_they_have_come(product: Product) -> None:
    order(product, "O1")
    order(product, "O2")
    order(product, "O2", "OrderArrived")
    product.advance(days=1)
    order(product, "O3")
    order(product, "O3", "OrderSigned")
    order(product, "O4")
    order(product, "O4", "OrderCancelled")
    order(product, "O5")
    order(product, "O5", "OrderShipped")
    assert set(orders(product)) == {"O1", "O2", "O3", "O4", "O5"}
    assert set(orders(product, day="2026-03-02")) == {"O1", "O2"}
    assert set(orders(product, day="2026-03-03")) == {"O3", "O4", "O5"}
    assert orders(product, day="2026-03-01") == []
    states = {"PLACED": "O1", "ARRIVED": "O2", "SIGNED": "O3", "CANCELLED": "O4", "ON_ITS_WAY": "O5"}
    assert {state: orders(product, state=state) for state in states} == {state: [o] for state, o in states.items()}
    assert orders(product, day="2026-03-02", state="ARRIVED") == ["O2"]


def test_a_day_begins_and_ends_in_shanghai(product: Product) -> None:
    product.advance_to(23, 50)
    order(product, "O1")
    product.advance(minutes=15)
    order(product, "O2")
    assert orders(product, day="2026-03-02") == ["O1"]
    assert orders(product, day="2026-03-03") == ["O2"]


def test_pages_of_what_is_picked_miss_nothing(product: Product) -> None:
    for number in range(7):
        order(product, f"O{number}")
        if number % 3 == 0:
            order(product, f"O{number}", "OrderCancelled")
    found: list[str] = []
    after = None
    while True:
        page = product.call("CommunityOrders", LEADER, state="CANCELLED", first=2, after=after)
        found += [each["node"]["orderId"] for each in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert sorted(found) == ["O0", "O3", "O6"]


def test_open_cases_with_what_is_due_the_urgent_first(product: Product) -> None:
    late = claim(product, "O1")
    product.advance(minutes=5)
    soon = claim(product, "O2", member="member:M002")
    hurry(product, soon)
    rows = bench(product)
    assert [row["id"] for row in rows] == [soon, late]
    assert rows[0]["clocks"]
    assert rows[0]["promise"]["dueAt"]
    assert rows[0]["member"]["phone"] == "138****5678"
    assert bench(product, STRANGER) == []
    assert {row["id"] for row in bench(product, AGENT, community="阳光花园")} == {late, soon}
    product.call("WithdrawTicket", "member:M002", input={"ticketId": soon})
    product.settle()
    assert [row["id"] for row in bench(product)] == [late]


def test_a_small_refund_shows_what_is_left_before_and_after(product: Product) -> None:
    def left() -> int:
        return int(product.call("MyRefundLimit", LEADER)["leftToday"]["fen"])

    order(product, "O1")
    order(product, "O1", "OrderSigned")
    assert left() == 300_00
    refund = {"lineId": global_id("OrderLine", "O1/1"), "reason": "DAMAGED", "amountFen": 20_00, "text": "给您退一部分"}
    product.call("RefundAsLeader", LEADER, input=refund)
    product.settle()
    assert left() == 280_00
    product.advance(days=1)
    assert left() == 300_00


def test_one_tap_puts_a_case_first_and_tells_whoever_has_it(product: Product) -> None:
    ticket = claim(product)
    before = stored(product, "O1")
    done = hurry(product, ticket)
    assert done["lastEntry"] == {"kind": "ESCALATED", "actor": "LEADER", "text": "老邻居等着答复"}
    after = stored(product, "O1")
    assert (before.priority, after.priority) == (Priority.NORMAL, Priority.HIGH)
    assert told(product, after.assignee) == ["leader_escalated"]
    sent = [each for each in product.memory.all(MESSAGES) if each.template == "ticket_escalated"]
    assert len(sent) == 1
    assert [clock.step for clock in after.clocks if clock.open and clock.step is SlaStep.FIRST_REPLY]
    assert after.state is before.state is TicketState.CHOOSING, "the member may still choose"


def test_once_a_round_and_only_while_it_is_open(product: Product) -> None:
    ticket = claim(product)
    hurry(product, ticket)
    given = {"ticketId": ticket, "text": "再催一次"}
    assert product.refused("EscalateTicket", LEADER, input=given) == "ALREADY_ESCALATED"
    product.call("WithdrawTicket", MEMBER, input={"ticketId": ticket})
    product.settle()
    assert product.refused("EscalateTicket", LEADER, input=given) == "TICKET_NOT_OPEN"
    product.call("ReopenTicket", MEMBER, input={"ticketId": ticket, "text": "还是要处理"})
    product.settle()
    hurry(product, ticket)


def test_what_is_late_already_goes_to_the_managers_too(product: Product) -> None:
    hurry(product, claim(product, "O1"))
    assert told(product, "B01") == [], "in time so far"
    late = claim(product, "O2", member="member:M002")
    product.call("ReplyToTicket", "member:M002", input={"ticketId": late, "text": "为什么还没有人理我"})
    product.advance(hours=4)
    assert any(clock.breached_at for clock in stored(product, "O2").clocks)
    hurry(product, late)
    assert told(product, "B01") == ["leader_escalated"]


@pytest.mark.parametrize("who", [STRANGER, "leader:lost"])
def test_another_s_case_is_none(product: Product, who: str) -> None:
    ticket = claim(product)
    before = product.memory.all(TICKETS)
    assert product.refused("EscalateTicket", who, input={"ticketId": ticket, "text": "快"}) == "NOT_FOUND"
    assert product.memory.all(TICKETS) == before


@pytest.mark.parametrize("who", [MEMBER, AGENT])
def test_a_leader_s_tap_is_a_leader_s(product: Product, who: str) -> None:
    ticket = claim(product)
    assert product.refused("EscalateTicket", who, input={"ticketId": ticket, "text": "快"}) == "FORBIDDEN"


@pytest.mark.parametrize("text", ["", " ", "长" * 1001])
def test_a_reason_is_needed(product: Product, text: str) -> None:
    ticket = claim(product)
    assert product.refused("EscalateTicket", LEADER, input={"ticketId": ticket, "text": text}) == "BAD_INPUT"
