"""The dead lane: agenda items that were given up (care/kernel/agenda.py)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from care.kernel.clock import stamp
from care_cli.target import Target

__all__ = ["DeadItem", "dead_items", "redrive"]

MOST_SHARDS = 32
"""The most that template.yaml lets AgendaShards be."""


@dataclass(frozen=True, slots=True)
class DeadItem:
    """An item of the dead lane, as DynamoDB writes it."""

    raw: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.raw["sk"]["S"]).partition("#")[2]

    def text(self, attribute: str) -> str:
        """An attribute as text; empty where the item has none."""
        ((_type, value),) = self.raw.get(attribute, {"S": ""}).items()
        return str(value)


def dead_items(target: Target) -> Iterator[DeadItem]:
    """The whole dead lane, shard by shard, the oldest first in each."""
    pages = target.dynamodb.get_paginator("query")
    for shard in range(MOST_SHARDS):
        for page in pages.paginate(
            TableName=target.outputs["AgendaTableName"],
            KeyConditionExpression="pk = :lane",
            ExpressionAttributeValues={":lane": {"S": f"dead#{shard}"}},
            ConsistentRead=True,
        ):
            yield from map(DeadItem, page["Items"])


def redrive(target: Target, item: DeadItem) -> None:
    """Put it back into the lane that it came from, due now, with no attempts made; one transaction.

    botocore's TransactionCanceledException where somebody else was quicker.
    """
    table = target.outputs["AgendaTableName"]
    key = {name: item.raw[name] for name in ("pk", "sk")}
    gone = {
        "TableName": table,
        "Key": key,
        "ConditionExpression": "attribute_exists(pk) AND #stamp = :stamp",
        "ExpressionAttributeNames": {"#stamp": "stamp"},
        "ExpressionAttributeValues": {":stamp": item.raw["stamp"]},
    }
    back = {"TableName": table, "Item": _alive(item, target.now)}
    target.dynamodb.transact_write_items(TransactItems=[{"Delete": gone}, {"Put": back}])


def _alive(item: DeadItem, now: datetime) -> dict[str, Any]:
    lane = item.text("home")
    shard = item.text("pk").partition("#")[2]
    return {name: value for name, value in item.raw.items() if name != "home"} | {
        "pk": {"S": f"{lane}#{shard}"},
        "sk": {"S": f"{stamp(now)}#{item.id}"},
        "lane": {"S": lane},
        "due": {"S": now.isoformat().replace("+00:00", "Z")},
        "attempts": {"N": "0"},
        "last_error": {"S": ""},
    }
