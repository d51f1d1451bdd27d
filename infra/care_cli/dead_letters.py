"""Dead-letter queues: the outputs called `…DeadLettersUrl`. SQS in China has no redrive of its own.

A queue cannot be read without receiving from it, so its messages are hidden for a moment and then shown again.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from care_cli.target import Target

__all__ = ["Letter", "letters", "redrive"]

_SUFFIX = "DeadLettersUrl"
_HIDDEN_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One dead letter. `place` is its queue (`MallEvents`), `source_url` where it came from, None if nowhere."""

    place: str
    id: str
    kind: str
    reason: str
    body: str
    queue_url: str
    source_url: str | None
    receipt: str


def letters(target: Target) -> Iterator[Letter]:
    """All dead letters of all queues; they can be received again at once."""
    for name, url in target.outputs.items():
        if name.endswith(_SUFFIX):
            found = [_letter(target, name.removesuffix(_SUFFIX), url, each) for each in _received(target, url)]
            _show_again(target, url, found)
            yield from found


def redrive(target: Target, letter: Letter) -> None:
    """Send it to its queue again, then delete it. A crash between the two sends it twice, which is harmless.

    ValueError where there is nothing to send it to: positions of a stream and failed sweeps, which the next sweep
    makes good.
    """
    if letter.source_url is None:
        message = f"{letter.place}: nothing to drive back, the next sweep does what this one left"
        raise ValueError(message)
    target.sqs.send_message(QueueUrl=letter.source_url, MessageBody=letter.body)
    target.sqs.delete_message(QueueUrl=letter.queue_url, ReceiptHandle=letter.receipt)


def _received(target: Target, url: str) -> Iterator[dict[str, Any]]:
    seen = set()
    while True:
        answer = target.sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=_HIDDEN_SECONDS,
            WaitTimeSeconds=target.wait_seconds,
            MessageAttributeNames=["All"],
        )
        fresh = [each for each in answer.get("Messages", []) if each["MessageId"] not in seen]
        if not fresh:
            return
        seen |= {each["MessageId"] for each in fresh}
        yield from fresh


def _show_again(target: Target, url: str, found: list[Letter]) -> None:
    for letter in found:
        target.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=letter.receipt, VisibilityTimeout=0)


def _letter(target: Target, place: str, url: str, message: dict[str, Any]) -> Letter:
    reason = message.get("MessageAttributes", {}).get("reason", {}).get("StringValue", "")
    path = message.get("MessageAttributes", {}).get("path", {}).get("StringValue", "")
    return Letter(
        place=place,
        id=message["MessageId"],
        kind=_kind(message["Body"]),
        reason=f"{reason} {path}".strip(),
        body=message["Body"],
        queue_url=url,
        source_url=target.outputs.get(f"{place}QueueUrl"),
        receipt=message["ReceiptHandle"],
    )


def _kind(body: str) -> str:
    """The event's type, what befell an object, or why a function's invocation failed for good."""
    try:
        told = json.loads(body)
        if "Records" in told:
            return str(told["Records"][0]["eventName"])
        return str(told.get("detail-type") or told["requestContext"]["condition"])
    except (ValueError, LookupError, TypeError, AttributeError):
        return "unreadable"
