"""Two decisions about one member at the same moment: one wins, the other is taken again."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from care.contact.model import MessageState, Reason
from care.contact.red_alerts import note_alert
from care.dynamo.writes import DynamoWrite
from care.kernel.settings import Settings
from care.members.model import Purpose
from fakes.contact_room import ContactRoom, notice

CARE: dict[str, Any] = {
    "purpose": Purpose.CARE,
    "template": "silent_member_care",
    "params": {"goods": "牛肉", "score": "2"},
}


def before_the_next_claim(room: ContactRoom, rival: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `rival` commit between the reads of the next claim and its commit."""
    transact, waiting = room.house.storage.transact, [rival]

    def late(writes: Sequence[DynamoWrite]) -> None:
        if waiting and any(each.name == "message.claimed" for each in writes):
            waiting.pop()()
        transact(writes)

    monkeypatch.setattr(room.house.storage, "transact", late)


def room_with(*keys: str, cap: int = 3, **facts: Any) -> ContactRoom:
    """Messages that are planned and due."""
    room = ContactRoom(settings=Settings(1, {"contact.cap_messages": cap}))
    room.register()
    room.notify(*(notice(**{"key": key} | facts) for key in keys))
    for item in room.house.planned("message.plan"):
        room.sweeper.fire(item)
    return room


def test_of_two_claims_for_the_last_place_one_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    room = room_with("one", "two", cap=1, **CARE)
    first, second = room.house.planned("message.send")
    before_the_next_claim(room, lambda: room.sweeper.fire(second), monkeypatch)
    room.sweeper.fire(first)
    assert len(room.channel.sent) == 1
    fates = sorted((room.message(key).state, room.message(key).reason) for key in ("one", "two"))
    assert fates == [(MessageState.PLANNED, Reason.FREQUENT), (MessageState.SENT, None)]


@pytest.mark.parametrize(
    ("facts", "state"), [({}, MessageState.PLANNED), (CARE, MessageState.SUPPRESSED)], ids=["service", "care"]
)
def test_a_red_alert_that_opens_just_then_is_heard(
    facts: dict[str, Any], state: MessageState, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = room_with("key", **facts)
    house = room.house

    def opens() -> None:
        house.uow.run(lambda batch: note_alert(house.storage, batch, "M1", "T9", open_=True))

    before_the_next_claim(room, opens, monkeypatch)
    room.sweeper.fire(house.planned("message.send")[0])
    assert (room.message().state, room.message().reason) == (state, Reason.OPEN_ALERT)
    assert room.channel.sent == []
