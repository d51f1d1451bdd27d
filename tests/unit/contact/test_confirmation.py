"""An employee's confirmation is asked after until it is known (P6)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from care.contact.ask_confirmation import NOT_CONFIRMED
from care.contact.channels import ChannelKind, Outgoing, Receipt
from care.contact.confirmation import Confirmation
from care.contact.model import MessageState, Reason
from care.contact.receipts import Word
from care.kernel.settings import Settings
from care.members.model import Purpose
from care.members.store import MEMBERS, member_at
from fakes.channel_rigs import Rig, rig
from fakes.contact_room import ContactRoom, notice
from fakes.house import START
from fakes.providers.wecom import Wecom

TEMPLATE, INBOX = ChannelKind.WECOM_TEMPLATE, ChannelKind.INBOX


class Employee:
    """Answers what it is told to; an exception is raised. `asked`: when."""

    def __init__(self, *answers: Confirmation | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str]] = []

    def send(self, outgoing: Outgoing) -> Receipt:
        return Receipt(f"t-{outgoing.message_id}", waits=True)

    def confirmation(self, receipt: str, address: str) -> Confirmation:
        self.asked.append((receipt, address))
        answer = self.answers.pop(0) if self.answers else Confirmation.WAITS
        if isinstance(answer, Exception):
            raise answer
        return answer


def sent_by(employee: object, **figures: int) -> ContactRoom:
    """A care message that an employee was asked to confirm."""
    settings = Settings(1, {f"contact.{name}": value for name, value in figures.items()})
    room = ContactRoom(others={TEMPLATE: employee}, settings=settings)  # type: ignore[dict-item]
    room.register()
    storage = room.house.storage
    member = storage.get(*member_at("M1"))
    assert member is not None
    storage.transact([MEMBERS.replace(replace(member, external_id="wm-1"), name="member")])
    params = {"goods": "牛肉", "score": "2"}
    room.notify(notice(purpose=Purpose.CARE, template="silent_member_care", params=params))
    room.sweeper.sweep()
    assert (room.message().state, room.message().channel) == (MessageState.SENT, TEMPLATE)
    return room


def after(room: ContactRoom, **later: int) -> ContactRoom:
    room.sweeper.sweep_until(START + timedelta(**later))
    return room


def test_a_confirmed_message_is_delivered_and_asked_after_no_more() -> None:
    employee = Employee(Confirmation.WAITS, OSError("away"), Confirmation.SENT)
    room = after(sent_by(employee), days=4)
    assert len(employee.asked) == 3
    assert {address for _, address in employee.asked} == {"wm-1"}
    assert (room.words, room.message().delivered_at) == ([Word.DELIVERED], START + timedelta(minutes=70))
    assert room.channel.sent == []


@pytest.mark.parametrize("found", [Confirmation.NOT_IN_TOUCH, Confirmation.TOO_MANY])
def test_what_cannot_be_confirmed_goes_by_the_next_channel_at_once(found: Confirmation) -> None:
    room = after(sent_by(Employee(found)), minutes=12)
    assert (room.message().state, room.message().channel) == (MessageState.SENT, INBOX)
    assert [each.detail for each in room.message().trail if each.reason is Reason.BOUNCED] == [f"wecom:{found}"]


def test_nobody_confirms_it_and_the_looks_are_bounded_and_further_and_further_apart() -> None:
    employee = Employee()
    room = sent_by(employee, confirm_looks=3, confirm_first=10)
    counts = []
    for minutes in (9, 11, 29, 31, 69, 71):
        after(room, minutes=minutes)
        counts.append(len(employee.asked))
    assert counts == [0, 1, 1, 2, 2, 3]
    after(room, days=5)
    assert len(employee.asked) == 3
    assert room.message().channel is INBOX
    assert NOT_CONFIRMED in {each.detail for each in room.message().trail}


def test_where_the_last_look_gets_no_answer_nothing_is_sent_again() -> None:
    room = after(sent_by(Employee(OSError(), OSError()), confirm_looks=2), days=5)
    assert (room.message().state, room.message().channel, room.channel.sent) == (MessageState.SENT, TEMPLATE, [])


def test_a_channel_that_was_switched_off_meanwhile_is_not_asked() -> None:
    employee = Employee()
    room = sent_by(employee)
    room.others = {}
    assert (after(room, days=5).message().channel, employee.asked) == (TEMPLATE, [])


@pytest.fixture
def corp() -> Iterator[Rig]:
    with rig("wecom template") as made:
        yield made


def test_the_provider_s_own_answers_are_understood(corp: Rig) -> None:
    """Over the wire: the customer leaves before the employee confirms."""
    room = sent_by(corp.channel)
    assert isinstance(corp.provider, Wecom)
    after(room, minutes=11)
    assert room.message().channel is TEMPLATE
    corp.provider.customers.clear()
    corp.provider.confirm(room.message().receipt or "")
    after(room, minutes=45)
    assert room.message().channel is INBOX
