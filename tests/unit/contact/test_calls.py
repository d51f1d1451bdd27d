"""Who is called with a message, and what becomes of a call, by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from care.contact.calls import rules
from care.contact.calls.errors import CallElsewhere, CallEnded, CallNotStarted
from care.contact.calls.model import Call, CallFor, CallOutcome, CallState
from care.contact.calls.rules import CallLimits, good_until, may_call
from care.contact.channels import ChannelKind
from care.contact.member_contact import MemberContact
from care.contact.model import Message, MessageState, Priority, QuietPass, Reason
from care.contact.questions import Option, Question
from care.contact.route import route_of
from care.contact.rules import Verdict
from care.contact.templates import built_in
from care.members.model import Purpose

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LIMITS = CallLimits(within=timedelta(hours=2), pause=timedelta(hours=12))
MESSAGE = Message(
    id="m1",
    key="k1",
    member_id="M1",
    purpose=Purpose.SERVICE,
    template="ticket_menu",
    params={},
    planned_at=NOW,
    due=NOW,
)
CONTACT = MemberContact(member_id="M1")
GO = Verdict(MessageState.CLAIMED)
NIGHT = Verdict(MessageState.CLAIMED, Reason.QUIET_PASSED, detail=QuietPass.OWN_ACTION)
DANGER = Verdict(MessageState.CLAIMED, Reason.QUIET_PASSED, detail=QuietPass.RED_ALERT)
BOTH = (CallFor.ALERT, CallFor.SIMPLE)
CALL = Call(
    id="c1",
    message_id="m1",
    member_id="M1",
    about="T1",
    about_kind="Ticket",
    wanted_at=NOW,
    until=NOW + timedelta(hours=2),
)
EVERYTHING = frozenset(ChannelKind) - {ChannelKind.WECOM_KF}
"""But for a talk that the member would have to begin."""


def called(
    message: Message = MESSAGE,
    verdict: Verdict = GO,
    contact: MemberContact = CONTACT,
    called_for: tuple[CallFor, ...] = (CallFor.SIMPLE,),
    limits: CallLimits = LIMITS,
    *,
    simple: bool = True,
) -> bool:
    return may_call(message, verdict, contact, called_for, NOW, simple=simple, limits=limits)


def test_who_is_called_is_data_of_the_template() -> None:
    alarm = replace(MESSAGE, priority=Priority.ALARM)
    assert called()
    assert not called(simple=False)
    assert not called(called_for=())
    assert called(alarm, called_for=BOTH, simple=False)
    assert not called(alarm, simple=False)
    assert not called(called_for=(CallFor.ALERT,))


def test_at_night_only_danger_is_called_about() -> None:
    alarm = replace(MESSAGE, priority=Priority.ALARM)
    assert not called(verdict=NIGHT)
    assert called(alarm, DANGER, called_for=BOTH)


def test_a_pause_is_kept_to_its_end() -> None:
    lately = replace(CONTACT, called_at=NOW - timedelta(hours=12) + timedelta(seconds=1))
    assert not called(contact=lately)
    assert called(contact=replace(CONTACT, called_at=NOW - timedelta(hours=12)))


def test_danger_does_not_mind_another_call_but_one_about_danger() -> None:
    alarm = replace(MESSAGE, priority=Priority.ALARM)
    plain = CONTACT.called(MESSAGE, NOW - timedelta(hours=1))
    assert called(alarm, contact=plain, called_for=BOTH)
    assert not called(alarm, contact=plain.called(alarm, NOW - timedelta(minutes=1)), called_for=BOTH)
    assert not called(contact=CONTACT.called(alarm, NOW - timedelta(hours=1)))


def test_what_is_of_use_for_a_moment_only_is_not_worth_a_call() -> None:
    assert not called(replace(MESSAGE, useless_after=NOW + timedelta(minutes=14)))
    assert called(replace(MESSAGE, useless_after=NOW + timedelta(minutes=15)))
    assert not called(limits=replace(LIMITS, within=timedelta(0)))


def test_it_is_of_use_until_the_first_of_its_ends() -> None:
    asks = Question(kind="stall", subject="s", options=(Option(key="1", title="x"),), until=NOW + timedelta(minutes=50))
    assert good_until(MESSAGE, NOW, LIMITS) == NOW + timedelta(hours=2)
    assert good_until(replace(MESSAGE, question=asks), NOW, LIMITS) == asks.until
    soon = replace(MESSAGE, question=asks, useless_after=NOW + timedelta(minutes=40))
    assert good_until(soon, NOW, LIMITS) == soon.useless_after


def test_who_began_it_ends_it_once() -> None:
    with pytest.raises(CallNotStarted):
        rules.ended(CALL, "A1", CallOutcome.REACHED, NOW)
    begun = rules.started(CALL, "A1", NOW)
    assert rules.in_hand_of(begun, "A1")
    assert not rules.in_hand_of(begun, "A2")
    with pytest.raises(CallElsewhere):
        rules.ended(begun, "A2", CallOutcome.REACHED, NOW)
    over = rules.ended(begun, "A1", CallOutcome.NOT_REACHED, NOW)
    assert (over.state, over.outcome, rules.in_hand_of(over, "A1")) == (CallState.ENDED, CallOutcome.NOT_REACHED, False)
    with pytest.raises(CallEnded):
        rules.ended(over, "A1", CallOutcome.REACHED, NOW)
    with pytest.raises(CallEnded):
        rules.started(over, "A1", NOW)


def test_a_talk_that_begins_late_is_waited_for_and_no_other_is_cut_short() -> None:
    late = CALL.until - timedelta(minutes=1)
    assert rules.started(CALL, "A1", late).until == late + rules.TALK
    assert rules.started(CALL, "A1", NOW).until == CALL.until


@pytest.mark.parametrize(
    ("priority", "flags", "route"),
    [
        (Priority.SERVICE, {"simple": False, "at_once": False}, ["WEAPP_SUBSCRIBE", "SMS", "CALL_TASK", "INBOX"]),
        (Priority.SERVICE, {"simple": True, "at_once": False}, ["CALL_TASK", "SMS", "WEAPP_SUBSCRIBE", "INBOX"]),
        (Priority.ANSWER, {"simple": False, "at_once": True}, ["WEAPP_SUBSCRIBE", "INBOX"]),
        (Priority.ANSWER, {"simple": True, "at_once": True}, ["CALL_TASK", "SMS", "WEAPP_SUBSCRIBE", "INBOX"]),
        (Priority.SURVEY, {"simple": True, "at_once": False}, ["WEAPP_SUBSCRIBE", "WECOM_TEMPLATE", "INBOX"]),
    ],
)
def test_in_simple_mode_the_phone_comes_first(priority: Priority, flags: dict[str, bool], route: list[str]) -> None:
    granted = replace(CONTACT, grants={"ticket_menu": 1})
    message = replace(MESSAGE, priority=priority)
    assert list(route_of(message, granted, EVERYTHING, **flags)) == route


def test_who_is_there_and_cannot_be_called_reads_the_answer_there() -> None:
    message = replace(MESSAGE, priority=Priority.ANSWER)
    reachable = EVERYTHING - {ChannelKind.CALL_TASK}
    assert list(route_of(message, CONTACT, reachable, at_once=True, simple=True)) == ["INBOX"]


def test_what_is_said_by_phone_has_words_to_be_read_aloud() -> None:
    for template in built_in():
        if template.call:
            assert "点开" not in template.simple, template.key
