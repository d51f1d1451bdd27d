"""Calls of the database, warm (issue 2, done when): what a tap, a queue page and an idle sweep may cost."""

from typing import Any

import pytest

from care.kernel.agenda import Lane
from fakes.front import AGENT, ME, Front, line_of
from fakes.mall import line, member, order
from fakes.product import LANES
from fakes.shop import FRESH, OIL

READ, PAGE, COMMIT = "fetch", "query", "transact"
QUEUE = 50


@pytest.fixture
def front() -> Front:
    """Warm: policy, settings and roster have been read in this minute."""
    front = Front()
    front.place("O900", lines=[FRESH, OIL])
    front.sign("O900", lines=[FRESH, OIL])
    front.call("ApplyForAftercare", ME, input={"lineId": line_of("1", "O900"), "reason": "DAMAGED"})
    front.settle()
    return front


def calls(front: Front, operation: str, as_: str = ME, **variables: Any) -> list[str]:
    """What one request asks of the database."""
    front.memory.calls.clear()
    front.call(operation, as_, **variables)
    return list(front.memory.calls)


@pytest.mark.parametrize("line_id", ["1", "2"])
def test_eligibility_is_two_reads(front: Front, line_id: str) -> None:
    assert calls(front, "Eligibility", lineId=line_of(line_id)) == [READ, READ]


def test_an_application_with_instant_payment_is_two_reads_and_a_transaction(front: Front) -> None:
    assert calls(front, "ApplyForAftercare", input=front.wish()) == [READ, READ, COMMIT]
    assert len(front.app.accounts.payouts_of(_source(front))) == 2, "and it has been booked, with the points on top"


def test_so_it_is_with_an_offer_and_where_the_menu_opens(front: Front) -> None:
    offer = front.token_for("HALF_REFUND_COUPON")
    assert calls(front, "ApplyForAftercare", input=front.wish(offer=offer)) == [READ, READ, COMMIT]
    assert calls(front, "ApplyForAftercare", input=front.wish("2")) == [READ, READ, COMMIT]


def test_a_choice_is_two_reads_and_a_transaction(front: Front) -> None:
    ticket = front.tap("2")
    wanted = {"ticketId": ticket["id"], "offer": ticket["menu"][1]["token"]}
    assert calls(front, "ChooseRemedy", input=wanted) == [READ, READ, COMMIT]


def test_goods_that_are_handed_in_are_two_reads_and_a_transaction(front: Front) -> None:
    ticket = front.tap("2", "DISLIKE")
    offer = next(each["token"] for each in ticket["menu"] if each["remedy"] == "RETURN_REFUND")
    assert calls(front, "ChooseRemedy", input={"ticketId": ticket["id"], "offer": offer}) == [READ, READ, COMMIT]
    slip = front.call("MyReturnSlip", ME, id=ticket["id"])["returnSlip"]
    wanted = {"code": slip["code"], "quantity": 1}
    assert calls(front, "AcceptReturn", AGENT, input=wanted) == ["get", READ, COMMIT, READ], "and the slip is shown"


def test_a_refusal_and_an_appeal_are_one_read_and_a_transaction(front: Front) -> None:
    """Of a case that waits for a person; the roster and the script library have been read in this minute."""
    manager = {"staffId": "B1", "name": "刘经理", "roles": ["MANAGER"], "regions": []}
    front.call("RegisterStaffMember", "manager:B0", input=manager)
    ticket = front.tap("2")
    for operation in ("WithdrawTicket", "ReopenTicket"):
        front.call(operation, ME, input={"ticketId": ticket["id"]})
    step = front.call("TicketTeam", AGENT, id=ticket["id"])["step"]
    refusal = {"ticketId": ticket["id"], "reason": "NOT_COVERED", "text": "我们看过了", "seenStep": step}
    front.app.scripts.current()
    front.app.desk.directory.roster()
    assert calls(front, "RefuseTicket", "manager:B1", input=refusal) == [READ, COMMIT]
    front.app.desk.directory.roster()
    assert calls(front, "AppealTicket", input={"ticketId": ticket["id"], "text": "请再看看"}) == ["get", COMMIT]


def test_a_replay_costs_no_look_up_of_its_key(front: Front) -> None:
    """The lost condition brings the earlier answer along; after it the ticket is read as it is now."""
    ticket = front.tap("2")
    wanted = {"ticketId": ticket["id"], "text": "油瓶漏了"}
    first = calls(front, "ReplyToTicket", input=wanted, idempotencyKey="reply-0001")
    assert calls(front, "ReplyToTicket", input=wanted, idempotencyKey="reply-0001") == first


def crowd(front: Front, many: int) -> None:
    """So many members, each with an order and a claim that waits."""
    for number in range(many):
        goods = [line(line_id="1", name=f"花生油{number}", category="GRAIN_OIL", quantity=1, unit_price_fen=12_900)]
        body = order(order_id=f"C{number:03}", member=member(id=f"N{number:03}", openid=f"o{number}"), lines=goods)
        front.event("OrderSigned", **body, signed_at=front._now())
        wanted = {"lineId": line_of("1", f"C{number:03}"), "reason": "DAMAGED"}
        front.call("ApplyForAftercare", f"member:N{number:03}", input=wanted)


def test_a_page_of_50_of_the_queue_with_all_that_belongs_to_it_is_four_calls(front: Front) -> None:
    crowd(front, QUEUE + 5)
    made = calls(front, "TicketQueue", AGENT, assignee="duty", first=QUEUE)
    assert len(made) <= 4
    assert sorted(made) == [READ, READ, PAGE]
    page = front.call("TicketQueue", AGENT, assignee="duty", first=QUEUE)
    nodes = [edge["node"] for edge in page["edges"]]
    assert len(nodes) == QUEUE
    assert all(node["member"] and node["line"] and len(node["menu"]) >= 2 and node["lastEntry"] for node in nodes)
    assert len({node["member"]["id"] for node in nodes}) == QUEUE
    assert page["pageInfo"]["hasNextPage"] is True


@pytest.mark.parametrize(
    "selection",
    [
        "children { id }",
        "links { edges { node { id } } }",
        "timeline { edges { node { at } } }",
        "innerTimeline { edges { node { at } } }",
    ],
)
def test_what_costs_a_query_for_each_case_is_asked_of_one_case_only(front: Front, selection: str) -> None:
    """No page of the queue costs more than a page, whoever wrote the document (G6)."""
    crowd(front, 5)
    front.memory.calls.clear()
    query = f'{{ ticketQueue(assignee: "duty") {{ edges {{ node {{ {selection} }} }} }} }}'
    assert set(front.ask(query, AGENT).codes) == {"ONE_AT_A_TIME"}
    assert front.memory.calls == [PAGE]
    ids = [edge["node"]["id"] for edge in front.call("TicketQueue", AGENT, assignee="duty")["edges"]]
    many = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Ticket {{ {selection} }} }} }}"
    assert set(front.ask(many, AGENT, ids=ids).codes) == {"ONE_AT_A_TIME"}


def test_a_case_with_its_links_and_notes_costs_the_same_however_many_there_are(front: Front) -> None:
    crowd(front, 4)
    ids = [edge["node"]["id"] for edge in front.call("TicketQueue", AGENT, assignee="duty")["edges"]]
    for other in ids[1:]:
        front.call("LinkTickets", AGENT, input={"ticketId": ids[0], "otherId": other})
    front.memory.calls.clear()
    linked = front.call("TicketTeam", AGENT, id=ids[0])["links"]["edges"]
    assert len(linked) == len(ids) - 1 >= 3
    assert sorted(front.memory.calls) == [READ] * 3 + [PAGE] * 2, "the case; whom it is linked to; whom the notes name"


def test_a_members_own_lists_cost_a_page_each(front: Front) -> None:
    for number in range(5):
        front.place(f"P{number}", lines=[FRESH, OIL])
    assert calls(front, "MyOrders") == [PAGE]
    assert calls(front, "MyTickets") == [PAGE]
    assert calls(front, "MyMessages") == [PAGE, READ], "the texts of the page in one read"


@pytest.mark.parametrize("lane", LANES)
def test_an_idle_sweep_is_one_query_per_shard_of_its_lane(front: Front, lane: Lane) -> None:
    front.advance(minutes=10)
    assert not [item for item in front.planned() if item.due <= front.clock.now()]
    assert front.planned(), "what waits costs nothing"
    front.memory.calls.clear()
    swept = front.app.runner.sweep(lane, lambda: 60.0)
    assert (swept.fired, swept.complete) == (0, True)
    assert front.memory.calls == [PAGE] * front.app.agenda.shards


def _source(front: Front) -> str:
    (claim,) = front.app.tickets.claims([("O001", "1")]).values()
    return front.ticket(claim.ticket_id).source
