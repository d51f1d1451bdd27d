from typing import Any

from small_cloud import bootstrap


def handler(event: dict[str, Any], _context: Any) -> None:
    bootstrap.saw("stream", event)
    for record in event["Records"]:
        bootstrap.act({name: value.get("S") for name, value in record["dynamodb"]["NewImage"].items()})
