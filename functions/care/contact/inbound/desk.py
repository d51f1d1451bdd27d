"""The door's side of what comes in: verify, put into the queue, remember the request (P6)."""

from collections.abc import Callable, Mapping

import msgspec

from care.contact.inbound.doors import Doors
from care.contact.inbound.faults import Replayed
from care.contact.inbound.forwarded import Forwarded
from care.contact.inbound.replays import take_request, taken_at
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.work import UnitOfWork

__all__ = ["InboundDesk"]


class InboundDesk:
    """`forward` puts a message into the queue."""

    def __init__(
        self, storage: Storage, uow: UnitOfWork, clock: Clock, doors: Doors, forward: Callable[[str], None]
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._doors = doors
        self._forward = forward

    def take(self, door: str, query: Mapping[str, str], body: bytes) -> str:
        """What the provider wants to hear, also where it is told the same again: then nothing is done. InboundFault.

        It is forwarded before it is remembered: a crash in between forwards it twice, and a message is worked on once.
        """
        received = self._doors.receive(door, query, body, self._clock.now())
        key = received.key
        if key and self._storage.get(*taken_at(key)):
            return received.thanks
        message = Forwarded(provider=received.provider, door=received.door, body=received.body)
        self._forward(msgspec.json.encode(message).decode())
        if key:
            self._remember(key)
        return received.thanks

    def _remember(self, key: str) -> None:
        try:
            self._uow.run(lambda batch: batch.add(take_request(key, self._clock.now())))
        except Replayed:
            return
