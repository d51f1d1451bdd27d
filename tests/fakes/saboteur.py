"""A storage that forgets conditions by the name of their write, and lets a rival run just before a commit."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from care.dynamo.writes import DynamoWrite
from fakes.memory_storage import MemoryStorage

__all__ = ["Saboteur"]


class Saboteur(MemoryStorage):
    """`bare`: writes whose name begins so lose their condition. `missing`: those are not made at all."""

    def __init__(self, *, bare: tuple[str, ...] = (), missing: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._bare = bare
        self._missing = missing
        self._rivals: list[Callable[[], object]] = []

    def run_between(self, rival: Callable[[], object]) -> None:
        """What the next decision has read is out of date when it commits."""
        self._rivals.append(rival)

    def transact(self, writes: Sequence[DynamoWrite]) -> None:
        while self._rivals:
            self._rivals.pop()()
        made = [each for each in writes if not (self._missing and each.name.startswith(self._missing))]
        super().transact([self._harmed(each) for each in made])

    def _harmed(self, write: DynamoWrite) -> DynamoWrite:
        return replace(write, condition=None) if self._bare and write.name.startswith(self._bare) else write
