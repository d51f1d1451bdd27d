"""A1: simple mode, set by a member or for them: plain words, few options with more time, a call before a text."""

from datetime import timedelta
from typing import Any

import pytest

from api.relay import global_id
from api.viewer import Role, Viewer
from care.contact.channels import ChannelKind
from care.contact.model import Message
from care.contact.store import MESSAGES
from care.kernel.clock import parse_instant
from fakes.front import AGENT, ME, NEIGHBOUR, Front

MEMBER = global_id("Member", "M001")
WHY = "老人来电说看不清小字"


@pytest.fixture
def front() -> Front:
    front = Front()
    for leader, community in (("L001", "阳光花园"), ("L009", "翠湖花园")):
        roles = frozenset({Role.LEADER})
        front.viewers.stated[f"leader:{leader}"] = Viewer(id=leader, roles=roles, community=community)
    return front


def simply(front: Front, as_: str = ME, *, on: bool = True, **more: Any) -> dict[str, Any]:
    return dict(front.call("SetSimpleMode", as_, input={"on": on, **more})["member"])


def history(front: Front) -> list[tuple[bool, str, str]]:
    found = front.call("SimpleModeHistory", AGENT, id=MEMBER)["simpleModeHistory"]
    return [(each["node"]["on"], each["node"]["by"], each["node"]["reason"]) for each in found["edges"]]


def test_a_member_sets_it_and_no_reason_is_asked_for(front: Front) -> None:
    assert front.call("Me", ME)["simpleMode"] is False
    assert simply(front) == {"id": MEMBER, "simpleMode": True}
    assert front.call("Me", ME)["simpleMode"] is True
    assert history(front) == [(True, "member:M001", "")]


def test_staff_and_the_leader_set_it_for_who_asked_them_and_all_is_on_record(front: Front) -> None:
    simply(front, AGENT, memberId=MEMBER, reason=WHY)
    front.advance(minutes=1)
    simply(front, "leader:L001", on=False, memberId=MEMBER, reason="改回来")
    front.advance(minutes=1)
    simply(front, on=False)
    assert history(front) == [(False, "leader:L001", "改回来"), (True, "staff:A01", WHY)], (
        "what is so already is no line"
    )


@pytest.mark.parametrize(
    ("as_", "more", "code"),
    [
        (AGENT, {}, "BAD_INPUT"),
        (AGENT, {"reason": "  "}, "BAD_INPUT"),
        (AGENT, {"reason": "长" * 201}, "BAD_INPUT"),
        ("leader:L001", {}, "BAD_INPUT"),
        ("leader:L009", {"reason": WHY}, "NOT_FOUND"),
        (NEIGHBOUR, {"reason": WHY}, "NOT_FOUND"),
        ("operator:O01", {"reason": WHY}, "FORBIDDEN"),
    ],
)
def test_nobody_sets_it_for_others_without_right_or_reason(
    front: Front, as_: str, more: dict[str, Any], code: str
) -> None:
    assert front.refused("SetSimpleMode", as_, input={"on": True, "memberId": MEMBER, **more}) == code


def test_the_history_is_for_staff(front: Front) -> None:
    simply(front)
    reply = front.run("SimpleModeHistory", ME, id=MEMBER)
    assert reply.codes == ["FORBIDDEN"]


def test_the_menu_shows_what_falls_by_itself_and_the_best_other(front: Front) -> None:
    whole = front.verdict("2")
    simply(front)
    shown = front.verdict("2")
    assert [each["remedy"] for each in whole["menu"]] == [
        "FULL_REFUND",
        "HALF_REFUND_COUPON",
        "KEEP_COUPON",
        "REISSUE",
        "EXCHANGE",
    ]
    assert [each["remedy"] for each in shown["menu"]] == ["FULL_REFUND", "REISSUE"]
    assert (whole["moreOptions"], shown["moreOptions"]) == (0, 3)
    assert (shown["instant"], shown["eligible"]) == (whole["instant"], True)
    assert front.sheet("2")["simpleMode"] is True
    ticket = front.tap("2")
    assert [each["remedy"] for each in ticket["menu"]] == ["FULL_REFUND", "REISSUE"]
    assert ticket["moreOptions"] == 3
    assert len(front.see(ticket, AGENT)["menu"]) == 5, "whoever helps them sees all of it"
    assert front.pick(ticket, "REISSUE")["remedy"] == "REISSUE"


def test_where_what_is_selected_and_what_falls_differ_both_are_shown(front: Front) -> None:
    simply(front)
    shown = front.verdict("2", "DISLIKE")
    assert [each["remedy"] for each in shown["menu"]] == ["FULL_REFUND", "KEEP_POINTS"]


def test_operators_can_show_more(front: Front) -> None:
    simply(front)
    values = [{"key": "tickets.simple_options", "value": 4}, {"key": "tickets.simple_hours", "value": 0}]
    effective = (front.clock.now() + timedelta(minutes=5)).isoformat()
    front.call("PublishSettings", "operator:O01", input={"values": values, "effectiveAt": effective, "why": "试一试"})
    front.advance(minutes=10)
    assert len(front.verdict("2")["menu"]) == 4


def test_there_is_more_time_to_choose(front: Front) -> None:
    other = Front()
    simply(front)
    assert _hours(front) == _hours(other) + 24


def _hours(front: Front) -> float:
    ticket = front.tap("2")
    return (parse_instant(ticket["chooseBy"]) - parse_instant(ticket["openedAt"])).total_seconds() / 3600


def test_the_rest_of_the_menu_is_had_from_a_person(front: Front) -> None:
    simply(front)
    ticket = front.tap("2")
    asked = front.call("AskForPerson", ME, input={"ticketId": ticket["id"], "text": "我看不懂"})["ticket"]
    front.settle()
    assert (asked["state"], bool(asked["promise"]["text"])) == ("IN_REVIEW", True)
    assert front.refused("AskForPerson", ME, input={"ticketId": ticket["id"]}) == "TICKET_NOT_OPEN"
    last = front.timeline(ticket, AGENT)[-1]
    assert (last["kind"], last["actor"], last["text"], last["note"]) == (
        "REVIEW_NEEDED",
        "MEMBER",
        "我看不懂",
        "ASKED_FOR_PERSON",
    )
    wanted = {"ticketId": ticket["id"], "remedy": "KEEP_COUPON", "text": "按您说的办", "overrideReason": "会员自己选的"}
    assert front.call("DecideTicket", AGENT, input=wanted)["ticket"]["remedy"] == "KEEP_COUPON"


def test_nobody_asks_for_a_person_for_another(front: Front) -> None:
    ticket = front.tap("2")
    assert front.refused("AskForPerson", NEIGHBOUR, input={"ticketId": ticket["id"]}) == "NOT_FOUND"


def test_the_words_are_simple_wherever_there_are_simple_ones(front: Front) -> None:
    plain = Front()
    simply(front)
    for each in (front, plain):
        each.tap("1")
        each.settle()
    assert _words(front, "ticket_paid").startswith("王小燕，您好！山东烟台苹果 5斤的事办好了。")
    assert "让您操心了" in _words(plain, "ticket_paid")


def test_what_they_tapped_again_is_said_as_before_once_it_is_off(front: Front) -> None:
    simply(front)
    simply(front, on=False)
    front.tap("2")
    front.settle()
    message = _message(front, "ticket_menu")
    assert message.channel is ChannelKind.INBOX
    assert "点开选一个" in _words(front, "ticket_menu")


def _message(front: Front, template: str) -> Message:
    (found,) = [each for each in front.memory.all(MESSAGES) if each.template == template]
    return found


def _words(front: Front, template: str) -> str:
    return front.app.contact.texts([_message(front, template).id])[_message(front, template).id]
