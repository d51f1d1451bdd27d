import json
from typing import Any

from small_cloud import bootstrap


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    bootstrap.saw("queue", event)
    orders = {record["messageId"]: json.loads(record["body"])["detail"] for record in event["Records"]}
    for order in orders.values():
        bootstrap.act(order)
    failed = [message for message, order in orders.items() if order.get("fail")]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}
