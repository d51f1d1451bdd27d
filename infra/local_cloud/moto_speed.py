"""Makes moto's DynamoDB fit for a story: what it does per call no longer grows with what is stored.

moto copies whole tables before every transaction so that it can roll back, and sorts whole tables for every Query.
Here a transaction notes only the items that it touches, and a Query looks only at the items of its key
(docs/adr/0003-local-cloud.md has the figures). What moto answers stays the same; tests/infra/test_moto_speed.py
holds it to that. The same place tells whoever asks what a transaction changed: moto itself has no such feed.
"""

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from inspect import signature
from typing import Any

from jsonpath_ng import ext as jsonpath
from moto.core import responses
from moto.core.serialize import BaseJSONSerializer
from moto.core.utils import method_names_from_class
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

__all__ = ["Change", "Listener", "listeners", "make_quick"]

_AS_TEXT = frozenset({"S", "N", "SS", "NS", "NULL", "BOOL"})
"""Kinds of values that JSON holds as they are; bytes are not."""

AttributeMap = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One item that a transaction changed, as DynamoDB writes it; None where there was, or is, no item."""

    table: str
    old: AttributeMap | None
    new: AttributeMap | None


Listener = Callable[[list[Change]], None]
listeners: list[Listener] = []
"""Called after each transaction that was committed, under the lock that moto is called under."""

_slow_transaction = DynamoDBBackend.transact_write_items
_slow_query = Table.query
_query_signature = signature(_slow_query)
_slow_structure: Any = BaseJSONSerializer._serialize_type_structure  # noqa: SLF001 - the one place that writes them
_method_names = cache(method_names_from_class)
_jsonpath: Any = jsonpath
_parse_path = cache(_jsonpath.parse)


def make_quick() -> None:
    """Put the quick ways in; a second call changes nothing."""
    table: Any = Table
    backend: Any = DynamoDBBackend
    serializer: Any = BaseJSONSerializer
    moto_responses: Any = responses
    table.__deepcopy__ = lambda self, _memo: self  # the rollback copy: `_Undo` does its work
    table.query = _query
    backend.transact_write_items = _transact
    serializer._serialize_type_structure = _write_structure  # noqa: SLF001 - as above
    moto_responses.method_names_from_class = _method_names
    _jsonpath.parse = _parse_path


def _transact(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    undo = _Undo(backend, transact_items)
    try:
        _slow_transaction(backend, transact_items)
    except BaseException:
        undo.roll_back()
        raise
    if listeners:
        changes = undo.changes()
        for listener in listeners:
            listener(changes)


class _Undo:
    """The items that a transaction touches and the ends of the streams that it feeds, as they were before it."""

    def __init__(self, backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
        self._before = [
            (table, key, copy.deepcopy(table.get_item(*key))) for table, key in _homes(backend, transact_items)
        ]
        self._streams = {
            id(table): (table.stream_shard.items, len(table.stream_shard.items))
            for table, _key, _item in self._before
            if table.stream_shard is not None
        }

    def roll_back(self) -> None:
        for table, (pk, sk), item in self._before:
            if item is None:
                table.items[pk].pop(sk, None)
            else:
                table.items[pk][sk] = item
        for records, length in self._streams.values():
            del records[length:]

    def changes(self) -> list[Change]:
        found = []
        for table, key, item in self._before:
            change = Change(table.name, _plain(item), _plain(table.get_item(*key)))
            if change.old != change.new:
                found.append(change)
        return found


def _homes(
    backend: DynamoDBBackend, transact_items: Iterable[dict[str, Any]]
) -> Iterable[tuple[Table, tuple[DynamoType, DynamoType]]]:
    for action in transact_items:
        for body in action.values():
            table = backend.tables.get(body.get("TableName"))
            key = body.get("Key") or body.get("Item") or {}
            if table and {table.hash_key_attr, table.range_key_attr} <= key.keys():
                yield table, (DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr]))


def _plain(item: Any) -> AttributeMap | None:
    return None if item is None else item.to_json()["Attributes"]


def _query(table: Table, hash_key: DynamoType | None, *rest: Any, **named: Any) -> Any:
    """Ask a view of the table that holds the items of this key only."""
    view: Any = copy.copy(table)
    asked = _query_signature.bind(table, hash_key, *rest, **named).arguments
    if asked.get("index_name") is None:
        view.items = {hash_key: table.items[hash_key]} if hash_key in table.items else {}
    elif len(conditions := named.get("hash_key_conditions") or []) == 1:
        view.items = _with_attribute(table, *conditions[0])
    return _slow_query(view, hash_key, *rest, **named)


def _with_attribute(table: Table, name: str, wanted: DynamoType) -> dict[DynamoType, dict[DynamoType, Any]]:
    found: dict[DynamoType, dict[DynamoType, Any]] = {}
    for pk, items in table.items.items():
        for sk, item in items.items():
            attribute = item.attrs.get(name)
            if attribute is not None and attribute.value == wanted.value:
                found.setdefault(pk, {})[sk] = item
    return found


def _write_structure(serializer: Any, serialized: dict[str, Any], thing: Any, shape: Any, key: str) -> None:
    """An attribute value that looks as it does on the wire is written as it is; it has no aliases to try."""
    if shape.name == "AttributeValue" and _as_on_the_wire(thing):
        serialized[serializer.get_serialized_name(shape, key)] = thing
    else:
        _slow_structure(serializer, serialized, thing, shape, key)


def _as_on_the_wire(thing: Any) -> bool:
    if type(thing) is not dict or len(thing) != 1:
        return False
    ((kind, inside),) = thing.items()
    if kind == "M":
        return all(map(_as_on_the_wire, inside.values()))
    return all(map(_as_on_the_wire, inside)) if kind == "L" else kind in _AS_TEXT
