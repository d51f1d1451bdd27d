"""Lambda: callbacks of providers (`GET`, `POST /inbound/{door}`): verified, put into the queue, answered at once."""

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from care.contact.inbound.faults import BadSignature, InboundFault, Malformed, NoSuchDoor, NotForUs, Stale
from handlers.bootstrap import app
from handlers.observability import log_everything, logger, metrics, put_out

__all__ = ["handler"]

_STATUS: dict[type[InboundFault], int] = {
    NoSuchDoor: 404,
    Malformed: 400,
    BadSignature: 403,
    NotForUs: 403,
    Stale: 403,
}


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001 - AWS's call
    """A failure ends the invocation: the provider hears 500 and comes again."""
    log_everything()
    try:
        answered = _answer(200, _serve(event))
        _count("InboundTaken", "")
    except InboundFault as fault:
        answered = _answer(_STATUS[type(fault)], "")
        _count("InboundRefused", type(fault).__name__)
    put_out()
    return answered


def _serve(event: dict[str, Any]) -> str:
    """What the provider wants to hear. InboundFault."""
    http = event["requestContext"]["http"]
    door, query = str(event["rawPath"]).rpartition("/")[2], event.get("queryStringParameters") or {}
    if http["method"] == "GET":
        return app().inbound_doors.echo(door, query, app().clock.now())
    return app().inbound_desk.take(door, query, _body(event))


def _body(event: dict[str, Any]) -> bytes:
    sent = str(event.get("body") or "")
    try:
        return b64decode(sent, validate=True) if event.get("isBase64Encoded") else sent.encode()
    except (NotBase64, ValueError) as error:
        raise Malformed("no body") from error


def _count(name: str, kind: str) -> None:
    """Never what was sent, nor the address: it may be a secret."""
    metrics().add_metric(name, MetricUnit.Count, 1)
    if kind:
        logger().warning("inbound.refused", extra={"fault": kind})


def _answer(status: int, text: str) -> dict[str, Any]:
    kind = "application/json" if text.startswith("{") else "text/plain; charset=utf-8"
    headers = {"content-type": kind, "cache-control": "no-store", "x-content-type-options": "nosniff"}
    return {"statusCode": status, "headers": headers, "body": text, "isBase64Encoded": False}
