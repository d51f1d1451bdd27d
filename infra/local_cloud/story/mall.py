"""The mall's side of a story: it reads what we ask of it and answers as the story says.

What it has answered once to a key and attempt it answers again in the same words, as the contract with it demands
(docs/events.md).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from local_cloud.cloud import LocalCloud

__all__ = ["Mall", "MallEvent"]

_REQUESTED = "Requested"
_REASON = "账户暂时无法入账"
_Said = tuple[str, Mapping[str, Any]]
"""Event type and detail."""


@dataclass(frozen=True, slots=True, order=True)
class MallEvent:
    """An answer on its way: when it comes, which in order it was thought of, and what it says."""

    due: datetime
    order: int
    kind: str
    detail: Mapping[str, Any] = field(compare=False)


class Mall:
    """Answers `RefundRequested` by `RefundConfirmed` or `RefundFailed`, and benefits and goods likewise.

    Where it `reverses`, a `RefundReversed` follows, as late after the confirmation as that came after the request.
    """

    def __init__(self, cloud: LocalCloud, queue: str = "MallOutQueue") -> None:
        self.mode = "confirms"
        self.after = timedelta(minutes=1)
        self._cloud = cloud
        self._queue = queue if queue in cloud.stack.template.resources else None
        self._said: dict[tuple[str, int], list[_Said]] = {}
        self._coming: list[MallEvent] = []
        self._count = 0

    def next_answer(self) -> datetime | None:
        """When the next answer is due."""
        return self._coming[0].due if self._coming else None

    def answers_due(self, now: datetime) -> list[MallEvent]:
        """The answers that are due, the oldest first; each is handed out once."""
        found = []
        while self._coming and self._coming[0].due <= now:
            found.append(heappop(self._coming))
        return found

    def listen(self) -> None:
        """Take all that was asked since the last time."""
        if self._queue is None:
            return
        sqs, url = self._cloud.stack.client("sqs"), self._cloud.stack.ref(self._queue)
        if not self._cloud.messages(self._queue):
            return
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                self._asked(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def _asked(self, envelope: dict[str, Any]) -> None:
        detail, kind = envelope["detail"], envelope["detail-type"]
        if self.mode == "silent" or not kind.endswith(_REQUESTED) or "attempt" not in detail:
            return
        due = self._cloud.clock.now() + self.after
        told = self._said.setdefault((detail["key"], detail["attempt"]), self._answers(kind, detail, due))
        for number, (answer, content) in enumerate(told):
            self._count += 1
            heappush(self._coming, MallEvent(due + number * self.after, self._count, answer, content))

    def _answers(self, asked: str, detail: dict[str, Any], at: datetime) -> list[_Said]:
        """All that it has to say to a request, in this order."""
        first = self._answer(asked, detail, at)
        if self.mode != "reverses":
            return [first]
        kind, attempt = asked.removesuffix(_REQUESTED) + "Reversed", f"{detail['key']}-{detail['attempt']}"
        then = {"event_id": f"{kind}-{attempt}", "occurred_at": (at + self.after).isoformat(), "reason": _REASON}
        same = {name: first[1][name] for name in ("version", "key", "attempt", "reference")}
        return [first, (kind, same | then)]

    def _answer(self, asked: str, detail: dict[str, Any], at: datetime) -> _Said:
        """Event type and detail of the answer."""
        key, attempt = detail["key"], detail["attempt"]
        fails = self.mode == "fails" or (self.mode == "fails_once" and attempt == 1)
        kind = asked.removesuffix(_REQUESTED) + ("Failed" if fails else "Confirmed")
        answer = {
            "event_id": f"{kind}-{key}-{attempt}",
            "version": 1,
            "occurred_at": at.isoformat(),
            "key": key,
            "attempt": attempt,
            "reference": f"MALL-{key}-{attempt}",
        }
        paid = {name: detail[name] for name in ("amount_fen", "points") if name in detail}
        return kind, answer | ({"reason": _REASON} if fails else paid)
