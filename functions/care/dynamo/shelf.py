"""A shelf: the typed home of one kind of item in one table. A domain's `store.py` is mostly its shelves.

An item is its dataclass's fields as attributes, plus the furniture: `pk`, `sk`, `type` (the shelf's kind),
`ttl` where the item expires, and `by_a_pk`, `by_a_sk` … where an index serves it (docs/access-patterns.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from care.dynamo.codec import AttributeMap, decode, encode, value
from care.dynamo.writes import DynamoWrite, Key, Operation

__all__ = ["ABSENT", "PRESENT", "Shelf", "attribute"]

T = TypeVar("T")
_FURNITURE = frozenset(
    {"pk", "sk", "type", "ttl", "by_a_pk", "by_a_sk", "by_b_pk", "by_b_sk", "by_c_pk", "by_c_sk", "by_d_pk", "by_d_sk"}
)

ABSENT: Condition = Path("pk").does_not_exist()
PRESENT: Condition = Path("pk").exists()


def attribute(name: str) -> Any:
    """An attribute, to build conditions and updates from: `attribute("version") == 3`, `attribute("spent").add(5)`."""
    return Path(name)


class _Versioned(Protocol):
    @property
    def version(self) -> int: ...


V = TypeVar("V", bound=_Versioned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf(Generic[T]):
    """Where instances of `shape` lie, and the writes that bring them there."""

    shape: type[T]
    kind: str
    table: str
    key: Callable[[T], Key]
    indexes: Mapping[str, Callable[[T], tuple[str, str] | None]] | None = None
    expires: Callable[[T], datetime | None] | None = None

    def __post_init__(self) -> None:
        clash = _FURNITURE & {each.name for each in fields(self.shape)}  # type: ignore[arg-type]
        if clash:
            message = f"{self.shape.__name__} has fields that the shelf needs: {sorted(clash)}"
            raise ValueError(message)

    def load(self, item: AttributeMap) -> T:
        """The thing that an item holds."""
        return decode({name: each for name, each in item.items() if name not in _FURNITURE}, self.shape)

    def dump(self, thing: T) -> dict[str, dict[str, Any]]:
        """The item that holds a thing."""
        key = self.key(thing)
        furniture = {"pk": key.pk, "sk": key.sk, "type": self.kind} | self._index_keys(thing)
        item = encode(thing) | {name: value(each) for name, each in furniture.items()}
        if self.expires and (at := self.expires(thing)):
            item["ttl"] = value(int(at.timestamp()))
        return item

    def put(self, thing: T, *, name: str, lost: Callable[[T | None], Exception | None] | None = None) -> DynamoWrite:
        """A new item: its condition is that none lies there. `lost` gets the one that does."""
        return self._put(thing, name, ABSENT, lost)

    def replace(
        self, thing: V, *, name: str, lost: Callable[[T | None], Exception | None] | None = None
    ) -> DynamoWrite:
        """The next version of an item that was read: its condition is that nobody changed it since.

        `thing.version` is the version that was read; what is written bears the next one.
        """
        unchanged = Path("version") == thing.version
        following: Any = replace(thing, version=thing.version + 1)  # type: ignore[type-var]
        return self._put(following, name, unchanged, lost)

    def save(self, thing: V, *, name: str) -> DynamoWrite:
        """`put` where `thing.version` is 0 (it was never stored), else `replace`; whoever is late decides again."""
        if thing.version == 0:
            return self._put(replace(thing, version=1), name, ABSENT, None)  # type: ignore[type-var]
        return self.replace(thing, name=name)

    def overwrite(self, thing: T, *, name: str) -> DynamoWrite:
        """An item whose content is fixed by its key, so that writing it twice is writing it once."""
        return self._put(thing, name, None, None)

    def update(
        self,
        key: Key,
        *actions: Action,
        name: str,
        condition: Condition | None = None,
        lost: Callable[[T | None], Exception | None] | None = None,
    ) -> DynamoWrite:
        """Change attributes in place. Without a condition it also makes the item (then set `type` too)."""
        return self._write(Operation.UPDATE, key, name, condition, lost, actions=actions)

    def delete(
        self,
        key: Key,
        *,
        name: str,
        condition: Condition = PRESENT,
        lost: Callable[[T | None], Exception | None] | None = None,
    ) -> DynamoWrite:
        return self._write(Operation.DELETE, key, name, condition, lost)

    def check(
        self, key: Key, condition: Condition, *, name: str, lost: Callable[[T | None], Exception | None] | None = None
    ) -> DynamoWrite:
        """Change nothing, but hold the transaction to a condition."""
        return self._write(Operation.CHECK, key, name, condition, lost)

    def _put(
        self, thing: Any, name: str, condition: Condition | None, lost: Callable[[T | None], Exception | None] | None
    ) -> DynamoWrite:
        return self._write(Operation.PUT, self.key(thing), name, condition, lost, item=self.dump(thing))

    def _write(
        self,
        operation: Operation,
        key: Key,
        name: str,
        condition: Condition | None,
        lost: Callable[[T | None], Exception | None] | None,
        *,
        item: AttributeMap | None = None,
        actions: tuple[Action, ...] = (),
    ) -> DynamoWrite:
        return DynamoWrite(
            name=name,
            table=self.table,
            key=key,
            operation=operation,
            item=item,
            actions=actions,
            condition=condition,
            lost=lost and (lambda found: lost(self.load(found) if found else None)),
        )

    def _index_keys(self, thing: T) -> dict[str, str]:
        keys = {}
        for index, key_of in (self.indexes or {}).items():
            if pair := key_of(thing):
                keys[f"{index}_pk"], keys[f"{index}_sk"] = pair
        return keys
