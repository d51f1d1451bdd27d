from datetime import timedelta

import pytest

from care.kernel.settings import Settings
from care.members.model import Purpose
from care.tickets.model import Priority, TicketKind
from fakes.house import START
from fakes.outreach_room import OutreachRoom

SENT = START + timedelta(hours=23)
"""By then the survey is open; Tuesday, 09:00 in Shanghai."""


def answered(score: int, room: OutreachRoom | None = None) -> OutreachRoom:
    room = room or OutreachRoom()
    room.sign("O1", START)
    room.sweeper.sweep_until(SENT)
    room.answer(score=score)
    room.sweeper.sweep()
    return room


@pytest.mark.parametrize("score", [1, 2, 3])
def test_a_low_score_without_an_application_opens_care(score: int) -> None:
    room = answered(score)
    (task,) = room.desk.tasks.values()
    assert (task.kind, task.member_id, task.order_id, task.priority, task.title) == (
        TicketKind.CARE, "M1", "O1", Priority.HIGH, "鲜牛肉、草莓",
    )  # fmt: skip
    (message,) = room.sent("silent_member_care")
    assert message.purpose is Purpose.CARE
    text = room.contact.texts([message.id])[message.id]
    assert f"看到您对我们的鲜牛肉、草莓打了{score}分，是不是哪里没达到您的期望？" in text


@pytest.mark.parametrize("score", [4, 5])
def test_a_good_score_opens_nothing(score: int) -> None:
    room = answered(score)
    assert (room.desk.tasks, room.sent("silent_member_care")) == ({}, [])


def test_who_has_applied_is_cared_for_already() -> None:
    room = OutreachRoom()
    room.desk.claimed.add("O1")
    answered(1, room)
    assert (room.desk.tasks, room.sent("silent_member_care")) == ({}, [])


def test_a_fact_that_fires_twice_opens_one_task_and_writes_once() -> None:
    room = answered(1)
    room.fact("survey.answered", room.survey().id, order_id="O1", score=1)
    assert len(room.desk.tasks) == 1
    assert len(room.sent("silent_member_care")) == 1


def test_at_night_the_task_opens_and_the_message_waits() -> None:
    room = OutreachRoom()
    room.sign("O1", START)
    night = START + timedelta(hours=37)
    room.sweeper.sweep_until(night)
    room.answer(score=2)
    room.sweeper.sweep()
    assert len(room.desk.tasks) == 1
    assert room.sent("silent_member_care") == []
    room.sweeper.sweep_until(night + timedelta(hours=9))
    (message,) = room.sent("silent_member_care")
    assert message.sent_at == night + timedelta(hours=9)


def test_what_is_low_is_a_figure() -> None:
    room = answered(3, OutreachRoom(settings=Settings(1, {"members.low_score": 2})))
    assert room.desk.tasks == {}
