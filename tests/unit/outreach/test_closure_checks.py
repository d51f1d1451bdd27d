from datetime import timedelta

import pytest

from care.dynamo.writes import DynamoWrite
from care.kernel.agenda import Lane
from care.kernel.clock import SHANGHAI
from care.kernel.errors import NotFound
from care.outreach.errors import ClosureAnswered, ClosureOutdated
from care.outreach.model import CheckState, check_id
from care.tickets.model import TicketKind
from fakes.house import START
from fakes.outreach_room import OutreachRoom

DAYS = timedelta(days=1)


def resolved() -> OutreachRoom:
    room = OutreachRoom()
    room.resolve()
    return room


def asked() -> OutreachRoom:
    room = resolved()
    room.sweeper.sweep_until(START + 3 * DAYS)
    return room


def state(room: OutreachRoom, round_: int = 0) -> CheckState | None:
    check = room.check("T1", round_)
    return check.state if check else None


def test_three_days_after_its_resolution_the_member_is_asked() -> None:
    room = resolved()
    assert [(item.kind, item.lane, item.due) for item in room.house.planned()] == [
        ("closure.ask", Lane.CLOSURE, START + 3 * DAYS)
    ]
    room.sweeper.sweep_until(START + 3 * DAYS - timedelta(seconds=1))
    assert state(room) is None
    room.sweeper.sweep_until(START + 3 * DAYS)
    assert state(room) is CheckState.OPEN
    (message,) = room.sent("closure_check")
    assert "前几天您反映的鲜牛肉，现在都解决了吗" in room.contact.texts([message.id])[message.id]


def test_nobody_is_asked_at_night() -> None:
    room = OutreachRoom()
    night = START.astimezone(SHANGHAI).replace(hour=23)
    room.house.clock.move_to(night)
    room.resolve()
    (item,) = room.house.planned()
    assert item.due == night.replace(hour=8) + 4 * DAYS


def test_all_fine_closes() -> None:
    room = asked()
    room.tap(fine=True)
    room.sweeper.sweep()
    assert state(room) is CheckState.CONFIRMED
    (fact,) = room.facts
    assert (fact.kind, fact.payload) == ("closure.confirmed", {"ticket_id": "T1", "round": 0, "member_id": "M1"})


def test_still_not_disputes() -> None:
    room = asked()
    room.tap(fine=False)
    room.sweeper.sweep()
    assert (state(room), room.names()) == (CheckState.DISPUTED, ["closure.disputed"])


def test_silence_closes_three_days_later() -> None:
    room = asked()
    room.sweeper.sweep_until(START + 6 * DAYS - timedelta(seconds=1))
    assert (state(room), room.facts) == (CheckState.OPEN, [])
    room.sweeper.sweep_until(START + 6 * DAYS)
    assert (state(room), room.names()) == (CheckState.SILENT, ["closure.silent"])


def test_an_answered_check_does_not_fall_silent() -> None:
    room = asked()
    room.tap(fine=False)
    room.sweeper.sweep_until(START + 10 * DAYS)
    assert (state(room), room.names()) == (CheckState.DISPUTED, ["closure.disputed"])
    assert room.house.planned() == []


@pytest.mark.parametrize("again", [True, False])
def test_a_check_is_answered_once(again: bool) -> None:  # noqa: FBT001 - a case
    room = asked()
    room.tap(fine=True)
    with pytest.raises(ClosureAnswered):
        room.tap(fine=again)
    room.sweeper.sweep()
    assert room.names() == ["closure.confirmed"]


def test_of_two_taps_at_once_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    room = asked()
    transact, rival = room.house.storage.transact, [False]

    def after_a_rival(writes: list[DynamoWrite]) -> None:
        if rival:
            room.tap(fine=rival.pop())
        transact(writes)

    monkeypatch.setattr(room.house.storage, "transact", after_a_rival)
    with pytest.raises(ClosureAnswered):
        room.tap(fine=True)
    room.sweeper.sweep()
    assert (state(room), room.names()) == (CheckState.DISPUTED, ["closure.disputed"])


def test_after_silence_no_answer_is_taken() -> None:
    room = asked()
    room.sweeper.sweep_until(START + 6 * DAYS)
    with pytest.raises(ClosureAnswered):
        room.tap(fine=False)


def test_the_same_tap_again_is_a_replay() -> None:
    room = asked()
    room.tap(fine=True, key="k")
    assert room.tap(fine=True, key="k").replayed
    room.sweeper.sweep()
    assert room.names() == ["closure.confirmed"]


def test_another_member_finds_no_check() -> None:
    room = asked()
    with pytest.raises(NotFound):
        room.tap(fine=True, member_id="M2")
    assert state(room) is CheckState.OPEN
    assert room.checks.open_of_member("M2", 9, None)[0] == []


def test_a_ticket_that_was_reopened_is_not_asked_about() -> None:
    room = resolved()
    room.reopen()
    room.sweeper.sweep_until(START + 10 * DAYS)
    assert (state(room), room.messages(), room.facts) == (None, [], [])


def test_a_check_of_a_ticket_that_was_reopened_since_is_outdated() -> None:
    room = asked()
    room.reopen()
    with pytest.raises(ClosureOutdated):
        room.tap(fine=True)
    room.sweeper.sweep_until(START + 10 * DAYS)
    assert (state(room), room.facts) == (CheckState.OUTDATED, [])
    with pytest.raises(ClosureOutdated):
        room.tap(fine=True)


def test_each_resolution_has_its_own_check() -> None:
    room = asked()
    room.tap(fine=False)
    room.reopen()
    room.resolve()
    room.sweeper.sweep_until(START + 6 * DAYS)
    assert (state(room), state(room, 1)) == (CheckState.DISPUTED, CheckState.OPEN)
    assert len(room.sent("closure_check")) == 2
    room.tap(fine=True, round_=1)
    assert state(room, 1) is CheckState.CONFIRMED


def test_a_resolution_heard_of_twice_asks_once() -> None:
    room = asked()
    room.fact("ticket.resolved", "T1", kind="CLAIM")
    room.sweeper.sweep_until(START + 6 * DAYS)
    assert len(room.sent("closure_check")) == 1


def test_silence_that_a_tap_overtakes_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    room = asked()
    transact, taps = room.house.storage.transact, [True]

    def after_a_tap(writes: list[DynamoWrite]) -> None:
        if taps and any(each.table == "outreach" for each in writes):
            room.tap(fine=taps.pop())
        transact(writes)

    monkeypatch.setattr(room.house.storage, "transact", after_a_tap)
    room.sweeper.sweep_until(START + 6 * DAYS)
    assert (state(room), room.names(), taps) == (CheckState.CONFIRMED, ["closure.confirmed"], [])
    assert (room.sweeper.failures, room.house.planned()) == ([], [])


@pytest.mark.parametrize("kind", [TicketKind.CARE, TicketKind.TASK])
def test_a_case_that_is_not_the_members_own_asks_nobody(kind: TicketKind) -> None:
    room = OutreachRoom()
    room.resolve(kind=kind)
    assert room.house.planned() == []


def test_a_member_sees_the_checks_that_wait() -> None:
    room = asked()
    assert [each.id for each in room.checks.open_of_member("M1", 9, None)[0]] == [check_id("T1", 0)]
    room.tap(fine=True)
    assert room.checks.open_of_member("M1", 9, None)[0] == []
