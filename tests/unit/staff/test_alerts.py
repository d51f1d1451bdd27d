"""Alerts: acknowledged or climbing, never silent (A2). The inbox; the counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from care.kernel.agenda import AgendaItem
from care.kernel.errors import BadInput, Forbidden, NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.staff.alert_shelves import ALERTS, WAITING, Alert
from care.staff.alerts import AlertRequest, Alerts, raise_alert
from care.staff.loads import Loads
from care.staff.model import DUTY_DESK, Function
from care.staff.notice_texts import NoticeFault, notice_text
from care.staff.notices import NOTICES, Inbox, notify_staff
from care.staff.on_call import Because, Rung
from care.staff.store import LOADS
from fakes.house import House

LATE = {"title": "苹果", "step": "有效答复", "due": "3月2日11:00"}
REQUEST = AlertRequest(key="k", function=Function.QUALITY, why="sla_unmended", about="t1", params=LATE)


@pytest.fixture
def house() -> House:
    return House()


class Watch:
    """Alerts over a ladder that a test can change; fires what is due."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.ladder = ["lin", "mei", DUTY_DESK]
        rungs = lambda _function, _region: tuple(Rung(each, Because.ROTA) for each in self.ladder)  # noqa: E731
        self.alerts = Alerts(house.storage, house.uow, house.clock, Settings, rungs)

    def call(self) -> None:
        self.house.uow.run(lambda batch: raise_alert(batch, REQUEST, self.house.clock.now()))
        self.run()

    def run(self) -> None:
        deciders = {
            "alert.raise": self.alerts.put,
            "alert.told": lambda _item, _batch: None,
            "alert.climb": self.alerts.climb,
            "alert.unanswered": self.alerts.fall_to_desk,
        }
        while due := list(self._due()):
            for item in due:
                self._fire(item, deciders[item.kind])

    def pass_(self, minutes: int) -> None:
        self.house.clock.move(timedelta(minutes=minutes))
        self.run()

    def _due(self) -> Iterator[AgendaItem]:
        return (item for item in self.house.planned() if item.due <= self.house.clock.now())

    def _fire(self, item: AgendaItem, decider: object) -> None:
        def decide(batch: Batch) -> None:
            batch.add(self.house.agenda.take(item))
            decider(item, batch)  # type: ignore[operator]

        self.house.uow.run(decide)

    @property
    def alert(self) -> Alert:
        (alert,) = self.house.storage.all(ALERTS)
        return alert

    @property
    def told(self) -> list[str]:
        return list(self.alert.told)

    def waiting_for(self, staff_id: str) -> int:
        return len(self.alerts.of_staff(staff_id, 10, None)[0])

    def heard(self) -> list[tuple[str, str]]:
        return sorted((each.staff_id, each.kind) for each in self.house.storage.all(NOTICES))


@pytest.fixture
def watch(house: House) -> Watch:
    return Watch(house)


def test_it_climbs_each_ten_minutes_and_falls_to_the_desk(watch: Watch) -> None:
    watch.call()
    assert (watch.told, watch.heard()) == (["lin"], [("lin", "sla_unmended")])
    watch.pass_(9)
    assert watch.told == ["lin"]
    watch.pass_(1)
    assert watch.told == ["lin", "mei"]
    watch.pass_(10)
    assert watch.told == ["lin", "mei", DUTY_DESK]
    assert (DUTY_DESK, "alert_unanswered") in watch.heard()
    assert [watch.waiting_for(each) for each in ("lin", "mei", DUTY_DESK)] == [1, 1, 1]
    assert watch.house.planned() == [], "it lies with the desk until somebody takes it on"


def test_acknowledged_it_climbs_no_more_and_waits_for_nobody(watch: Watch) -> None:
    watch.call()
    watch.pass_(10)
    done = watch.alerts.acknowledge(watch.alert.id, "mei", anyones=False)
    assert done.acknowledged_by == "mei"
    watch.pass_(60)
    assert watch.told == ["lin", "mei"]
    assert watch.house.storage.all(WAITING) == []
    assert watch.alerts.acknowledge(done.id, "lin", anyones=False).acknowledged_by == "mei", "who was first has it"


def test_who_was_not_told_acknowledges_only_what_lies_with_the_desk_or_as_a_manager(watch: Watch) -> None:
    watch.call()
    with pytest.raises(Forbidden):
        watch.alerts.acknowledge(watch.alert.id, "qiu", anyones=False)
    with pytest.raises(NotFound):
        watch.alerts.acknowledge("none", "qiu", anyones=True)
    watch.ladder = [DUTY_DESK]
    watch.pass_(10)
    assert watch.alerts.acknowledge(watch.alert.id, "qiu", anyones=False).acknowledged_by == "qiu"


def test_a_manager_acknowledges_any(watch: Watch) -> None:
    watch.call()
    assert watch.alerts.acknowledge(watch.alert.id, "boss", anyones=True).acknowledged_by == "boss"


def test_who_comes_on_duty_meanwhile_is_told_and_nobody_twice(watch: Watch) -> None:
    watch.call()
    watch.ladder = ["new", "lin", DUTY_DESK]
    watch.pass_(10)
    assert watch.told == ["lin", "new"]


def test_one_key_is_one_alert(watch: Watch) -> None:
    watch.call()
    watch.call()
    assert len(watch.house.storage.all(ALERTS)) == 1
    watch.alerts.acknowledge(watch.alert.id, "lin", anyones=False)
    watch.call()
    assert watch.told == ["lin"]


def test_it_is_acknowledged_while_it_climbs(watch: Watch) -> None:
    """Both decide on the same reading; the second decides again, and finds what the first did."""
    watch.call()
    read = watch.alert
    watch.alerts.acknowledge(read.id, "lin", anyones=False)
    stale = next(iter(watch.house.planned("alert.climb")))
    watch.house.clock.move(timedelta(minutes=10))
    watch._fire(stale, watch.alerts.climb)
    assert watch.alert == replace(watch.alert, told=("lin",), acknowledged_by="lin")


def test_an_alert_whose_text_is_not_known_is_a_mistake_in_the_code(house: House) -> None:
    for request in (replace(REQUEST, why="nothing"), replace(REQUEST, params={})):
        with pytest.raises(NoticeFault):
            house.uow.run(lambda batch, each=request: raise_alert(batch, each, house.clock.now()))  # type: ignore[misc]


# ---------------------------------------------------------------- the inbox


def _tell(house: House, *staff_ids: str, cause: str = "") -> None:
    now = house.clock.now()
    house.uow.run(lambda batch: notify_staff(batch, staff_ids, "sla_unmended", at=now, params=LATE, cause=cause))


def test_notices_come_newest_first_and_are_read_once(house: House) -> None:
    inbox = Inbox(house.storage, house.uow, house.clock)
    _tell(house, "lin", "mei", "lin")
    house.clock.move(timedelta(minutes=1))
    _tell(house, "lin", cause="again")
    (second, first), rest = inbox.of_staff("lin", 10, None)
    assert (rest, second.cause, first.read_at) == (None, "again", None)
    assert "苹果" in first.text
    (read,) = inbox.mark_read("lin", [first.id])
    house.clock.move(timedelta(minutes=1))
    assert inbox.mark_read("lin", [first.id]) == [read], "when it was read first stays"
    assert [bool(each.read_at) for each in inbox.of_staff("lin", 10, None)[0]] == [False, True]
    with pytest.raises(NotFound):
        inbox.mark_read("mei", [first.id])
    for wrong in ([], [first.id] * 51):
        with pytest.raises(BadInput):
            inbox.mark_read("lin", wrong)


def test_after_90_days_a_notice_is_shown_no_more(house: House) -> None:
    inbox = Inbox(house.storage, house.uow, house.clock)
    _tell(house, "lin")
    house.clock.move(timedelta(days=90))
    assert inbox.of_staff("lin", 10, None) == ([], None)


def test_a_long_value_is_cut_and_the_text_never() -> None:
    text = notice_text("sla_unmended", LATE | {"title": "长" * 500})
    assert "…" in text
    assert len(text) < 200


# ---------------------------------------------------------------- the counts


def test_the_counts_move_and_never_show_less_than_nothing(house: House) -> None:
    loads = Loads(house.storage, house.clock)
    for number, (before, after) in enumerate((("", "lin"), ("lin", "mei"), ("ghost", ""))):
        item = AgendaItem(
            lane="now",  # type: ignore[arg-type]
            kind="ticket.assigned",
            due=house.clock.now(),
            subject="t",
            generation=number,
            payload={"from": before, "to": after},
        )
        house.uow.run(lambda batch, each=item: loads.on_assigned(each, batch))  # type: ignore[misc]
    assert loads.current() == {"lin": 0, "mei": 1, "ghost": 0}
    assert {each.staff_id: each.cases for each in house.storage.all(LOADS)}["ghost"] == -1
    loads.given("mei")
    assert loads.current()["mei"] == 2
    house.clock.move(timedelta(seconds=10))
    assert loads.current()["mei"] == 1
