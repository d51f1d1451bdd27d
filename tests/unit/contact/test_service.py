from datetime import timedelta

import pytest

from care.contact.model import MessageState
from care.contact.templates import TemplateFault
from care.kernel.agenda import Lane
from care.members.model import Purpose
from fakes.contact_room import ContactRoom, notice
from fakes.house import START


def test_a_notice_adds_nothing_but_an_item_to_its_callers_transaction() -> None:
    room = ContactRoom()
    room.notify(notice())
    assert [(item.kind, item.lane, item.due) for item in room.house.planned()] == [("message.plan", Lane.NOW, START)]
    assert room.messages() == []


def test_a_notice_becomes_a_message_that_is_due_when_it_says() -> None:
    room = ContactRoom()
    later = START + timedelta(hours=2)
    room.notify(notice(due=later))
    room.sweeper.sweep()
    assert (room.message().state, room.message().due, room.message().about) == (MessageState.PLANNED, later, "T1")
    assert [(item.kind, item.due) for item in room.house.planned()] == [("message.send", later)]


def test_two_notices_of_one_key_in_one_moment_are_one_message() -> None:
    room = ContactRoom()
    room.notify(notice(), notice(params={"goods": "草莓"}))
    assert len(room.house.planned("message.plan")) == 1
    room.sweeper.sweep()
    assert len(room.channel.sent) == 1


def test_a_notice_that_comes_again_later_changes_nothing() -> None:
    room = ContactRoom()
    room.notify(notice())
    room.sweeper.sweep()
    before = room.message()
    room.house.clock.move(timedelta(days=400))
    room.notify(notice(params={"goods": "草莓"}))
    room.sweeper.sweep()
    assert room.message() == before
    assert len(room.channel.sent) == 1


@pytest.mark.parametrize(
    "changes",
    [{"template": "no_such"}, {"params": {}}, {"purpose": Purpose.MARKETING}],
    ids=lambda each: next(iter(each)),
)
def test_a_notice_that_fits_no_template_fails_where_it_is_made(changes: dict[str, object]) -> None:
    room = ContactRoom()
    with pytest.raises(TemplateFault):
        room.notify(notice(**changes))
    assert room.house.planned() == []


def test_a_member_sees_what_was_sent_and_staff_see_the_rest_too() -> None:
    room = ContactRoom()
    room.register("M1", "王芳", Purpose.MARKETING)
    room.notify(notice(key="sent"), notice(key="other", member_id="M2"))
    room.notify(notice(key="no", purpose=Purpose.MARKETING, template="ugc_invitation"))
    room.sweeper.sweep()
    assert {each.key for each in room.contact.of_member("M1", 9, None)[0]} == {"sent", "no"}
    assert [each.key for each in room.contact.inbox("M1", 9, None)[0]] == ["sent"]
    assert [each.key for each in room.contact.inbox("M2", 9, None)[0]] == ["other"]


def test_the_newest_come_first_and_pages_go_on() -> None:
    room = ContactRoom()
    for number in range(3):
        room.notify(notice(key=f"n{number}"))
        room.sweeper.sweep()
        room.house.clock.move(timedelta(minutes=1))
    first, after = room.contact.inbox("M1", 2, None)
    rest, end = room.contact.inbox("M1", 2, after)
    assert [each.key for each in (*first, *rest)] == ["n2", "n1", "n0"]
    assert end is None


def test_texts_can_be_read_until_they_expire() -> None:
    room = ContactRoom()
    room.register()
    room.notify(notice(), notice(key="later", due=START + timedelta(days=1)))
    room.sweeper.sweep()
    sent, waiting = room.message().id, room.message("later").id
    assert list(room.contact.texts([sent, waiting])) == [sent]
    assert room.contact.texts([sent])[sent].startswith("王芳，您好！您的牛肉售后有了新的回复")
    room.house.clock.move(timedelta(days=180))
    assert room.contact.texts([sent]) == {}
    assert room.message().state is MessageState.SENT, "the decision stays known"
