import asyncio
from collections.abc import Mapping, Sequence

import pytest

from api import loop
from api.loaders import Loaders


class Broken(BaseException):
    """Not an Exception: the process is going down."""


class Reader:
    """Knows a, b and c; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def get_many(self, keys: Sequence[str]) -> Mapping[str, str]:
        self.asked.append(tuple(keys))
        return {key: key.upper() for key in keys if key in "abc"}


def break_down(_keys: Sequence[str]) -> Mapping[str, str]:
    raise Broken


async def load_all(loaders: Loaders, reader: Reader, keys: str) -> list[str | None]:
    return list(await asyncio.gather(*(loaders.load("letters", reader.get_many, key) for key in keys)))


def test_one_batch_serves_all_who_wait() -> None:
    reader = Reader()

    assert loop.run(load_all(Loaders(), reader, "abzab")) == ["A", "B", None, "A", "B"]
    assert reader.asked == [("a", "b", "z")]


def test_what_was_found_is_not_asked_again_in_the_same_request() -> None:
    reader, loaders = Reader(), Loaders()

    async def twice() -> None:
        await load_all(loaders, reader, "a")
        await load_all(loaders, reader, "ab")

    loop.run(twice())
    assert reader.asked == [("a",), ("b",)]


def test_what_a_query_brought_along_is_not_asked_at_all() -> None:
    reader, loaders = Reader(), Loaders()

    async def primed() -> list[str | None]:
        loaders.prime("letters", reader.get_many, {"a": "brought"})
        return await load_all(loaders, reader, "ab")

    assert loop.run(primed()) == ["brought", "B"]
    assert reader.asked == [("b",)]


def test_a_crash_reaches_whoever_waits_and_hangs_nobody() -> None:
    async def load() -> object:
        return await asyncio.wait_for(asyncio.ensure_future(_wait(Loaders())), timeout=5)

    with pytest.raises(Broken):
        loop.run(load())


async def _wait(loaders: Loaders) -> object:
    return await loaders.load("letters", break_down, "a")


def test_the_loop_is_kept_between_requests_but_not_after_a_crash() -> None:
    async def which() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    async def crash() -> None:
        raise Broken

    first, second = loop.run(which()), loop.run(which())
    with pytest.raises(Broken):
        loop.run(crash())

    assert first is second
    assert loop.run(which()) is not first
