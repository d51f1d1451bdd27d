"""Items fire once; what fails is put off and holds nobody up; what kills its process ends in the dead lane."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from care.dynamo.firing import LATE, AgendaRunner
from care.dynamo.writes import DynamoWrite
from care.kernel.agenda import MOST_ATTEMPTS, AgendaItem, Lane
from care.kernel.errors import Conflict, NotReady
from care.kernel.work import Firing, Reaction, decision
from fakes.house import START, House


class ThrottledError(Exception):
    """As the database says it."""


class Watch:
    """Remembers what the runner reports."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.late: list[timedelta] = []
        self.lost: list[AgendaItem] = []

    def fired(self, item: AgendaItem, late: timedelta) -> None:
        assert late >= timedelta()
        self.late.append(late)
        self.done.append(item.subject)

    def failed(self, item: AgendaItem) -> None:
        self.lost.append(item)


def item(subject: str, *, minutes: int = 0, kind: str = "note", lane: Lane = Lane.NOW) -> AgendaItem:
    return AgendaItem(lane=lane, kind=kind, due=START + timedelta(minutes=minutes), subject=subject)


def runner(house: House, watch: Watch, reactions: Mapping[str, Reaction]) -> AgendaRunner:
    return AgendaRunner(house.storage, house.uow, house.agenda, house.clock, reactions, watch)


def sweep(house: House, watch: Watch, reactions: Mapping[str, Reaction], lane: Lane = Lane.NOW) -> None:
    assert runner(house, watch, reactions).sweep(lane, lambda: 60.0).complete


def plan(house: House, *items: AgendaItem) -> None:
    house.uow.run(lambda batch: batch.plan(*items))
    house.storage.calls.clear()


def note(_firing: AgendaItem, _batch: object) -> None:
    """A decider that decides nothing."""


def boom(_firing: Firing) -> None:
    message = "boom"
    raise RuntimeError(message)


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_what_is_due_fires_and_is_gone(house: House, watch: Watch) -> None:
    plan(house, item("due"), item("later", minutes=1), item("elsewhere", lane=Lane.CARE))
    sweep(house, watch, {"note": decision(note)})
    assert watch.done == ["due"]
    assert [each.subject for each in house.planned()] == ["elsewhere", "later"]


def test_nothing_due_costs_one_query_a_shard(house: House, watch: Watch) -> None:
    plan(house, *(item(str(number), minutes=5) for number in range(20)))
    sweep(house, watch, {})
    assert house.storage.calls == ["query"] * house.agenda.shards


def test_what_is_due_is_asked_for_once(house: House, watch: Watch) -> None:
    """Of all shards together more than one page, of none of them more than one."""
    plan(house, *(item(f"{number:03}") for number in range(60)))
    sweep(house, watch, {"note": decision(note)})
    assert len(watch.done) == 60
    assert house.storage.calls.count("query") == house.agenda.shards


def test_many_fire_page_after_page(house: House, watch: Watch) -> None:
    for start in range(0, 240, 80):
        plan(house, *(item(f"{number:03}") for number in range(start, start + 80)))
    sweep(house, watch, {"note": decision(note)})
    assert sorted(watch.done) == [f"{number:03}" for number in range(240)]


def test_a_failing_item_is_put_off_and_holds_nobody_up(house: House, watch: Watch) -> None:
    plan(house, item("bad", kind="boom"), item("good", minutes=0))
    sweep(house, watch, {"note": decision(note), "boom": boom})
    assert watch.done == ["good"]
    (later,) = house.planned()
    assert (later.attempts, later.due) == (1, START + timedelta(minutes=1))
    assert later.last_error == "RuntimeError: boom"


def test_after_so_many_failures_it_lies_in_the_dead_lane(house: House, watch: Watch) -> None:
    plan(house, item("bad", kind="boom"))
    for _ in range(MOST_ATTEMPTS):
        sweep(house, watch, {"boom": boom})
        house.clock.move_to(max(house.clock.now(), house.planned()[0].due))
    (dead,) = house.planned()
    assert (dead.lane, dead.home) == (Lane.DEAD, Lane.NOW)
    assert watch.lost[-1] == dead


def test_an_unknown_kind_is_a_failure_not_a_loss(house: House, watch: Watch) -> None:
    plan(house, item("odd", kind="never.heard.of"))
    sweep(house, watch, {})
    assert house.planned()[0].attempts == 1


def test_a_reaction_that_commits_nothing_is_a_failure(house: House, watch: Watch) -> None:
    plan(house, item("idle"))
    sweep(house, watch, {"note": lambda _firing: None})
    assert house.planned()[0].attempts == 1


def test_stream_and_sweep_fire_an_item_once(house: House, watch: Watch) -> None:
    plan(house, item("one"))
    effects = []
    both = runner(house, watch, {"note": decision(lambda _item, _batch: effects.append(1))})
    both.fire(item("one"))
    both.fire(item("one"))
    assert watch.done == ["one"]
    assert house.planned() == []


def test_an_item_planned_again_while_it_fires_is_still_due(house: House, watch: Watch) -> None:
    seen = replace(item("one"), stamp=1)
    plan(house, seen)

    def react(firing: Firing) -> None:
        plan(house, replace(seen, stamp=2))
        firing.commit(lambda _batch: None)

    sweep_once = runner(house, watch, {"note": react})
    sweep_once.fire(seen)
    assert house.planned() == [replace(seen, stamp=2)]
    assert watch.done == []


def test_little_time_left_leaves_the_rest_for_the_next_tick(house: House, watch: Watch) -> None:
    plan(house, item("a"), item("b"))
    left = iter([60.0, 1.0])
    swept = runner(house, watch, {"note": decision(note)}).sweep(Lane.NOW, lambda: next(left))
    assert (swept.fired, swept.complete) == (1, False)
    assert len(house.planned()) == 1


def test_what_kills_its_process_ends_in_the_dead_lane(house: House, watch: Watch) -> None:
    plan(house, item("killer", kind="kill"), item("good", minutes=1))

    def kill(_firing: Firing) -> None:
        raise KeyboardInterrupt

    killer = {"kill": kill, "note": decision(note)}
    for _ in range(40):
        house.clock.move(LATE + timedelta(minutes=1))
        try:
            sweep(house, watch, killer)
        except KeyboardInterrupt:
            continue
    assert watch.done == ["good"]
    (dead,) = house.planned()
    assert dead.lane is Lane.DEAD
    assert watch.lost == [dead], "the alarm of the dead lane hears of it"


def test_how_late_an_item_is_counts_from_when_it_was_due(house: House, watch: Watch) -> None:
    plan(house, item("late"))
    house.clock.move(timedelta(hours=1))
    sweep(house, watch, {"note": decision(note)})
    assert watch.late == [timedelta(hours=1)], "or no alarm of a lane's lag would ever sound"


def test_what_cannot_even_be_put_off_holds_nobody_up(
    house: House, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(house, item("bad", kind="boom"), item("good"))
    transact = house.storage.transact

    def refuses_to_plan(writes: Sequence[DynamoWrite]) -> None:
        if any(write.name.startswith("agenda.plan") for write in writes):
            raise ThrottledError
        transact(writes)

    monkeypatch.setattr(house.storage, "transact", refuses_to_plan)
    sweep(house, watch, {"note": decision(note), "boom": boom})
    assert watch.done == ["good"]
    assert [each.subject for each in house.planned()] == ["bad"], "still due, for the next tick"


@pytest.mark.parametrize("reason", [Conflict, NotReady])
def test_what_only_came_at_the_wrong_moment_costs_no_attempt(
    house: House, watch: Watch, reason: type[Exception]
) -> None:
    plan(house, item("busy"))

    def not_now(_firing: Firing) -> None:
        raise reason

    sweep(house, watch, {"note": not_now})
    (later,) = house.planned()
    assert (later.attempts, later.due) == (0, START + timedelta(minutes=1))
    assert watch.lost == []


def test_an_item_that_cannot_be_read_holds_nobody_up(house: House, watch: Watch) -> None:
    plan(house, item("odd"), item("good"))
    (odd,) = [stored for stored in house.storage.items.values() if stored["subject"]["S"] == "odd"]
    odd["generation"] = {"S": "of another version"}
    sweep(house, watch, {"note": decision(note)})
    assert watch.done == ["good"]
    assert odd in house.storage.items.values(), "it waits for a version that knows it"
