"""A cloud that runs by itself, on a clock that goes on from where a story left it, at the pace of the wall clock."""

import time
from datetime import timedelta
from threading import Event

from local_cloud.story.player import Player

__all__ = ["run_on"]

_PAUSE = 0.2
"""Seconds between two looks at queues, streams and agenda."""


def run_on(player: Player, stop: Event) -> None:
    """Run until `stop` is set: queues and streams at once, ticks when they are due, the mall as it was last told."""
    began, wall = player.cloud.clock.now(), time.monotonic()
    while not stop.wait(_PAUSE):
        player.settle()
        player.go_to(began + timedelta(seconds=time.monotonic() - wall))
