"""G6: assignment by skill, region, shift and load; nothing is ever unassigned; the backlog drains."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from care.staff.store import LOADS
from care.tickets.model import Ticket, TicketState
from care.tickets.store import TICKETS
from fakes.front import ME, Front, line_of
from fakes.mall import line, member, order
from fakes.policy_desk import content_of, publish_policy

MANAGER = "manager:B01"


@pytest.fixture
def front() -> Front:
    front = Front()
    front.advance(minutes=2)
    return front


def hire(front: Front, staff_id: str, *, present: bool = True, **more: object) -> None:
    entry = {"staffId": staff_id, "name": staff_id, "roles": ["AGENT"], **more}
    front.call("RegisterStaffMember", MANAGER, input=entry)
    if present:
        come(front, staff_id)


def come(front: Front, staff_id: str, *, present: bool = True) -> None:
    front.call("SetPresence", f"agent:{staff_id}", input={"present": present})
    front.settle()


def crowd(front: Front, many: int, *, reason: str = "DAMAGED", first: int = 0, **more: Any) -> None:
    """So many members, each with a claim whose menu waits."""
    for number in range(first, first + many):
        goods = [line(line_id="1", name=f"花生油{number}", category="GRAIN_OIL", quantity=1, unit_price_fen=12_900)]
        who = member(id=f"N{number:03}", openid=f"o{number}")
        body = order(order_id=f"C{number:03}", member=who, lines=goods) | more
        front.past_complaint(f"N{number:03}")
        front.event("OrderSigned", **body, signed_at=front._now())
        wanted = {"lineId": line_of("1", f"C{number:03}"), "reason": reason}
        front.call("ApplyForAftercare", f"member:N{number:03}", input=wanted)
    front.settle()


def reopened(front: Front, many: int, first: int = 0) -> None:
    """Cases that wait for a person: withdrawn, and opened again."""
    crowd(front, many, first=first)
    for number in range(first, first + many):
        who = f"member:N{number:03}"
        (ticket,) = [edge["node"] for edge in front.call("MyTickets", who)["edges"]]
        front.call("WithdrawTicket", who, input={"ticketId": ticket["id"]})
        front.call("ReopenTicket", who, input={"ticketId": ticket["id"], "text": "还是要处理"})
    front.settle()


def whose(front: Front) -> Counter[str]:
    return Counter(each.assignee for each in front.memory.all(TICKETS))


def open_cases(front: Front) -> dict[str, int]:
    front.advance(seconds=10)
    nodes = [edge["node"] for edge in front.call("Staff", MANAGER)["edges"]]
    return {each["staffId"]: each["openCases"] for each in nodes if each["openCases"]}


def waiting(front: Front) -> dict[str, int]:
    """What the counts must be."""
    tickets: list[Ticket] = front.memory.all(TICKETS)
    return dict(Counter(each.assignee for each in tickets if each.state is TicketState.IN_REVIEW))


# ---------------------------------------------------------------- who takes it


def test_food_safety_goes_to_who_knows_it(front: Front) -> None:
    hire(front, "A01")
    hire(front, "A02", skills=["FOOD_SAFETY"])
    crowd(front, 6, reason="RANCID")
    assert whose(front) == {"A02": 6}
    come(front, "A02", present=False)
    crowd(front, 2, reason="RANCID", first=6)
    assert whose(front)["A01"] >= 2, "without anybody who does, any agent takes it"


@pytest.mark.parametrize(
    ("reason", "skill"),
    [
        ("DAMAGED", "LOGISTICS"),
        ("SHORT", "LOGISTICS"),
        ("WRONG_ITEM", "LOGISTICS"),
        ("LEAKING", "QUALITY"),
        ("TASTE_OFF", "QUALITY"),
        ("SPOILED", "FOOD_SAFETY"),
    ],
)
def test_each_reason_asks_for_its_skill(front: Front, reason: str, skill: str) -> None:
    for known in ("LOGISTICS", "QUALITY", "FOOD_SAFETY"):
        hire(front, f"A-{known}", skills=[known])
    crowd(front, 3, reason=reason)
    assert whose(front) == {f"A-{skill}": 3}


def test_what_needs_no_skill_is_shared_among_all(front: Front) -> None:
    hire(front, "A01")
    hire(front, "A02", skills=["LOGISTICS", "QUALITY", "FOOD_SAFETY"])
    crowd(front, 12, reason="DISLIKE")
    assert set(whose(front)) == {"A01", "A02"}


def test_an_operator_says_which_skill_a_reason_asks_for(front: Front) -> None:
    """The skill is an entry of the policy's list of reasons; a claim asks as the policy in force says."""
    hire(front, "A01", skills=["LOGISTICS"])
    hire(front, "A02", skills=["QUALITY"])
    content = content_of(front.call("PolicyContent", "operator:P01"))
    assert {each["code"]: each["skill"] for each in content["reasons"]}["SHORT"] == "LOGISTICS"
    wanted = [
        each | {"skill": {"SHORT": "QUALITY", "DAMAGED": None}.get(each["code"], each["skill"])}
        for each in content["reasons"]
    ]
    effective = (front.clock.now() + timedelta(minutes=10)).isoformat()
    operator = partial(front.call, as_="operator:P01")
    publish_policy(operator, content | {"reasons": wanted}, effective_at=effective, why="少件先核对批次")
    crowd(front, 2, reason="SHORT")
    assert whose(front) == {"A01": 2}, "until then it is as it was"
    front.advance(minutes=12)
    crowd(front, 2, reason="SHORT", first=2)
    crowd(front, 2, reason="DAMAGED", first=4)
    assert whose(front) == {"A01": 2, "A02": 4}, "and a reason that names none asks what its class asks"


def test_the_region_binds_before_the_skill(front: Front) -> None:
    hire(front, "A01", regions=["华东"])
    hire(front, "A02", regions=["华南"], skills=["LOGISTICS"])
    crowd(front, 4, region="华东")
    crowd(front, 3, first=4, region="华南")
    assert whose(front) == {"A01": 4, "A02": 3}


def test_who_is_not_on_shift_is_passed_over(front: Front) -> None:
    hire(front, "A01")
    hire(front, "A02")
    front.call("SetShifts", MANAGER, input={"staffId": "A02", "week": [["18:00-23:00"]] * 7})
    crowd(front, 8)
    assert whose(front) == {"A01": 8}


def test_sixty_cases_are_spread_over_three(front: Front) -> None:
    for staff_id in ("A01", "A02", "A03"):
        hire(front, staff_id)
    reopened(front, 30)
    shares = waiting(front)
    assert sum(shares.values()) == 30
    assert max(shares.values()) - min(shares.values()) <= 4, shares


def test_nothing_is_ever_unassigned(front: Front) -> None:
    crowd(front, 3)
    assert whose(front) == {"duty": 3}
    front.call("RegisterStaffMember", MANAGER, input={"staffId": "B01", "name": "主管", "roles": ["MANAGER"]})
    crowd(front, 2, first=3)
    assert whose(front) == {"duty": 3, "B01": 2}


@pytest.mark.parametrize(("present", "assignee"), [(True, "A01"), (False, "A02")])
def test_what_comes_back_to_staff_comes_to_who_is_there(front: Front, *, present: bool, assignee: str) -> None:
    """A01 began it, the member chose, the mall failed to pay: a person must look, and A01 may have gone home."""
    hire(front, "A01")
    ticket = front.tap("2")
    front.call("ReplyToTicket", "agent:A01", input={"ticketId": ticket["id"], "text": "您好,我来处理"})
    hire(front, "A02")
    come(front, "A01", present=present)
    front.mall = lambda _request: "FAILED"
    front.pick(ticket, "FULL_REFUND")
    front.advance(minutes=5)
    assert (front.see(ticket)["state"], front.assignee(ticket)) == ("IN_REVIEW", assignee)


# ---------------------------------------------------------------- what it counts


def test_the_counts_follow_cases_as_they_come_change_hands_and_end(front: Front) -> None:
    hire(front, "A01")
    reopened(front, 3)
    assert open_cases(front) == waiting(front) == {"A01": 3}
    hire(front, "A02")
    (first, second, *_) = (edge["node"] for edge in front.call("TicketQueue", "agent:A01")["edges"])
    hand_over = {"ticketId": first["id"], "seenAssignee": "A01", "to": "A02", "text": "您熟悉这批货"}
    front.call("ReassignTicket", "agent:A01", input=hand_over)
    front.settle()
    assert open_cases(front) == waiting(front) == {"A01": 2, "A02": 1}
    answer = {"ticketId": second["id"], "remedy": "FULL_REFUND", "text": "给您全额退款"}
    front.call("DecideTicket", "agent:A01", input=answer)
    front.settle()
    assert open_cases(front) == waiting(front) == {"A01": 1, "A02": 1}


def test_an_instant_payment_counts_for_nobody(front: Front) -> None:
    hire(front, "A01")
    front.tap("1")
    assert [item for item in front.planned() if item.kind == "ticket.assigned"] == []
    front.advance(minutes=5)
    assert front.memory.all(LOADS) == []


def test_a_fact_that_fires_again_counts_once(front: Front) -> None:
    hire(front, "A01")
    ticket = front.tap("2")
    front.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})
    front.call("ReopenTicket", ME, input={"ticketId": ticket["id"], "text": "还是要处理"})
    (fact,) = [item for item in front.planned() if item.kind == "ticket.assigned"]
    front.settle()
    for _ in range(3):
        front.app.runner.fire(fact)
    front.settle()
    assert open_cases(front) == {"A01": 1}


# ---------------------------------------------------------------- the backlog


def test_the_backlog_drains_when_an_agent_comes(front: Front) -> None:
    crowd(front, 45)
    assert whose(front) == {"duty": 45}
    hire(front, "A01")
    front.settle()
    assert whose(front) == {"A01": 45}
    assert front.dead() == []


def test_it_is_shared_among_all_who_are_there(front: Front) -> None:
    hire(front, "A01", present=False, regions=["华东"])
    hire(front, "A02", present=False, regions=["华南"])
    crowd(front, 4, region="华东")
    crowd(front, 4, first=4, region="华南")
    for staff_id in ("A01", "A02"):
        front.call("SetPresence", f"agent:{staff_id}", input={"present": True})
    front.settle()
    regions = {(each.region, each.assignee) for each in front.memory.all(TICKETS)}
    assert regions == {("华东", "A01"), ("华南", "A02")}


def test_what_a_person_has_begun_stays_with_them(front: Front) -> None:
    hire(front, "A01")
    crowd(front, 3)
    (first, *_) = (edge["node"] for edge in front.call("TicketQueue", "agent:A01")["edges"])
    front.call("ReplyToTicket", "agent:A01", input={"ticketId": first["id"], "text": "您好,我来处理"})
    come(front, "A01", present=False)
    hire(front, "A02")
    assert front.assignee(first) == "A01"
    assert whose(front) == {"A01": 1, "A02": 2}


def test_a_shift_that_begins_takes_the_backlog_too(front: Front) -> None:
    hire(front, "A01", present=False)
    front.call("SetShifts", MANAGER, input={"staffId": "A01", "week": [["14:00-22:00"]] * 7})
    hire(front, "A02", present=False)
    front.call("SetPresence", "agent:A01", input={"present": True})
    front.settle()
    crowd(front, 4)
    front.call("RegisterStaffMember", MANAGER, input={"staffId": "A02", "name": "走了", "roles": []})
    before = whose(front)
    front.advance_to(14)
    assert whose(front) == {"A01": 4}, before
    begins = [item for item in front.planned() if item.kind == "shift.begins"]
    assert [str(item.due) for item in begins] == ["2026-03-03 06:00:00+00:00"], "and the next one is planned"


def test_shifts_that_were_set_anew_begin_as_they_are_now(front: Front) -> None:
    hire(front, "A01")
    for hour in ("14:00-22:00", "16:00-22:00"):
        front.call("SetShifts", MANAGER, input={"staffId": "A01", "week": [[hour]] * 7})
    front.advance_to(15)
    assert [item.due.hour for item in front.planned() if item.kind == "shift.begins"] == [8]
