"""A1: what is wrong may be said: it suggests a reason, stays the member's own words, or goes to a person."""

from typing import Any

import pytest

from care.contact.store import MESSAGES
from care.logistics.chase import ShipmentChaseRequested
from care.tickets.model import Ticket, TicketKind
from care.tickets.store import CLAIMS, TICKETS
from fakes.front import AGENT, ME, NEIGHBOUR, Front, line_of
from fakes.house import START


@pytest.fixture
def front() -> Front:
    return Front()


def said(text: str, confidence: int = 95, **more: Any) -> dict[str, Any]:
    return {"text": text, "confidence": confidence, **more}


def suggestion(front: Front, text: str, confidence: int = 95) -> str | None:
    found = front.call("Eligibility", ME, lineId=line_of("2"), transcript=said(text, confidence))
    return found["suggestedReason"]  # type: ignore[no-any-return]


def tasks(front: Front) -> list[Ticket]:
    return [each for each in front.memory.all(TICKETS) if each.kind is TicketKind.TASK]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("这个油,它漏油了呀", "LEAKING"),
        ("你们发错了,这不是我要的", "WRONG_ITEM"),
        ("苹果烂咗", "SPOILED"),
        ("瓶子破了,里面还有虫子", "FOREIGN_MATTER"),
        ("瓶子破了,还少了一瓶", None),
        ("没漏油,就是少发了一瓶", "SHORT"),
        ("你们几点下班", None),
    ],
)
def test_spoken_words_suggest_a_reason_or_none(front: Front, text: str, reason: str | None) -> None:
    assert suggestion(front, text) == reason


def test_what_was_not_heard_well_suggests_nothing(front: Front) -> None:
    assert (suggestion(front, "漏油了", 70), suggestion(front, "漏油了", 69)) == ("LEAKING", None)


def test_a_suggestion_applies_for_nothing(front: Front) -> None:
    before = dict(front.memory.items)
    suggestion(front, "漏油了")
    assert front.memory.items == before


def test_a_confirmed_reason_applies_and_the_words_are_marked_as_spoken(front: Front) -> None:
    ticket = front.tap("2", "LEAKING", transcript=said("它漏油了", 88, language="yue"))
    opened = front.timeline(ticket, AGENT)[0]
    assert (opened["text"], opened["spoken"]) == ("它漏油了", {"language": "yue", "confidence": 88})
    assert ticket["reason"] == "LEAKING"


def test_words_without_a_reason_are_for_a_person_who_calls(front: Front) -> None:
    wanted = {"lineId": line_of("2"), "transcript": said("那个东西不对头", 40, language="zh-SC")}
    answer = front.call("ApplyForAftercare", ME, input=wanted)
    front.settle()
    assert answer["ticket"] is None
    assert "前回复您" in answer["promise"]["text"]
    (task,) = tasks(front)
    assert (task.order_id, task.line_id) == ("O001", "2")
    assert (task.last_entry.text, task.last_entry.spoken and task.last_entry.spoken.confidence) == (
        "那个东西不对头",
        40,
    )
    assert not front.memory.all(CLAIMS), "the line can be applied for still"
    (told,) = [each for each in front.memory.all(MESSAGES) if each.template == "spoken_heard"]
    assert told.params["goods"] == "压榨花生油 5L"
    assert front.tap("2", "LEAKING")["reason"] == "LEAKING"


def test_said_again_it_is_added_to_the_same_case(front: Front) -> None:
    for nth, text in enumerate(("不对头", "就是不对头嘛")):
        front.advance(minutes=nth + 1)
        front.call("ApplyForAftercare", ME, input={"lineId": line_of("2"), "transcript": said(text, 40)})
        front.settle()
    (task,) = tasks(front)
    assert task.last_entry.text == "就是不对头嘛"
    assert front.dead() == []


def test_under_its_key_it_is_heard_once(front: Front) -> None:
    call = {
        "input": {"lineId": line_of("2"), "transcript": said("不对头", 40)},
        "idempotencyKey": "spoken-0001",
    }
    first, again = (front.call("ApplyForAftercare", ME, **call) for _ in range(2))
    front.settle()
    assert (first["replayed"], again["replayed"], again["promise"]) == (False, True, first["promise"])
    assert len(tasks(front)) == 1


def test_of_a_line_that_was_applied_for_nothing_is_heard(front: Front) -> None:
    front.tap("2")
    wanted = {"lineId": line_of("2"), "transcript": said("不对头")}
    assert front.refused("ApplyForAftercare", ME, input=wanted) == "ALREADY_APPLIED"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({}, "BAD_INPUT"),
        ({"text": "漏了"}, "BAD_INPUT"),
        ({"text": "漏了", "transcript": said("漏了")}, "BAD_INPUT"),
        ({"reason": "LEAKING", "text": "漏了", "transcript": said("漏了")}, "BAD_INPUT"),
        ({"reason": "LEAKING", "transcript": said(" ")}, "BAD_INPUT"),
        ({"reason": "LEAKING", "transcript": said("漏" * 1001)}, "BAD_INPUT"),
        ({"reason": "LEAKING", "transcript": said("漏\x07了")}, "BAD_INPUT"),
        ({"reason": "LEAKING", "transcript": said("漏了", 101)}, "BAD_INPUT"),
        ({"reason": "LEAKING", "transcript": said("漏了", language="x" * 21)}, "BAD_INPUT"),
        ({"transcript": said("漏了", -1)}, "BAD_INPUT"),
    ],
)
def test_what_cannot_have_been_said_is_refused(front: Front, wanted: dict[str, Any], code: str) -> None:
    assert front.refused("ApplyForAftercare", ME, input={"lineId": line_of("2"), **wanted}) == code


def test_nobody_speaks_of_anothers_line(front: Front) -> None:
    wanted = {"lineId": line_of("2"), "transcript": said("不对头")}
    assert front.refused("ApplyForAftercare", NEIGHBOUR, input=wanted) == "NOT_FOUND"
    reply = front.run("Eligibility", NEIGHBOUR, lineId=line_of("2"), transcript=said("漏了"))
    assert reply.codes == ["NOT_FOUND"]


def test_a_reply_to_a_case_may_be_said_by_its_member_alone(front: Front) -> None:
    ticket = front.tap("2")
    about = {"ticketId": ticket["id"], "transcript": said("我要退钱", 91)}
    front.call("ReplyToTicket", ME, input=about)
    last = front.timeline(ticket, AGENT)[-1]
    assert (last["text"], last["spoken"]["confidence"]) == ("我要退钱", 91)
    assert front.refused("ReplyToTicket", AGENT, input=about) == "BAD_INPUT"


def test_a_person_is_asked_for_by_voice(front: Front) -> None:
    ticket = front.tap("2")
    front.call("AskForPerson", ME, input={"ticketId": ticket["id"], "transcript": said("听不懂这个", 60)})
    last = front.timeline(ticket, AGENT)[-1]
    assert (last["kind"], last["text"], last["spoken"]["confidence"]) == ("REVIEW_NEEDED", "听不懂这个", 60)


# ---------------------------------------------------------------- spoken answers


@pytest.fixture
def asked(front: Front) -> Front:
    """What should be done about a parcel that does not move?"""
    front.place("O003")
    body = {"order_id": "O003", "shipment_id": "S1", "status": "IN_TRANSIT", "carrier": "SF"}
    front.event("ShipmentMoved", **body, moved_at=START.isoformat())
    front.advance(hours=48)
    return front


def question(front: Front) -> dict[str, Any]:
    return next(each["node"] for each in front.call("MyMessages", ME)["edges"] if each["node"]["question"])


def speak(front: Front, text: str, confidence: int = 95) -> str | None:
    about = {"messageId": question(front)["id"], "transcript": said(text, confidence)}
    answered = front.call("AnswerMessage", ME, input=about)["message"]["question"]["answered"]
    front.settle()
    return answered  # type: ignore[no-any-return]


@pytest.mark.parametrize("text", ["一号", "第一个", "催一催", "一号吧谢谢啊"])
def test_a_spoken_answer_is_acted_on(asked: Front, text: str) -> None:
    assert speak(asked, text) == "1"
    assert [type(each) for each in asked.app.told] == [ShipmentChaseRequested]
    assert tasks(asked) == []


def test_a_wish_in_everyday_words_is_understood(asked: Front) -> None:
    assert speak(asked, "要退钱") == "2"


@pytest.mark.parametrize(("text", "confidence"), [("一号", 60), ("退钱还是再等等", 95), ("你说什么", 95)])
def test_what_is_not_clear_is_for_a_person_and_the_question_stays_open(
    asked: Front, text: str, confidence: int
) -> None:
    assert speak(asked, text, confidence) is None
    (task,) = tasks(asked)
    assert (task.last_entry.text, task.last_entry.spoken is not None) == (text, True)
    assert speak(asked, "一号") == "1"


def test_an_answer_is_a_tap_or_a_voice(asked: Front) -> None:
    about = {"messageId": question(asked)["id"]}
    assert asked.refused("AnswerMessage", ME, input=about) == "BAD_INPUT"
    both = about | {"option": "1", "transcript": said("一号")}
    assert asked.refused("AnswerMessage", ME, input=both) == "BAD_INPUT"
    assert asked.refused("AnswerMessage", NEIGHBOUR, input=about | {"transcript": said("一号")}) == "NOT_FOUND"
