"""Plays a story: moves the clock from stop to stop and puts each line through bus, queues, functions and API.

for each line:  go to its time ── stop by stop: next tick with something due, next answer of the mall
                then the line itself; events of one moment go in together
                then let everything settle
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Protocol, Self

from urllib3.exceptions import HTTPError

from local_cloud.cloud import LocalCloud
from local_cloud.story.answers import Mismatch, judge
from local_cloud.story.delivery import Delivery, Unkindness
from local_cloud.story.lines import BadLine, CallLine, EventLine, Line, MallLine, PhotoLine, ReplyLine
from local_cloud.story.mall import Mall
from local_cloud.story.photos import post_photo
from local_cloud.story.references import Saved, Unresolved
from local_cloud.story.replies import send_reply

__all__ = ["Listener", "Player", "Result", "first_instant"]


class Listener(Protocol):
    """Hears what is played."""

    def line(self, line: Line) -> None: ...

    def bad(self, line: Line, reason: str) -> None: ...

    def mall(self, kind: str, detail: Any) -> None: ...


@dataclass(slots=True)
class Result:
    """What became of a story: how many lines were played, and which were bad, by number."""

    played: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.bad


class Silence:
    """A listener that says nothing."""

    def line(self, line: Line) -> None: ...

    def bad(self, line: Line, reason: str) -> None: ...

    def mall(self, kind: str, detail: Any) -> None: ...


class Player:
    """Plays lines on a cloud whose clock it moves."""

    def __init__(
        self,
        cloud: LocalCloud,
        *,
        unkindness: Unkindness | None = None,
        every_tick: bool = False,
    ) -> None:
        self.cloud = cloud
        self.mall = Mall(cloud)
        self.result = Result()
        self._every_tick = every_tick
        self._listener: Listener = Silence()
        self._saved = Saved()
        self._delivery = Delivery(unkindness or Unkindness(), self.cloud.put_event, self.settle)

    def play(self, lines: Sequence[Line]) -> Result:
        """Play all lines. What a bad line says is reported in the result, and the rest plays."""
        for together in _runs(lines):
            reached = self._guarded(together[0], lambda line: self._go_to(line.at))
            self._together(together if reached else together[1:])
            self._answers()
        self._delivery.finish()
        self.settle()
        return self.result

    def listened_to_by(self, listener: Listener) -> Self:
        """The player, which tells `listener` from now on."""
        self._listener = listener
        return self

    def settle(self) -> None:
        """Let queues and streams come to rest, and the mall hear what it is asked."""
        self.cloud.drain()
        self.mall.listen()

    def go_to(self, at: datetime) -> None:
        """Move the clock, stopping wherever something happens on the way."""
        now = self.cloud.clock.now()
        while True:
            limit = min(at, self.mall.next_answer() or at)
            ticked = self.cloud.step(limit, every_tick=self._every_tick)
            self.mall.listen()
            self._answers()
            if self.cloud.clock.now() > now:
                now = self.cloud.clock.now()
                self._delivery.next_stop()
            if not ticked and now >= at:
                return

    def _go_to(self, at: datetime | None) -> None:
        if at is None:
            return
        if at < self.cloud.clock.now():
            raise Mismatch(f"the clock never goes back; it is {self.cloud.clock.now().isoformat()} already")
        self.go_to(at)

    def _answers(self) -> None:
        while answers := self.mall.answers_due(self.cloud.clock.now()):
            for each in answers:
                self._listener.mall(each.kind, each.detail)
            self._delivery.deliver((each.kind, each.detail) for each in answers)

    def _guarded(self, line: Line, play: Callable[[Any], None]) -> bool:
        try:
            play(line)
        except (Mismatch, Unresolved, LookupError, ValueError, RuntimeError, HTTPError) as error:
            self._bad(line, str(error))
            return False
        return True

    def _bad(self, line: Line, reason: str) -> None:
        if not self.result.bad or self.result.bad[-1][0] != line.number:
            self.result.bad.append((line.number, reason))
        self._listener.bad(line, reason)

    def _together(self, lines: Sequence[Line]) -> None:
        if lines and isinstance(lines[0], EventLine):
            self._events(lines)
        else:
            for line in lines:
                self._guarded(line, self._one)

    def _events(self, lines: Sequence[Line]) -> None:
        filled: list[tuple[str, Any]] = []
        for line in lines:
            self._listener.line(line)
            self._guarded(line, lambda line: filled.append((line.event, self._detail(line))))
        self.result.played += len(filled)
        self._guarded(lines[0], lambda _line: self._delivery.deliver(filled))

    def _detail(self, line: EventLine) -> Any:
        """The mall's envelope fields have defaults, so that a story need not repeat them."""
        detail = self._saved.fill(line.detail)
        if not isinstance(detail, dict):
            raise Mismatch("an event's detail is an object")
        return {"version": 1, "occurred_at": self.cloud.clock.now().isoformat()} | detail

    def _one(self, line: Line) -> None:
        self._listener.line(line)
        match line:
            case BadLine():
                raise Mismatch(line.reason)
            case CallLine():
                self._call(line)
            case MallLine():
                self.mall.mode, self.mall.after = line.mode, line.after
            case PhotoLine():
                post_photo(line.photo, self._saved.fill(line.to))
                self.settle()
            case ReplyLine():
                send_reply(self.cloud, line.member_id, line.text)
                self.settle()
        self.result.played += 1

    def _call(self, line: CallLine) -> None:
        variables = self._saved.fill(line.variables)
        answer = self.cloud.call(line.call, line.caller, variables, **line.claims)
        self.settle()
        judge(answer, line.expect_error, self._saved.fill(line.expect))
        self._saved.keep(line.save, answer.get("data"))


def first_instant(lines: Iterable[Line]) -> datetime | None:
    """Where the clock of a story starts: the first time that it names."""
    return next((line.at for line in lines if line.at), None)


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that are played together: events of one moment, or one line of any other kind."""
    moment: list[datetime | None] = [None]

    def key(line: Line) -> tuple[Any, ...]:
        moment[0] = line.at or moment[0]
        return (moment[0],) if isinstance(line, EventLine) else (moment[0], line.number)

    for _key, together in groupby(lines, key):
        yield list(together)
