import base64
import json
from typing import Any

from small_cloud import bootstrap

HEADERS = {"Content-Type": "text/plain", "X-Colour": "blue"}


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    bootstrap.saw("api", event)
    if event["routeKey"] == "GET /health":
        return {"ok": True, "ms": context.get_remaining_time_in_millis(), "name": context.function_name}
    order = json.loads(event["body"]) if not event["isBase64Encoded"] else {}
    told = order.get("variables") or {}
    bootstrap.act(told)
    if order.get("operationName") == "Say":
        return {
            "statusCode": 200,
            "body": json.dumps({name: told[name] for name in ("data", "errors") if name in told}),
        }
    body = base64.b64encode(order.get("query", "").encode()).decode()
    return {"statusCode": 201, "headers": HEADERS, "cookies": ["a=1"], "body": body, "isBase64Encoded": True}
