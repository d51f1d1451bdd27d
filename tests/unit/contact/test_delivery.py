import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from care.contact.channels import ChannelRefused, Outgoing, Receipt
from care.contact.model import MessageState, Reason
from care.contact.store import MESSAGES, text_at
from care.dynamo.writes import DynamoWrite
from care.kernel.agenda import Lane
from care.kernel.clock import SHANGHAI
from care.kernel.settings import Settings
from care.members.model import Purpose
from fakes.contact_room import ContactRoom, notice
from fakes.house import START

NIGHT = START.astimezone(SHANGHAI).replace(hour=23, minute=0)
MORNING = NIGHT.replace(hour=8) + timedelta(days=1)


class Killed(BaseException):
    """The process is gone: nothing may catch this."""


def at_night(room: ContactRoom) -> ContactRoom:
    room.house.clock.move_to(NIGHT)
    return room


def test_a_message_is_claimed_with_its_text_before_the_channel_is_called() -> None:
    room = ContactRoom()
    room.register()
    room.channel.error = Killed()
    room.notify(notice())
    with pytest.raises(Killed):
        room.sweeper.sweep()
    assert (room.message().state, room.message().claimed_at) == (MessageState.CLAIMED, START)
    assert room.house.storage.get(*text_at(room.message().id)) is not None
    (item,) = room.house.planned()
    assert (item.kind, item.lane, item.due) == ("message.unknown", Lane.CLOCKS, START + timedelta(minutes=5))


def test_a_receipt_makes_it_sent() -> None:
    room = ContactRoom()
    room.notify(notice())
    room.sweeper.sweep()
    message = room.message()
    assert (message.state, message.receipt, message.sent_at) == (MessageState.SENT, "receipt-1", START)
    assert [each.state for each in room.heard] == [MessageState.SENT]


def test_a_claim_of_which_nothing_is_heard_becomes_unknown_and_is_not_repeated() -> None:
    room = ContactRoom()
    room.channel.error = Killed()
    room.notify(notice())
    with pytest.raises(Killed):
        room.sweeper.sweep()
    room.sweeper.sweep_until(START + timedelta(days=1))
    assert (room.message().state, room.message().reason) == (MessageState.UNKNOWN, Reason.NO_OUTCOME)
    assert len(room.channel.sent) == 1
    assert [each.state for each in room.heard] == [MessageState.UNKNOWN], "it is counted"


def test_a_message_that_was_sent_stays_so_when_its_clock_runs_out() -> None:
    room = ContactRoom()
    room.notify(notice())
    room.sweeper.sweep_until(START + timedelta(hours=1))
    assert room.message().state is MessageState.SENT
    assert room.house.planned() == []
    assert len(room.heard) == 1


def test_a_refusal_is_a_failure_and_says_why() -> None:
    room = ContactRoom()
    room.channel.error = ChannelRefused("NOT_SUBSCRIBED")
    room.notify(notice())
    room.sweeper.sweep()
    message = room.message()
    assert (message.state, message.reason, message.detail) == (
        MessageState.FAILED, Reason.CHANNEL_REFUSED, "NOT_SUBSCRIBED",
    )  # fmt: skip
    assert room.sweeper.failures == []


def test_a_send_that_breaks_is_unknown_at_once_and_not_repeated() -> None:
    room = ContactRoom()
    room.channel.error = TimeoutError("phone 13800000000 did not answer")
    room.notify(notice())
    room.sweeper.sweep_until(START + timedelta(days=1))
    message = room.message()
    assert (message.state, message.reason, message.detail) == (
        MessageState.UNKNOWN, Reason.SEND_BROKE, "TimeoutError",
    )  # fmt: skip
    assert len(room.channel.sent) == 1


def test_a_receipt_that_comes_after_the_message_was_given_up_counts() -> None:
    room = ContactRoom()
    channel_send = room.channel.send

    def slow(outgoing: Outgoing) -> Receipt:
        room.house.clock.move(timedelta(minutes=6))
        room.sweeper.sweep()
        assert room.message().state is MessageState.UNKNOWN
        return channel_send(outgoing)

    room.channel.send = slow  # type: ignore[method-assign]
    room.notify(notice())
    room.sweeper.sweep()
    assert (room.message().state, room.message().reason) == (MessageState.SENT, None)


def test_at_night_a_message_waits_and_goes_out_in_the_morning() -> None:
    room = at_night(ContactRoom())
    room.notify(notice())
    room.sweeper.sweep()
    message = room.message()
    assert (message.state, message.reason, message.deferred_until) == (
        MessageState.PLANNED, Reason.QUIET_HOURS, MORNING,
    )  # fmt: skip
    assert room.channel.sent == []
    room.sweeper.sweep_until(MORNING)
    assert (room.message().state, room.message().sent_at) == (MessageState.SENT, MORNING)
    assert room.message().deferred_until == MORNING, "that it waited stays known"
    assert room.sweeper.failures == []


def test_an_answer_to_the_members_own_action_goes_out_at_night() -> None:
    room = at_night(ContactRoom())
    room.notify(notice(answers=NIGHT))
    room.sweeper.sweep()
    assert room.message().state is MessageState.SENT


def test_what_is_useless_in_the_morning_expires_at_night() -> None:
    room = at_night(ContactRoom())
    room.notify(notice(useless_after=MORNING - timedelta(minutes=1)))
    room.sweeper.sweep()
    assert (room.message().state, room.message().reason) == (MessageState.EXPIRED, Reason.QUIET_UNTIL_TOO_LATE)
    assert room.house.planned() == []


def test_what_comes_too_late_expires() -> None:
    room = ContactRoom()
    room.notify(notice(due=START + timedelta(hours=1), useless_after=START + timedelta(hours=2)))
    room.sweeper.sweep()
    room.house.clock.move(timedelta(hours=2, minutes=5))
    room.sweeper.sweep_until(room.house.clock.now() + timedelta(minutes=5))
    assert (room.message().state, room.message().reason) == (MessageState.EXPIRED, Reason.TOO_LATE)
    assert room.channel.sent == []


def test_opt_out_is_judged_when_the_message_is_due() -> None:
    room = ContactRoom()
    room.register("M1", "王芳", Purpose.MARKETING)
    room.notify(notice(purpose=Purpose.MARKETING, template="ugc_invitation"))
    room.sweeper.sweep()
    assert (room.message().state, room.message().reason) == (MessageState.SUPPRESSED, Reason.OPTED_OUT)
    assert room.channel.sent == []
    assert [each.state for each in room.heard] == [MessageState.SUPPRESSED]


def test_quiet_hours_are_figures() -> None:
    room = at_night(ContactRoom(settings=Settings(1, {"contact.quiet_from": 23, "contact.quiet_until": 23})))
    room.notify(notice())
    room.sweeper.sweep()
    assert room.message().state is MessageState.SENT


def test_a_members_name_lies_in_the_text_and_nowhere_else() -> None:
    room = ContactRoom()
    room.register("M1", "王芳")
    room.notify(notice())
    room.sweeper.sweep()
    bearers = {
        item["type"]["S"]
        for item in room.house.storage.items.values()
        if "王芳" in json.dumps(item, ensure_ascii=False)
    }
    assert bearers == {"member", "text"}
    text = room.house.storage.items["contact", f"MESSAGE#{room.message().id}", "TEXT"]
    assert int(text["ttl"]["N"]) == int((START + timedelta(days=180)).timestamp())


def test_a_send_item_that_is_there_twice_sends_once() -> None:
    room = ContactRoom()
    room.notify(notice(due=START + timedelta(minutes=1)))
    room.sweeper.sweep()
    (item,) = room.house.planned("message.send")
    room.house.storage.transact([room.house.agenda.plan(replace(item, due=START + timedelta(minutes=2)))])
    room.sweeper.sweep_until(START + timedelta(minutes=3))
    assert len(room.channel.sent) == 1
    assert len(room.house.storage.all(MESSAGES)) == 1


@pytest.mark.parametrize(("died_at", "sent"), [("message.claimed", 0), ("message.sent", 1)])
def test_a_process_that_dies_at_a_commit_sends_at_most_once(
    died_at: str, sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = ContactRoom()
    transact, alive = room.house.storage.transact, [True]

    def dies_after(writes: Sequence[DynamoWrite]) -> None:
        transact(writes)
        if alive and any(write.name == died_at for write in writes):
            alive.pop()
            raise Killed

    monkeypatch.setattr(room.house.storage, "transact", dies_after)
    room.notify(notice())
    with pytest.raises(Killed):
        room.sweeper.sweep()
    room.sweeper.sweep_until(START + timedelta(days=1))
    assert len(room.channel.sent) == sent
    assert room.message().state is (MessageState.SENT if sent else MessageState.UNKNOWN)
    assert room.house.planned() == []
