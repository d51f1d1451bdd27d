import json
import os
from typing import Any

import boto3

from small_cloud import bootstrap


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    bootstrap.saw("queue", event)
    orders = {record["messageId"]: json.loads(record["body"])["detail"] for record in event["Records"]}
    for order in orders.values():
        bootstrap.act(order)
        if "ask" in order:
            ask(order["ask"])
    failed = [message for message, order in orders.items() if order.get("fail")]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def ask(request: dict[str, Any]) -> None:
    """Ask something of the mall."""
    told = {"Source": "aftercare", "DetailType": "RefundRequested", "Detail": json.dumps(request)}
    entry: Any = told | {"EventBusName": os.environ["BUS_NAME"]}
    boto3.client("events").put_events(Entries=[entry])
