import os
from typing import Any

import boto3

from small_cloud import bootstrap


def handler(event: dict[str, Any], _context: Any) -> None:
    """Delete what is due at the product's time, as a sweep does."""
    now = bootstrap.STATE["clock"].now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    bootstrap.saw("sweep_now", (event, now))
    bootstrap.act(bootstrap.STATE.get("sweep", {}))
    client, table = boto3.client("dynamodb"), os.environ["TABLE_AGENDA"]
    due = client.query(
        TableName=table,
        KeyConditionExpression="pk = :pk AND sk <= :now",
        ExpressionAttributeValues={":pk": {"S": "now#0"}, ":now": {"S": f"{now}#~"}},
    )
    for item in due["Items"]:
        client.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})
