"""Reads local tables whole, for summaries, tests and eyes: straight from moto, without a call."""

from collections.abc import Mapping
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from local_cloud.moto_gateway import LOCK
from local_cloud.resources import ACCOUNT

__all__ = ["Item", "plain_item", "scan"]

Item = dict[str, Any]


def scan(table: str, region: str) -> list[Item]:
    """All items as plain values, by key. KeyError for an unknown table."""
    with LOCK:
        items = [each.to_json()["Attributes"] for each in dynamodb_backends[ACCOUNT][region].tables[table].all_items()]
    return [plain_item(each) for each in items]


def plain_item(attributes: Mapping[str, Mapping[str, Any]]) -> Item:
    """DynamoDB's attribute values as plain ones; a number is an int."""
    return {name: _plain(each) for name, each in attributes.items()}


def _plain(attribute: Mapping[str, Any]) -> Any:
    ((kind, content),) = attribute.items()
    match kind:
        case "N":
            return int(content)
        case "M":
            return {name: _plain(each) for name, each in content.items()}
        case "L":
            return [_plain(each) for each in content]
        case "NULL":
            return None
    return content
