"""Frozen dataclasses ↔ DynamoDB's attribute values, by their type hints (msgspec).

Times become ISO 8601 text, enums their value, tuples lists; a field that is None is left out, so an optional
field needs a default. Only whole numbers occur: money is fen, and nothing else here needs fractions.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

__all__ = ["MOST_BYTES", "AttributeMap", "decode", "encode", "item_size", "plain", "value"]

T = TypeVar("T")
AttributeMap = Mapping[str, Mapping[str, Any]]
"""An item as DynamoDB's API writes it: `{"id": {"S": "…"}, "version": {"N": "3"}}`."""
MOST_BYTES = 400 * 1024
"""What DynamoDB takes as one item."""


def encode(thing: object) -> dict[str, dict[str, Any]]:
    """The attributes of a dataclass instance."""
    fields: dict[str, Any] = msgspec.to_builtins(thing)
    return {name: value(field) for name, field in fields.items() if field is not None}


def decode(attributes: AttributeMap, shape: type[T]) -> T:
    """An instance of `shape`; attributes that it does not know are passed over."""
    return msgspec.convert({name: plain(each) for name, each in attributes.items()}, shape)


def value(thing: Any) -> dict[str, Any]:
    """A plain Python value as an attribute value."""
    match thing:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": thing}
        case int():
            return {"N": str(thing)}
        case str():
            return {"S": thing}
        case dict():
            return {"M": {str(name): value(each) for name, each in thing.items()}}
        case list() | tuple():
            return {"L": [value(each) for each in thing]}
    message = f"no attribute value for {type(thing).__name__}"
    raise TypeError(message)


def plain(attribute: Mapping[str, Any]) -> Any:
    """An attribute value as a plain Python value."""
    ((kind, content),) = attribute.items()
    match kind:
        case "N":
            return int(content)
        case "M":
            return {name: plain(each) for name, each in content.items()}
        case "L":
            return [plain(each) for each in content]
        case "NULL":
            return None
    return content


def item_size(item: AttributeMap) -> int:
    """Bytes of an item by DynamoDB's rules; never fewer than it counts itself."""
    return sum(len(name.encode()) + _size(each) for name, each in item.items())


def _size(attribute: Mapping[str, Any]) -> int:
    ((kind, content),) = attribute.items()
    match kind:
        case "M":
            return 3 + len(content) + item_size(content)
        case "L":
            return 3 + sum(1 + _size(each) for each in content)
        case "S":
            return len(content.encode())
        case "N":
            return len(content) + 1  # two digits take a byte, and there is one more
    return 1
