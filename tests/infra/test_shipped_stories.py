"""The small shipped stories are played as a visitor plays them: every line well, and nothing broken left behind."""

from io import StringIO
from typing import Any

import pytest

from care.kernel.clock import SettableClock
from local_cloud import LocalCloud
from local_cloud.cloud import ROOT
from local_cloud.story.lines import read_story
from local_cloud.story.player import Player, first_instant
from local_cloud.summary import Summary, summarise
from story_maker.__main__ import MADE

ELSEWHERE = {"twelve-orders", "community-ten-days"}
"""The large ones have tests of their own."""
OF_A_PERSON = {"case-silent-mall": 2, "case-bad-goods-paid-in-a-second": 0}
"""How often the member is told that a payout has not come."""


def play(name: str) -> tuple[Summary, dict[str, list[Any]]]:
    lines = read_story((ROOT / "infra" / "stories" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    start = first_instant(lines)
    assert start is not None
    with LocalCloud.start(clock=SettableClock(start), log=StringIO()) as cloud:
        assert Player(cloud).play(lines).bad == []
        assert cloud.permissions.denied == []
        assert cloud.functions.failures == 0
        return summarise(cloud), cloud.tables()


@pytest.mark.parametrize("name", sorted(MADE.keys() - ELSEWHERE))
def test_a_story_is_good_and_leaves_nothing_dead(name: str) -> None:
    told, _tables = play(name)
    assert "dead" not in told["left"]["agenda"]
    assert told["left"]["dead_letters"] == {}
    assert told["left"]["queues"] == {}
    if name in OF_A_PERSON:
        assert told["messages"].get("payout_failed", {}).get("SENT", 0) == OF_A_PERSON[name]
