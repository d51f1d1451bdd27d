"""C3: more for who is worth more, never less than anybody gets; staff see why, members do not; in their own words."""

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.relay import global_id
from fakes.front import AGENT, ME, Front

SECRET = ("segment", "HIGH_VALUE", "cost", "atRisk", "at_risk", "saved", "floor")
"""What no offer that a member holds may say."""


@pytest.fixture
def front() -> Front:
    return Front()


def tag(front: Front, name: str) -> None:
    front.call("AddMemberTag", AGENT, input={"memberId": global_id("Member", "M001"), "tag": name, "reason": "老客户"})


def options(front: Front, ticket: dict[str, Any], as_: str = AGENT) -> dict[str, dict[str, Any]]:
    found = front.call("TicketOptions", as_, id=ticket["id"])["options"]
    return {option["remedy"]: option for option in found}


def kinds(parts: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(part["kind"], part["amount"]["fen"], part["points"]) for part in parts]


ADDED = {
    "": [("POINTS", 0, 100)],
    "NEWCOMER": [("POINTS", 0, 100)],
    "HIGH_VALUE": [("COUPON", 500, 0), ("POINTS", 0, 100)],
    "KOL": [("COUPON", 500, 0), ("POINTS", 0, 200)],
}
SEGMENTS = {"": "REGULAR", "NEWCOMER": "NEW", "HIGH_VALUE": "HIGH_VALUE", "KOL": "OPINION_LEADER"}


@pytest.mark.parametrize("name", ADDED)
def test_the_agent_sees_what_was_added_to_the_floor_and_why(front: Front, name: str) -> None:
    if name:
        tag(front, name)
    for option in options(front, front.tap("2")).values():
        assert kinds(option["added"]) == ADDED[name]
        because = {each["why"]: each["value"] for each in option["because"]}
        assert (because["RULE"], because["SEGMENT"]) == ("QUALITY", SEGMENTS[name])
        assert because["ON_TOP"]


@pytest.mark.parametrize("name", ["NEWCOMER", "HIGH_VALUE", "KOL"])
def test_the_floor_is_the_same_for_everybody(front: Front, name: str) -> None:
    anybody = Front()
    tag(front, name)
    mine, theirs = options(front, front.tap("2")), options(anybody, anybody.tap("2"))
    assert [kinds(each["floor"]) for each in mine.values()] == [kinds(each["floor"]) for each in theirs.values()]
    assert all(each["cost"]["fen"] >= theirs[remedy]["cost"]["fen"] for remedy, each in mine.items())


def test_each_option_states_cost_saving_risk_and_instant(front: Front) -> None:
    found = options(front, front.tap("2"))
    full, coupon = found["FULL_REFUND"], found["KEEP_COUPON"]
    assert (full["cost"]["fen"], coupon["cost"]["fen"]) == (12_900 + 100, 1_000 + 100)
    assert full["savedLogistics"]["fen"] == coupon["savedLogistics"]["fen"] == 800
    assert full["valueAtRisk"]["fen"] == 0
    assert coupon["valueAtRisk"]["fen"] > 0
    assert datetime.fromisoformat(full["doneBy"]) == front.clock.now() + timedelta(hours=24)


def test_what_the_mall_refunded_shrinks_the_floor_and_says_so(front: Front) -> None:
    front.mall_refunds("2", 12_000)
    option = options(front, front.tap("2"))["FULL_REFUND"]
    assert kinds(option["floor"]) == [("REFUND", 900, 0)]
    assert {"why": "SHRUNK", "value": "900"} in option["because"]
    assert kinds(option["added"]) == [("POINTS", 0, 100)]


@pytest.mark.parametrize("who", [ME, "leader:L001"])
def test_members_and_leaders_see_none_of_it(front: Front, who: str) -> None:
    ticket = front.tap("2")
    reply = front.run("TicketOptions", who, id=ticket["id"])
    assert not (reply.data or {}).get("node") or reply.data["node"]["options"] is None


def test_no_token_says_who_the_member_is_to_us(front: Front) -> None:
    tag(front, "HIGH_VALUE")
    for offer in front.tap("2")["menu"]:
        sealed = offer["token"].split(".")[0]
        said = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)).decode(errors="replace")
        assert not [word for word in SECRET if word in said], said


def test_tags_that_come_after_the_tap_change_nothing_of_what_was_promised(front: Front) -> None:
    ticket = front.tap("2")
    before = [kinds(offer["parts"]) for offer in front.see(ticket)["menu"]]
    tag(front, "KOL")
    assert [kinds(offer["parts"]) for offer in front.see(ticket)["menu"]] == before
    assert all(kinds(each["added"]) == ADDED[""] for each in options(front, ticket).values())


def test_the_new_and_the_regular_are_spoken_to_in_their_own_words() -> None:
    """Trust is rebuilt with the new; the regular are apologised to and valued."""
    said = set()
    for name in ("NEWCOMER", "", "HIGH_VALUE"):
        front = Front()
        if name:
            tag(front, name)
        ticket = front.tap("2")
        front.settle()
        (text,) = [each for each in front.told(ticket) if "到3月4日10:00" in each]
        said.add(text)
    assert len(said) >= 2, said
