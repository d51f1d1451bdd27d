"""Editions: numbers, times, and what a sandbox knows of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from care.dynamo.editions import Editions, EffectiveTooSoon, Imprint, Publication
from care.dynamo.storage import Ask, Page
from care.kernel.clock import SHANGHAI, SettableClock
from care.kernel.errors import BadInput, NotFound, NotReady
from care.policy.baseline import baseline_settings
from care.policy.model import SettingsVersion
from care.policy.store import SETTINGS
from fakes.house import House
from fakes.memory_storage import MemoryStorage

LEAD = timedelta(minutes=2)
HOUR = timedelta(hours=1)


class ShakyStorage(MemoryStorage):
    """Refuses to be read while `down`."""

    down = False

    def query(self, ask: Ask) -> Page:
        if self.down:
            raise ConnectionError
        return super().query(ask)


@dataclass
class World:
    """A house and two sandboxes in it, each with its own clock reading."""

    house: House = field(default_factory=lambda: House(storage=ShakyStorage()))

    def sandbox(self) -> Editions[SettingsVersion]:
        return Editions(self.house.storage, self.house.clock, SETTINGS, baseline_settings())

    @property
    def clock(self) -> SettableClock:
        return self.house.clock

    @property
    def storage(self) -> ShakyStorage:
        assert isinstance(self.house.storage, ShakyStorage)
        return self.house.storage

    def publish(self, by: Editions[SettingsVersion], at: datetime, **values: int) -> SettingsVersion:
        publication = Publication(effective_at=at, who="ops-1", why="试行", lead=LEAD)

        def make(previous: SettingsVersion, imprint: Imprint) -> SettingsVersion:
            return SettingsVersion(values=previous.values | values, **imprint)

        return self.house.uow.run(lambda batch: by.publish(batch, publication, make, name="publish"))


@pytest.fixture
def world() -> World:
    return World()


def test_number_0_holds_before_any_publication(world: World) -> None:
    editions = world.sandbox()
    assert editions.current() == baseline_settings()
    assert editions.version(0) == baseline_settings()
    assert editions.at(world.clock.now() - 1000 * HOUR).number == 0


def test_an_edition_bears_who_why_and_when(world: World) -> None:
    now = world.clock.now()
    made = world.publish(world.sandbox(), now + HOUR, a=1)
    assert made == SettingsVersion(
        number=1,
        effective_at=now + HOUR,
        values={"a": 1},
        published_by="ops-1",
        why="试行",
        published_at=now,
    )
    assert world.sandbox().version(1) == made


def test_it_takes_effect_at_its_time_everywhere_without_a_read(world: World) -> None:
    one, other = world.sandbox(), world.sandbox()
    effective = world.clock.now() + LEAD
    world.publish(one, effective, a=1)
    world.clock.move(LEAD - timedelta(seconds=1))
    assert [one.current().number, other.current().number] == [0, 0]
    world.storage.calls.clear()
    world.clock.move_to(effective)
    assert [one.current().number, other.current().number] == [1, 1]
    assert world.storage.calls == []


def test_a_warm_sandbox_reads_once_a_minute(world: World) -> None:
    editions = world.sandbox()
    for _ in range(60):
        editions.current()
        world.clock.move(timedelta(seconds=1))
    assert world.storage.calls == ["query"]
    editions.current()
    assert world.storage.calls == ["query", "query"]


def test_a_re_read_brings_news_only(world: World) -> None:
    editions, other = world.sandbox(), world.sandbox()
    world.publish(other, world.clock.now() + LEAD, a=1)
    assert editions.current().number == 0
    for number in range(2, 9):
        world.publish(other, world.clock.now() + LEAD, a=number)
    world.clock.move(HOUR)
    assert (editions.current().number, editions.current().values) == (8, {"a": 8})


def test_the_lead_must_be_kept(world: World) -> None:
    editions = world.sandbox()
    with pytest.raises(EffectiveTooSoon) as refused:
        world.publish(editions, world.clock.now() + LEAD - timedelta(seconds=1), a=1)
    assert refused.value.detail == {"earliest": (world.clock.now() + LEAD).astimezone(SHANGHAI).isoformat()}
    assert world.storage.all(SETTINGS) == []


@pytest.mark.parametrize("why", ["", "  ", "x" * 501])
def test_a_publication_says_why(world: World, why: str) -> None:
    with pytest.raises(BadInput):
        Publication(effective_at=world.clock.now(), who="ops-1", why=why, lead=LEAD)


def test_of_two_publishers_the_second_takes_the_next_number(world: World) -> None:
    one, other = world.sandbox(), world.sandbox()
    effective = world.clock.now() + HOUR
    tries = 0

    def decide_late(batch: object) -> SettingsVersion:
        nonlocal tries
        tries += 1
        publication = Publication(effective_at=effective, who="ops-2", why="抢先", lead=LEAD)
        made = one.publish(
            batch,  # type: ignore[arg-type]
            publication,
            lambda previous, imprint: SettingsVersion(values=previous.values | {"b": 2}, **imprint),
            name="publish",
        )
        if tries == 1:
            world.publish(other, effective, a=1)
        return made

    made = world.house.uow.run(decide_late)
    assert (tries, made.number, made.values) == (2, 2, {"a": 1, "b": 2})
    assert [each.number for each in world.storage.all(SETTINGS)] == [1, 2]


def test_a_later_word_puts_aside_what_still_waits(world: World) -> None:
    editions = world.sandbox()
    start = world.clock.now()
    world.publish(editions, start + 10 * HOUR, a=1)
    urgent = world.publish(editions, start + HOUR, b=2)
    assert (urgent.replaces, urgent.values) == ((1,), {"b": 2}), "what waits is not in force then"
    world.clock.move(20 * HOUR)
    assert editions.current().number == 2
    assert world.sandbox().current().number == 2


def test_what_waits_for_an_earlier_time_stays(world: World) -> None:
    editions = world.sandbox()
    start = world.clock.now()
    world.publish(editions, start + HOUR, a=1)
    later = world.publish(editions, start + 2 * HOUR, b=2)
    assert (later.replaces, later.values) == ((), {"a": 1, "b": 2})
    assert [editions.at(start + hours * HOUR).number for hours in (0, 1, 2)] == [0, 1, 2]


def test_a_fresh_sandbox_finds_the_past_page_by_page(world: World) -> None:
    editions = world.sandbox()
    times = []
    for number in range(1, 11):
        times.append(world.clock.now() + HOUR)
        world.publish(editions, times[-1], a=number)
        world.clock.move(2 * HOUR)
    fresh = world.sandbox()
    world.storage.calls.clear()
    assert fresh.current().number == 10
    assert world.storage.calls == ["query"]
    assert [fresh.at(time).number for time in times] == list(range(1, 11))
    assert fresh.at(times[0] - timedelta(seconds=1)).number == 0


def test_a_version_is_read_once(world: World) -> None:
    editions = world.sandbox()
    for number in range(1, 8):
        world.publish(editions, world.clock.now() + HOUR, a=number)
        world.clock.move(2 * HOUR)
    fresh = world.sandbox()
    fresh.current()
    world.storage.calls.clear()
    assert [fresh.version(1).number, fresh.version(1).number] == [1, 1]
    assert world.storage.calls == ["fetch"]
    assert list(fresh.get_many([0, 1, 2, 9, 7])) == [0, 1, 2, 7]
    assert world.storage.calls == ["fetch", "fetch"]
    with pytest.raises(NotFound):
        fresh.version(8)


def test_history_pages_the_newest_first(world: World) -> None:
    editions = world.sandbox()
    for number in range(1, 4):
        world.publish(editions, world.clock.now() + HOUR, a=number)
    first, after = editions.page(2)
    rest, end = editions.page(2, after)
    assert ([each.number for each in (*first, *rest)], end) == ([3, 2, 1], None)


def test_a_list_that_cannot_be_read_lasts_90_seconds(world: World) -> None:
    editions = world.sandbox()
    editions.current()
    world.storage.down = True
    world.clock.move(timedelta(seconds=90))
    assert editions.current().number == 0
    world.clock.move(timedelta(seconds=1))
    with pytest.raises(NotReady):
        editions.current()
    world.storage.down = False
    assert editions.current().number == 0


def test_a_sandbox_that_never_read_decides_nothing(world: World) -> None:
    world.storage.down = True
    with pytest.raises(NotReady):
        world.sandbox().current()
