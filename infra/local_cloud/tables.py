"""Reads local tables and queues whole, for summaries, tests and eyes: straight from moto, without a call."""

from collections.abc import Mapping
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.sqs.models import sqs_backends

from local_cloud.moto_gateway import LOCK
from local_cloud.resources import ACCOUNT

__all__ = ["Item", "plain_item", "queue_bodies", "scan", "stream_length", "waits"]

Item = dict[str, Any]


def scan(table: str, region: str) -> list[Item]:
    """All items as plain values, by key. KeyError for an unknown table."""
    with LOCK:
        items = [each.to_json()["Attributes"] for each in dynamodb_backends[ACCOUNT][region].tables[table].all_items()]
    return [plain_item(each) for each in items]


def queue_bodies(queue_url: str, region: str) -> list[str]:
    """The bodies of all messages of a queue, those in flight included; none is received by this."""
    with LOCK:
        queue = sqs_backends[ACCOUNT][region].queues[queue_url.rpartition("/")[2]]
        return [message.body for message in queue._messages]  # noqa: SLF001 - moto has no other way to look


def waits(queue_url: str, region: str) -> bool:
    """Whether a queue holds any message at all."""
    return bool(queue_bodies(queue_url, region))


def stream_length(stream_arn: str, region: str) -> int:
    """How many records a table's stream has had."""
    with LOCK:
        shard = dynamodb_backends[ACCOUNT][region].tables[stream_arn.split("/")[1]].stream_shard
        return len(shard.items) if shard else 0


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
