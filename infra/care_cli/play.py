"""`care play`: a story through the local cloud, told as it goes; then the sum of it, or a cloud that keeps running."""

import json
import logging
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from care.kernel.clock import SettableClock
from care_cli.narrator import Narrator
from care_cli.report import print_summary, print_welcome
from care_cli.terminal import progress_of
from local_cloud.clockwork import run_on
from local_cloud.cloud import LocalCloud
from local_cloud.local_callbacks import LOCAL_CALLBACKS
from local_cloud.local_codes import local_codes
from local_cloud.moto_speed import listeners
from local_cloud.story.lines import Line, read_story
from local_cloud.story.player import Player, Result, first_instant
from local_cloud.summary import summarise

__all__ = ["play"]


def play(
    story: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON Lines (docs/stories.md)")],
    *,
    summary: Annotated[Path | None, typer.Option(help="Write the summary to this file, as JSON")] = None,
    serve: Annotated[bool, typer.Option(help="Keep serving afterwards, until Ctrl-C")] = False,
    quiet: Annotated[bool, typer.Option(help="Tell the summary only")] = False,
    every_tick: Annotated[bool, typer.Option(help="Meet every tick of every schedule, not only those that matter")] = (
        False
    ),
    port: Annotated[int, typer.Option(help="Port to serve on; 0 takes a free one", min=0, max=65535)] = 0,
) -> None:
    """Play a story on the local cloud. Exit status 1: some lines were bad (the rest was played)."""
    console = Console(file=sys.stdout)
    lines = read_story(story.read_text(encoding="utf-8").splitlines())
    start = first_instant(lines) or datetime.now(UTC)
    clock = SettableClock(start)
    local = {"codes": local_codes(clock), "callbacks": LOCAL_CALLBACKS}
    with _logged() as log, LocalCloud.start(clock=clock, port=port, log=log, bootstrap=local) as cloud:
        player = Player(cloud, every_tick=every_tick)
        result = _played(player, lines, console, quiet=quiet)
        told = summarise(cloud)
        print_summary(console, told, result)
        failures = cloud.functions.failures
        if failures or result.bad:
            console.print(f"{failures} invocations failed; the functions' log: {log.name}", soft_wrap=True)
        if summary:
            summary.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        if serve:
            print_welcome(console, cloud, lines)
            _serve(player)
    if not (failures or result.bad):
        Path(log.name).unlink(missing_ok=True)
    raise typer.Exit(0 if result.good else 1)


def _played(player: Player, lines: list[Line], console: Console, *, quiet: bool) -> Result:
    with _progress(console, len(lines), quiet=quiet) as progress:
        if quiet:
            return player.play(lines)
        (task,) = progress.task_ids
        narrator = Narrator(progress.console, player.cloud.clock.now, lambda: progress.advance(task))
        listeners.append(narrator.committed)
        try:
            return player.listened_to_by(narrator).play(lines)
        finally:
            listeners.remove(narrator.committed)


def _progress(console: Console, total: int, *, quiet: bool) -> Progress:
    columns = (TextColumn("lines"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = progress_of(*columns, console=console, quiet=quiet)
    progress.add_task("lines", total=total)
    return progress


def _serve(player: Player) -> None:
    """Until Ctrl-C, or SIGTERM."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    run_on(player, stop)


@contextmanager
def _logged() -> Iterator[TextIO]:
    """A file for all that functions print and log, so that the story can be read."""
    with tempfile.NamedTemporaryFile("w", prefix="aftercare-", suffix=".log", delete=False, encoding="utf-8") as file:
        log: TextIO = file  # type: ignore[assignment]
        handler = logging.StreamHandler(log)
        logging.getLogger().addHandler(handler)
        logging.captureWarnings(capture=True)
        try:
            yield log
        finally:
            logging.captureWarnings(capture=False)
            logging.getLogger().removeHandler(handler)
