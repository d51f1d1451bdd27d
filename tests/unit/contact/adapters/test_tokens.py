"""Access tokens: one for all sandboxes, renewed by one of them, dropped when the provider says so."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Thread

import pytest

from care.contact.adapters.http import Unanswered, Unreached
from care.contact.adapters.tokens import TOKENS, Fetched, TokenCache
from care.kernel.errors import Conflict
from care.members.cipher import Cipher
from fakes.house import House

OLD, NEW = "o" * 32, "n" * 32


@dataclass
class Desk:
    """Gives tokens. `while_asked`: what happens meanwhile."""

    given: int = 0
    refused: list[str | None] = field(default_factory=list)
    error: Exception | None = None
    while_asked: Callable[[], object] = lambda: None

    def fetch(self, refused: str | None) -> Fetched:
        self.refused.append(refused)
        meanwhile, self.while_asked = self.while_asked, lambda: None
        meanwhile()
        if self.error:
            raise self.error
        self.given += 1
        return Fetched(token=f"token-{self.given}", lasts=timedelta(hours=2))


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def sandbox(house: House, keys: tuple[str, ...] = (OLD,), slept: list[float] | None = None) -> TokenCache:
    pauses = [] if slept is None else slept
    cipher = Cipher(keys, "l" * 32)
    return TokenCache(storage=house.storage, uow=house.uow, clock=house.clock, cipher=cipher, sleep=pauses.append)


def test_one_sandbox_fetches_and_all_use_it(house: House, desk: Desk) -> None:
    assert {sandbox(house).get("app", desk.fetch) for _ in range(5)} == {"token-1"}
    assert desk.given == 1


def test_apps_do_not_share(house: House, desk: Desk) -> None:
    cache = sandbox(house)
    assert [cache.get(app, desk.fetch) for app in ("a", "b", "a")] == ["token-1", "token-2", "token-1"]


def test_a_sandbox_that_has_it_asks_nobody(house: House, desk: Desk) -> None:
    cache = sandbox(house)
    cache.get("app", desk.fetch)
    house.storage.calls.clear()
    assert cache.get("app", desk.fetch) == "token-1"
    assert house.storage.calls == []


def test_it_lies_there_as_cipher_text(house: House, desk: Desk) -> None:
    sandbox(house).get("app", desk.fetch)
    assert "token-1" not in str(house.storage.items)


def test_it_is_renewed_five_minutes_early(house: House, desk: Desk) -> None:
    cache = sandbox(house)
    cache.get("app", desk.fetch)
    house.clock.move(timedelta(minutes=114, seconds=59))
    assert cache.get("app", desk.fetch) == "token-1"
    house.clock.move(timedelta(seconds=2))
    assert cache.get("app", desk.fetch) == "token-2"
    assert desk.refused == [None, None]


def test_while_one_renews_the_others_go_on_with_the_old_one(house: House, desk: Desk) -> None:
    cache, other, seen = sandbox(house), sandbox(house), []
    cache.get("app", desk.fetch)
    house.clock.move(timedelta(minutes=116))
    desk.while_asked = lambda: seen.append(other.get("app", desk.fetch))
    assert cache.get("app", desk.fetch) == "token-2"
    assert (seen, desk.given) == (["token-1"], 2)


def test_without_an_old_one_they_wait_a_moment_and_then_give_up(house: House, desk: Desk) -> None:
    slept: list[float] = []
    other = sandbox(house, slept=slept)

    def meanwhile() -> None:
        with pytest.raises(Unreached):
            other.get("app", desk.fetch)

    desk.while_asked = meanwhile
    assert sandbox(house).get("app", desk.fetch) == "token-1"
    assert desk.given == 1
    assert 1 <= sum(slept) <= 2


def test_who_waits_gets_it_once_it_is_there(house: House, desk: Desk) -> None:
    first, other = sandbox(house), sandbox(house)
    desk.error = Unanswered()
    with pytest.raises(Unanswered):
        first.get("app", desk.fetch)  # dies with the lease
    desk.error = None
    other.sleep = lambda _seconds: house.clock.move(timedelta(seconds=4))
    assert other.get("app", desk.fetch) == "token-1"


def test_a_lease_outlives_nobody(house: House, desk: Desk) -> None:
    desk.error = Unanswered()
    with pytest.raises(Unanswered):
        sandbox(house).get("app", desk.fetch)
    desk.error = None
    house.clock.move(timedelta(seconds=10))
    assert sandbox(house).get("app", desk.fetch) == "token-1"


def test_a_dropped_token_is_fetched_once_by_all(house: House, desk: Desk) -> None:
    caches = [sandbox(house) for _ in range(4)]
    for cache in caches:
        cache.get("app", desk.fetch)
    for cache in caches:
        cache.drop("app", "token-1")
        assert cache.get("app", desk.fetch) == "token-2"
    assert desk.refused == [None, "token-1"]


def test_one_that_came_meanwhile_is_not_dropped(house: House, desk: Desk) -> None:
    cache = sandbox(house)
    cache.get("app", desk.fetch)
    cache.drop("app", "another")
    assert sandbox(house).get("app", desk.fetch) == "token-1"


def test_dropping_what_is_not_there_is_nothing(house: House) -> None:
    sandbox(house).drop("app", "token")
    assert house.storage.all(TOKENS) == []


def test_after_a_change_of_keys_it_is_fetched_anew(house: House, desk: Desk) -> None:
    sandbox(house, (OLD,)).get("app", desk.fetch)
    assert sandbox(house, (NEW, OLD)).get("app", desk.fetch) == "token-1"
    assert sandbox(house, (NEW,)).get("app", desk.fetch) == "token-2"
    assert sandbox(house, (NEW,)).get("app", desk.fetch) == "token-2"


def test_a_store_that_is_busy_does_not_lose_the_token(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, run = sandbox(house), house.uow.run

    def busy(_decide: object) -> None:
        raise Conflict

    desk.while_asked = lambda: monkeypatch.setattr(house.uow, "run", busy)
    assert cache.get("app", desk.fetch) == "token-1"
    cache.drop("app", "token-1")
    monkeypatch.setattr(house.uow, "run", run)


def test_a_store_that_is_busy_from_the_start_is_waited_for(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_decide: object) -> None:
        raise Conflict

    monkeypatch.setattr(house.uow, "run", busy)
    with pytest.raises(Unreached):
        sandbox(house).get("app", desk.fetch)


def test_a_crowd_of_sandboxes_fetches_once(house: House, desk: Desk) -> None:
    got: list[str] = []
    desk.while_asked = lambda: time.sleep(0.1)

    def get() -> None:
        cache = sandbox(house)
        cache.sleep = time.sleep
        got.append(cache.get("app", desk.fetch))

    crowd = [Thread(target=get) for _ in range(12)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert (got, desk.given) == (["token-1"] * 12, 1)
