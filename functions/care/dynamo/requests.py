"""Idempotency: what a caller asked under a key, and where the answer lies; written in the decision's transaction."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

import msgspec

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Storage
from care.dynamo.writes import Key
from care.kernel.clock import Clock
from care.kernel.errors import CareError, KeyReused
from care.kernel.work import Batch, UnitOfWork

__all__ = ["Answer", "Identified", "Request", "Requests"]

KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A mutation as its caller made it. `key` is the caller's own; `content` is the whole input, plain data."""

    caller: str
    operation: str
    key: str
    content: object

    @property
    def name(self) -> str:
        return f"{self.caller}#{self.operation}#{self.key}"

    @property
    def digest(self) -> str:
        return sha256(msgspec.json.encode(self.content, order="sorted")).hexdigest()


class Identified(Protocol):
    """Anything that has an id."""

    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`result` is the id of what the decision made; `replayed` when an earlier call made it.

    `made` is the thing itself where the decision hands it out, as it was committed just now: no need to read it again.
    """

    result: str
    replayed: bool = False
    made: Identified | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    name: str
    digest: str
    result: str
    at: datetime


REQUESTS = Shelf(
    shape=Record,
    kind="request",
    table="requests",
    key=lambda record: Key(f"REQUEST#{record.name}", "REQUEST"),
    expires=lambda record: record.at + KEPT,
)


class _Known(CareError):
    """The key has been used; `record` says for what."""

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.record = record


class Requests:
    """Runs a decision once per (caller, operation, key)."""

    def __init__(self, storage: Storage, uow: UnitOfWork, clock: Clock) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock

    def once(self, request: Request, decide: Callable[[Batch], str | Identified]) -> Answer:
        """Decide and commit, or answer what the same request was answered before; KeyReused if it asked something else.

        `decide` gives the id of what it made, or the thing itself.
        A first call pays no read for this: the record's lost condition brings the earlier answer along. Only a
        refusal looks the record up, since what an earlier call has done may be the reason why a rule refuses now.
        """
        try:
            return self._uow.run(lambda batch: self._decide(request, decide, batch))
        except _Known as known:
            return _answer(request, known.record)
        except CareError:
            record = self._storage.get(REQUESTS, Key(f"REQUEST#{request.name}", "REQUEST"))
            if record is None:
                raise
            return _answer(request, record)

    def _decide(self, request: Request, decide: Callable[[Batch], str | Identified], batch: Batch) -> Answer:
        decided = decide(batch)
        answer = Answer(result=decided) if isinstance(decided, str) else Answer(result=decided.id, made=decided)
        record = Record(name=request.name, digest=request.digest, result=answer.result, at=self._clock.now())
        write = REQUESTS.put(record, name="request.remember", lost=lambda found: _Known(found) if found else None)
        batch.add(replace(write, rank=0))
        return answer


def _answer(request: Request, record: Record) -> Answer:
    if record.digest != request.digest:
        message = "this idempotencyKey was used for another input; take a new one"
        raise KeyReused(message, field="idempotency_key")
    return Answer(result=record.result, replayed=True)
