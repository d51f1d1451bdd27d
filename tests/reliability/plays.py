"""Plays stories through bus, queue and function, and compares what they come to."""

from datetime import datetime
from functools import cache
from io import StringIO
from itertools import takewhile
from typing import Any

from care.kernel.bookkeeping import BOOKKEEPING
from care.kernel.clock import SettableClock
from local_cloud import LocalCloud
from local_cloud.cloud import ROOT
from local_cloud.story.delivery import Unkindness
from local_cloud.story.lines import NoteLine, read_story
from local_cloud.story.player import Player, first_instant
from local_cloud.summary import Summary, summarise

Tables = dict[str, dict[tuple[str, str], Any]]
End = tuple[Summary, Tables]


def play(
    story: str, unkindness: Unkindness | None = None, *, until: datetime | None = None, every_tick: bool = False
) -> End:
    """What a story comes to: its summary, and every item without what only says how it came to be.

    `until` leaves out the lines after a time, and goes there.
    """
    lines = read_story((ROOT / "infra" / "stories" / f"{story}.jsonl").read_text(encoding="utf-8").splitlines())
    start = first_instant(lines)
    assert start is not None
    if until:
        lines = [*takewhile(lambda line: line.at is None or line.at < until, lines), NoteLine(number=0, at=until)]
    with LocalCloud.start(clock=SettableClock(start), log=StringIO()) as cloud:
        result = Player(cloud, unkindness=unkindness, every_tick=every_tick).play(lines)
        assert result.bad == []
        return summarise(cloud), {name: _by_key(items) for name, items in cloud.tables().items()}


@cache
def kindly(story: str) -> End:
    """As a mall would send it."""
    return play(story)


def unkindly(story: str, seed: int) -> End:
    """Every event three times, permuted within its stop, and once more up to six stops later."""
    return play(story, Unkindness(times=3, seed=seed, late_by=6))


def assert_same(found: End, expected: End) -> None:
    for name, items in expected[1].items():
        assert found[1][name].keys() == items.keys(), name
        for key, item in items.items():
            assert found[1][name][key] == item, (name, key)
    assert found[0] == expected[0]


def _by_key(items: list[dict[str, Any]]) -> dict[tuple[str, str], Any]:
    return {(item["pk"], item["sk"]): _without_bookkeeping(item) for item in items}


def _without_bookkeeping(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {name: _without_bookkeeping(each) for name, each in thing.items() if name not in BOOKKEEPING}
    return [_without_bookkeeping(each) for each in thing] if isinstance(thing, list) else thing
