"""G6: one thing done to up to a hundred cases, each by itself, with a result for each."""

from datetime import timedelta
from typing import Any

import pytest

from api.relay import global_id
from care.dynamo.requests import REQUESTS
from care.tickets.model import Priority
from fakes.front import AGENT, ME
from fakes.team import Team, Ticket

KEY = "the-bulk-key"


@pytest.fixture
def team() -> Team:
    return Team()


def bulk(team: Team, tickets: list[Ticket], key: str = KEY, as_: str = AGENT, **action: Any) -> Any:
    wanted = {"ticketIds": [ticket["id"] for ticket in tickets], **action}
    return team.run("BulkTickets", as_, input=wanted, idempotencyKey=key).data["bulkTickets"]


def codes(answer: Any) -> list[str | None]:
    assert answer["userErrors"] == []
    return [each["code"] for each in answer["results"]]


def tasks(team: Team, number: int) -> list[Ticket]:
    """Cases on A01's desk."""
    ticket = team.tap("2")
    made = [team.split(ticket, f"问题{each}") for each in range(number)]
    team.settle()
    return made


NOTE: dict[str, Any] = {"action": "NOTE", "text": "同一批次"}
ACTIONS: dict[str, dict[str, Any]] = {
    "REASSIGN": {"to": "A02", "text": "请接手"},
    "NOTE": {"text": "同一批次,一起处理 @A02"},
    "RESOLVE": {"text": "已经处理好"},
    "PRIORITY": {"priority": "URGENT"},
}


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_does_to_all_what_it_does_to_one(team: Team, action: str) -> None:
    cases = tasks(team, 3)
    assert codes(bulk(team, cases, action=action, **ACTIONS[action])) == [None] * 3
    team.settle()
    for case in cases:
        seen = team.seen(case)
        done = {
            "REASSIGN": seen["assignee"] == "A02",
            "NOTE": ACTIONS["NOTE"]["text"] in [line["text"] for line in team.inner(case)],
            "RESOLVE": seen["state"] == "CLOSED",
            "PRIORITY": seen["priority"] == "URGENT",
        }
        assert done[action]
    assert team.dead() == []
    assert team.paid() == []


def test_what_one_case_is_refused_holds_up_no_other(team: Team) -> None:
    one, two, three = tasks(team, 3)
    nobody: Ticket = {"id": global_id("Ticket", "nobody")}
    team.resolve(two)
    answer = bulk(team, [one, two, nobody, three], action="RESOLVE", text="已经处理好")
    assert codes(answer) == [None, "TICKET_NOT_OPEN", "NOT_FOUND", None]
    assert [each["id"] for each in answer["results"]] == [one["id"], two["id"], nobody["id"], three["id"]]
    assert answer["results"][1]["message"]
    assert team.states(one, two, three) == ["CLOSED"] * 3


def test_the_same_call_again_answers_the_same_and_does_nothing(team: Team) -> None:
    cases = tasks(team, 3)
    first = bulk(team, cases, action="NOTE", text="同一批次")
    before = dict(team.memory.items)
    again = bulk(team, cases, action="NOTE", text="同一批次")
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again | {"replayed": False} == first
    assert team.memory.items == before


def test_a_call_that_was_cut_off_goes_on_where_it_was(team: Team) -> None:
    """As after a timeout between two cases: those that were done are answered for, the others are done now."""
    cases = tasks(team, 4)
    bulk(team, cases[:2], action="NOTE", text="同一批次")
    whole = bulk(team, cases, action="NOTE", text="同一批次")
    assert (codes(whole), whole["replayed"]) == ([None] * 4, False)
    assert [len(team.inner(case)) for case in cases] == [2] * 4, "where it came from, and one note each"
    kept = {record.name.rpartition(":")[2] for record in team.memory.all(REQUESTS) if KEY in record.name}
    assert len(kept) == 4


def test_a_death_in_the_middle_loses_and_doubles_nothing(team: Team) -> None:
    cases = tasks(team, 4)
    transact, calls = team.memory.transact, []

    def dies(writes: Any) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        transact(writes)

    team.memory.transact = dies  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        bulk(team, cases, action="NOTE", text="同一批次")
    team.memory.transact = transact  # type: ignore[method-assign]
    assert codes(bulk(team, cases, action="NOTE", text="同一批次")) == [None] * 4
    assert [len(team.inner(case)) for case in cases] == [2] * 4


def test_what_is_not_begun_in_time_is_said_and_can_be_gone_on_with(team: Team) -> None:
    cases = tasks(team, 4)
    transact = team.memory.transact

    def slow(writes: Any) -> None:
        transact(writes)
        team.clock.move(timedelta(seconds=4))

    team.memory.transact = slow  # type: ignore[method-assign]
    answer = bulk(team, cases, action="PRIORITY", priority="URGENT")
    team.memory.transact = transact  # type: ignore[method-assign]
    assert codes(answer) == [None, None, "NOT_DONE", "NOT_DONE"]
    assert "再试一次" in answer["results"][2]["message"]
    assert codes(bulk(team, cases, action="PRIORITY", priority="URGENT")) == [None] * 4


def test_another_action_under_the_same_key_is_refused(team: Team) -> None:
    cases = tasks(team, 3)
    bulk(team, cases[:2], action="NOTE", text="同一批次")
    mixed = bulk(team, cases, action="NOTE", text="别的话")
    assert codes(mixed) == ["IDEMPOTENCY_KEY_REUSED", "IDEMPOTENCY_KEY_REUSED", None]
    (error,) = bulk(team, cases[:2], action="RESOLVE", text="已经处理好")["userErrors"]
    assert error["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert team.states(*cases) == ["IN_REVIEW"] * 3


@pytest.mark.parametrize(
    ("action", "field"),
    [
        ({"action": "NOTE"}, "text"),
        ({"action": "NOTE", "text": " "}, "text"),
        ({"action": "RESOLVE", "text": "长" * 1001}, "text"),
        ({"action": "PRIORITY", "text": "快"}, "priority"),
        ({"action": "REASSIGN", "text": "请接手"}, "to"),
        ({"action": "REASSIGN", "to": "A02"}, "to"),
        ({"action": "REASSIGN", "to": "A99", "text": "请接手"}, "to"),
    ],
)
def test_an_action_that_cannot_be_meant_is_refused_for_all(team: Team, action: dict[str, str], field: str) -> None:
    cases = tasks(team, 2)
    before = dict(team.memory.items)
    answer = bulk(team, cases, **action)
    assert answer["results"] == []
    assert [(error["code"], error["field"]) for error in answer["userErrors"]] == [("BAD_INPUT", field)]
    assert team.memory.items == before


def test_what_is_no_case_and_what_is_named_twice_hold_up_no_other(team: Team) -> None:
    one, two = tasks(team, 2)
    answer = bulk(team, [one, {"id": "nonsense"}, one, {"id": global_id("Member", "M001")}, two], **NOTE)
    assert codes(answer) == [None, "BAD_INPUT", "BAD_INPUT", "BAD_INPUT", None]
    told = {(each["id"], each["message"]) for each in answer["results"] if each["code"]}
    wrong = "这不是有效的编号,请重新选择"
    again = (one["id"], "这个工单前面已经选过,只处理一次")
    assert told == {("nonsense", wrong), (global_id("Member", "M001"), wrong), again}
    assert [len(team.inner(case)) for case in (one, two)] == [2, 2], "where it came from, and one note each"


def test_too_many_or_no_cases_are_refused_for_all(team: Team) -> None:
    many = [{"id": global_id("Ticket", f"T{number}")} for number in range(101)]
    for cases in ([], many):
        (error,) = bulk(team, cases, action="NOTE", text="同一批次")["userErrors"]
        assert (error["code"], error["field"]) == ("BAD_INPUT", "ticketIds")


def test_a_hundred_cases_cost_one_read_and_a_transaction_each(team: Team) -> None:
    cases = tasks(team, 100)
    team.memory.calls.clear()
    assert codes(bulk(team, cases, action="PRIORITY", priority="URGENT")) == [None] * 100
    counted = {call: team.memory.calls.count(call) for call in set(team.memory.calls)}
    assert counted["transact"] == 100
    assert counted["fetch"] == 1
    assert counted.get("get", 0) == 0


def test_who_was_quicker_is_seen(team: Team) -> None:
    """The one read for all may be old by then: whoever is late decides on what is read anew."""
    one, two = tasks(team, 2)
    team.meanwhile(lambda: team.rival_ranks(one, Priority.HIGH))
    assert codes(bulk(team, [one, two], action="PRIORITY", priority="URGENT")) == [None, None]
    assert [line["note"] for line in team.inner(one) if line["kind"] == "PRIORITY"] == ["HIGH", "URGENT"]


def test_nobody_resolves_their_own_case_among_others(team: Team) -> None:
    entry = {"staffId": "M001", "name": "会员也是同事", "roles": ["AGENT"], "regions": []}
    team.call("RegisterStaffMember", "manager:B01", input=entry)
    (case,) = tasks(team, 1)
    assert codes(bulk(team, [case], as_="agent:M001", action="RESOLVE", text="我自己的")) == ["OWN_CASE"]


@pytest.mark.parametrize("also", ["M001", "L001"])
def test_nor_one_that_is_theirs_by_another_id(team: Team, also: str) -> None:
    entry = {"staffId": "A07", "name": "同事A07", "roles": ["AGENT"], "regions": [], "also": [also]}
    team.call("RegisterStaffMember", "manager:B01", input=entry)
    case = tasks(team, 1)
    assert codes(bulk(team, case, as_="agent:A07", action="RESOLVE", text="已经处理好")) == ["OWN_CASE"]
    assert codes(bulk(team, case, key="another-key", action="RESOLVE", text="已经处理好")) == [None]


def test_a_member_can_do_nothing_in_bulk(team: Team) -> None:
    wanted = {"ticketIds": [team.tap("2")["id"]], "action": "RESOLVE", "text": "好了"}
    assert team.refused("BulkTickets", ME, input=wanted) == "FORBIDDEN"
