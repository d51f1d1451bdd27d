"""Lambda: `POST /graphql` and `GET /health` of the HTTP API (payload format 2.0)."""

from time import perf_counter
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from api.build import build_api
from api.execute import Api, Served
from api.http import answer, refuse
from api.schema import schema
from handlers.bootstrap import App, app
from handlers.observability import log_everything, logger, metrics, put_out

__all__ = ["handler"]

schema()  # paid while the sandbox starts, not by the first caller

_built: list[tuple[App, Api]] = []


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001 - AWS's call
    """Answer one HTTP request. A crash ends the invocation; nothing else does."""
    log_everything()
    began = perf_counter()
    answered, served = _route(event)
    _tell(event, served, milliseconds=(perf_counter() - began) * 1000)
    return answered


def _route(event: dict[str, Any]) -> tuple[dict[str, Any], Served]:
    match event.get("routeKey"):
        case "GET /health":
            return answer(200, {"status": "ok"}), Served(status=200, operation="health")
        case "POST /graphql":
            return _api().handle(event)
        case _:
            return refuse(event, "ROUTE_NOT_FOUND", 404), Served(status=404, codes=["ROUTE_NOT_FOUND"])


def _api() -> Api:
    """The API over the sandbox's product, built again when that was."""
    product = app()
    if not _built or _built[0][0] is not product:
        _built[:] = [(product, build_api(product, product.environment))]
    return _built[0][1]


def _tell(event: dict[str, Any], served: Served, *, milliseconds: float) -> None:
    """One log line and the metrics: whose roles, which operation, what came of it; never the query or its variables."""
    metrics().add_metric("ApiRequests", MetricUnit.Count, 1)
    metrics().add_metric("ApiLatency", MetricUnit.Milliseconds, milliseconds)
    metrics().add_metric("ApiInternalErrors", MetricUnit.Count, int("INTERNAL" in served.codes))
    _built[0][0].gauges.flush() if _built else put_out()
    told = {
        "correlation": event.get("requestContext", {}).get("requestId", ""),
        "operation": served.operation,
        "roles": sorted(served.viewer.roles) if served.viewer else [],
        "status": served.status,
        "codes": served.codes,
        "withheld": served.withheld,
        "ms": round(milliseconds, 1),
    }
    logger().info("api.served", extra=told)
