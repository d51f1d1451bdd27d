"""A process that sweeps lane `now` as its Lambda does, at the time that it is told; test_kill ends it."""

import sys
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from care.kernel.clock import SettableClock
from handlers import bootstrap, sweep_now


def main() -> None:
    """Says when it is ready, waits for a line, then sweeps."""
    bootstrap.configure(clock=SettableClock(datetime.fromisoformat(sys.argv[1])))
    context: Any = SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout = sys.stderr  # what the handler logs
    while cast("Any", sweep_now.handler)({}, context)["fired"]:
        pass


if __name__ == "__main__":
    main()
