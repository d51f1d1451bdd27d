"""Several ways to a member: which is taken, and what follows from a refusal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from care.contact.channels import Channel, ChannelKind, ChannelRefused, Outgoing, Receipt, Then
from care.contact.member_contact import MemberContact
from care.contact.model import MessageState, Reason
from care.contact.receipts import Word, word_of
from care.contact.red_alerts import note_alert
from care.contact.store import CONTACTS, contact_at
from care.contact.subscriptions import Moment, to_ask
from care.kernel.settings import Settings
from care.members.model import Purpose
from care.members.store import MEMBERS, member_at
from fakes.contact_room import ContactRoom, FlakyChannel, notice
from fakes.house import START

WEAPP, SMS, INBOX = ChannelKind.WEAPP_SUBSCRIBE, ChannelKind.SMS, ChannelKind.INBOX


class Scripted:
    """Answers each call by the next of its script, and then takes everything."""

    def __init__(self, *script: Exception) -> None:
        self.script = list(script)
        self.sent: list[Outgoing] = []

    def send(self, outgoing: Outgoing) -> Receipt:
        self.sent.append(outgoing)
        if self.script:
            raise self.script.pop(0)
        return Receipt(f"its-{len(self.sent)}")


def house(*, grants: int = 1, settings: Settings = Settings(), **others: Channel) -> ContactRoom:  # noqa: B008 - frozen
    """M1 has a phone number and an openid, and accepted so many notices about replies."""
    room = ContactRoom(settings=settings, others={ChannelKind(kind): each for kind, each in others.items()})
    room.register()
    storage = room.house.storage
    member = storage.get(*member_at("M1"))
    assert member is not None
    storage.transact([MEMBERS.replace(replace(member, phone="13800000000", openid="open-1"), name="member")])
    change(room, MemberContact(member_id="M1", grants={"ticket_reply": grants}))
    return room


def change(room: ContactRoom, contact: MemberContact) -> None:
    room.house.storage.transact([CONTACTS.save(contact, name="contact")])


def known(room: ContactRoom) -> MemberContact:
    found = room.house.storage.get(*contact_at("M1"))
    assert found is not None
    return found


def alert(room: ContactRoom) -> None:
    room.house.uow.run(lambda batch: note_alert(room.house.storage, batch, "M1", "T1", open_=True))


def ways(room: ContactRoom, key: str = "key") -> list[tuple[MessageState, ChannelKind | None, str | None]]:
    """The trail, without times."""
    return [(each.state, each.channel, each.detail) for each in room.message(key).trail]


def test_the_first_of_the_route_takes_it_with_address_and_values() -> None:
    weapp, sms = Scripted(), Scripted()
    room = house(WEAPP_SUBSCRIBE=weapp, SMS=sms)
    room.notify(notice())
    room.sweeper.sweep()
    (outgoing,) = weapp.sent
    assert (outgoing.address, outgoing.values["goods"], outgoing.values["greeting"]) == ("open-1", "牛肉", "王芳，您好")
    assert (sms.sent, room.channel.sent) == ([], [])
    assert (room.message().state, room.message().channel) == (MessageState.SENT, WEAPP)
    assert known(room).grants == {"ticket_reply": 0}, "one grant is one notice"
    assert [each.key for each in room.contact.inbox("M1", 9, None)[0]] == ["key"], "and it can be read in the inbox"


def test_without_a_grant_the_next_one_takes_it() -> None:
    weapp, sms = Scripted(), Scripted()
    room = house(grants=0, WEAPP_SUBSCRIBE=weapp, SMS=sms)
    room.notify(notice())
    room.sweeper.sweep()
    assert (len(weapp.sent), len(sms.sent)) == (0, 1)


def test_without_an_address_only_the_inbox_is_left() -> None:
    sms = Scripted()
    room = ContactRoom(others={SMS: sms})
    room.register()
    room.notify(notice())
    room.sweeper.sweep()
    assert (sms.sent, len(room.channel.sent)) == ([], 1)


@pytest.mark.parametrize("then", [Then.FALLBACK, Then.ALARM])
def test_a_refusal_goes_on_to_the_next_channel(then: Then) -> None:
    weapp, sms = Scripted(ChannelRefused("47003", then)), Scripted()
    room = house(WEAPP_SUBSCRIBE=weapp, SMS=sms)
    room.notify(notice())
    room.sweeper.sweep()
    assert ways(room) == [
        (MessageState.CLAIMED, WEAPP, None),
        (MessageState.PLANNED, WEAPP, "47003"),
        (MessageState.CLAIMED, SMS, None),
        (MessageState.SENT, SMS, None),
    ]
    assert room.alarmed == ([(WEAPP, "47003")] if then is Then.ALARM else [])
    assert known(room).grants == {"ticket_reply": 1}, "what was refused took no grant"


def test_where_no_other_channel_is_of_use_the_inbox_is() -> None:
    weapp, sms = Scripted(ChannelRefused("BLOCKED", Then.DROP)), Scripted()
    room = house(WEAPP_SUBSCRIBE=weapp, SMS=sms)
    room.notify(notice())
    room.sweeper.sweep()
    assert (len(weapp.sent), sms.sent, len(room.channel.sent)) == (1, [], 1)
    assert (room.message().state, room.message().channel) == (MessageState.SENT, INBOX)


def test_wechat_says_that_no_grant_is_left() -> None:
    weapp = Scripted(ChannelRefused("weapp:43101", Then.FALLBACK))
    room = house(grants=5, WEAPP_SUBSCRIBE=weapp)
    room.notify(notice(), notice(key="second"))
    room.sweeper.sweep()
    assert (len(weapp.sent), len(room.channel.sent)) == (1, 2)
    assert known(room).grants == {"ticket_reply": 0}
    assert to_ask(known(room), Moment.SURVEYED, ["ticket_reply"]) == ("ticket_reply",), "the API asks anew"


def test_a_channel_that_is_busy_is_asked_again_and_at_last_the_next_one() -> None:
    busy = [ChannelRefused("BUSY", Then.RETRY, timedelta(minutes=3)) for _ in range(9)]
    sms = Scripted(*busy)
    room = house(settings=Settings(1, {"contact.most_tries": 3}), SMS=sms)
    room.notify(notice())
    room.sweeper.sweep()
    assert (room.message().state, room.message().deferred_until) == (
        MessageState.PLANNED, START + timedelta(minutes=3),
    )  # fmt: skip
    room.sweeper.sweep_until(START + timedelta(hours=1))
    assert (len(sms.sent), len(room.channel.sent)) == (3, 1)
    assert room.message().sent_at == START + timedelta(minutes=6)


def test_another_try_is_judged_anew() -> None:
    """At night the next channel waits, as the first would have."""
    sms = Scripted(ChannelRefused("BUSY", Then.RETRY, timedelta(minutes=50)))
    room = house(SMS=sms)
    room.house.clock.move(timedelta(hours=11, minutes=30))  # 21:30
    room.notify(notice())
    room.sweeper.sweep_until(START + timedelta(hours=14))
    assert (room.message().state, room.message().reason) == (MessageState.PLANNED, Reason.QUIET_HOURS)
    room.sweeper.sweep_until(START + timedelta(hours=23))
    assert (room.message().state, len(sms.sent)) == (MessageState.SENT, 2)


def test_what_may_have_gone_out_goes_by_no_other_channel() -> None:
    sms = Scripted(TimeoutError())
    room = house(SMS=sms)
    room.notify(notice())
    room.sweeper.sweep_until(START + timedelta(days=2))
    assert (room.message().state, len(sms.sent), room.channel.sent) == (MessageState.UNKNOWN, 1, [])
    assert [each.key for each in room.contact.inbox("M1", 9, None)[0]] == ["key"]


def test_what_belongs_to_a_red_alert_is_sent_again_under_the_same_key_until_it_is_known() -> None:
    sms = Scripted(TimeoutError(), TimeoutError())
    room = house(SMS=sms)
    alert(room)
    room.notify(notice(belongs_to_alert="T1"))
    room.sweeper.sweep()
    assert (room.message().state, room.message().reason) == (MessageState.PLANNED, Reason.SEND_BROKE)
    room.sweeper.sweep_until(START + timedelta(days=1))
    assert [each.message_id for each in sms.sent] == [room.message().id] * 3
    assert (room.message().state, room.message().sent_at) == (MessageState.SENT, START + timedelta(minutes=4))


def test_even_that_ends() -> None:
    sms = Scripted(*[TimeoutError() for _ in range(9)])
    room = house(settings=Settings(1, {"contact.most_alarms": 3}), SMS=sms)
    alert(room)
    room.notify(notice(belongs_to_alert="T1"))
    room.sweeper.sweep_until(START + timedelta(days=1))
    assert (room.message().state, len(sms.sent)) == (MessageState.UNKNOWN, 3)


def test_an_alarm_whose_sender_died_is_sent_again() -> None:
    class Killed(BaseException):
        pass

    room = house()
    alert(room)
    room.channel.error = Killed()
    room.notify(notice(belongs_to_alert="T1"))
    with pytest.raises(Killed):
        room.sweeper.sweep()
    room.channel.error = None
    room.sweeper.sweep_until(START + timedelta(hours=1))
    assert (room.message().state, len(room.channel.sent)) == (MessageState.SENT, 2)


def test_the_members_own_order_holds_and_what_is_left_out_is_not_used() -> None:
    weapp, sms = Scripted(), Scripted()
    room = house(grants=9, WEAPP_SUBSCRIBE=weapp, SMS=sms)
    change(room, replace(known(room), channels=(SMS, WEAPP)))
    room.notify(notice())
    room.sweeper.sweep()
    change(room, replace(known(room), channels=(ChannelKind.WECOM_TEMPLATE,)))
    room.notify(notice(key="second"))
    room.sweeper.sweep()
    assert (len(weapp.sent), len(sms.sent), len(room.channel.sent)) == (0, 1, 1)


def test_a_red_alert_takes_every_way() -> None:
    sms = Scripted()
    room = house(SMS=sms)
    change(room, replace(known(room), channels=(WEAPP,)))
    alert(room)
    room.notify(notice(belongs_to_alert="T1"))
    room.sweeper.sweep()
    assert len(sms.sent) == 1


def word(room: ContactRoom, said: Word, receipt: str = "its-1", code: str = "") -> None:
    item = word_of(SMS, receipt, said, at=room.house.clock.now(), code=code)
    room.house.uow.run(lambda batch: batch.plan(item))
    room.sweeper.sweep()


def test_a_receipt_is_written_down_and_said_twice_counts_once() -> None:
    room = house(SMS=Scripted())
    room.notify(notice())
    room.sweeper.sweep()
    for _ in range(2):
        room.house.clock.move(timedelta(minutes=1))
        word(room, Word.DELIVERED)
    assert (room.message().state, room.message().delivered_at) == (MessageState.SENT, START + timedelta(minutes=1))
    assert room.words == [Word.DELIVERED]


def test_a_bounce_goes_by_the_next_channel_and_is_counted() -> None:
    room = house(SMS=Scripted())
    room.notify(notice())
    room.sweeper.sweep()
    word(room, Word.BOUNCED, code="MK:0011")
    assert ways(room)[2:] == [
        (MessageState.PLANNED, SMS, "MK:0011"),
        (MessageState.CLAIMED, INBOX, None),
        (MessageState.SENT, INBOX, None),
    ]
    word(room, Word.BOUNCED, code="MK:0011")
    assert (room.words, len(room.channel.sent)) == ([Word.BOUNCED], 1)


def test_a_word_that_is_quicker_than_the_sender_waits_and_one_about_nothing_of_ours_ends() -> None:
    room = house(SMS=Scripted())
    word(room, Word.DELIVERED)
    room.notify(notice())
    room.sweeper.sweep()
    room.sweeper.sweep_until(START + timedelta(minutes=2))
    assert room.message().delivered_at == START + timedelta(minutes=2)
    word(room, Word.DELIVERED, receipt="not-ours")
    room.sweeper.sweep_until(START + timedelta(hours=1))
    assert (room.words, room.sweeper.failures, room.house.planned()) == ([Word.DELIVERED], [], [])


def test_a_send_is_one_batch_one_transaction_and_its_outcome() -> None:
    room = house(SMS=Scripted())
    room.notify(notice())
    room.sweeper.sweep()
    (calls := room.house.storage.calls).clear()
    room.notify(notice(key="second", purpose=Purpose.CARE, template="silent_member_care",
                       params={"goods": "牛肉", "score": "2"}))  # fmt: skip
    assert calls == ["transact"]
    calls.clear()
    room.sweeper.sweep()
    assert [each for each in calls if each != "query"] == [
        *["get", "transact"],
        *["fetch", "transact", "get", "transact"],
    ]


def test_what_the_fakes_take_is_what_a_channel_is() -> None:
    """Scripted and FlakyChannel are used as channels above: they hold to the Protocol."""
    channels: list[Channel] = [Scripted(), FlakyChannel()]
    assert all(channel.send(Outgoing(
        message_id="m", member_id="M1", purpose=Purpose.SERVICE, template="ticket_reply", text="您好"
    )).id for channel in channels)  # fmt: skip


def test_what_answers_an_act_of_yesterday_finds_the_member_wherever_they_are() -> None:
    sms = Scripted()
    room = house(grants=0, SMS=sms)
    room.notify(notice(purpose=Purpose.SERVICE, answers=START))
    room.sweeper.sweep()
    assert (len(sms.sent), len(room.channel.sent)) == (0, 1), "who acts now reads it where they act"
    later = START + timedelta(days=1)
    room.notify(notice(key="second", purpose=Purpose.SERVICE, answers=START, due=later))
    room.house.clock.move_to(later)
    room.sweeper.sweep()
    assert len(sms.sent) == 1
