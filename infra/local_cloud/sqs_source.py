"""A queue as a function's event source, with Lambda's semantics.

A message that the function took is deleted. One that it reported as failed, and the whole batch where it raised,
stays hidden for the queue's visibility time (wall time), comes again, and lies in the dead-letter queue after
maxReceiveCount receives: the queue itself does that.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local_cloud.functions import Functions, FunctionSpec, Outcome
from local_cloud.tables import waits

__all__ = ["SqsSource", "sqs_sources"]

_MOST_RECEIVED = 10
"""SQS hands out no more at a time."""


@dataclass(frozen=True, slots=True)
class SqsSource:
    """One mapping of a queue to a function."""

    spec: FunctionSpec
    queue_arn: str
    queue_url: str
    batch_size: int
    partial: bool
    """Whether the function reports the failures of a batch one by one."""
    functions: Functions
    sqs: Any

    def poll(self) -> int:
        """Take one batch, if there is one; how many messages were in it."""
        messages = self._receive() if waits(self.queue_url, self.functions.region) else []
        if messages:
            event = {"Records": [self._record(each) for each in messages]}
            outcome = self.functions.invoke(self.spec, event)
            self._delete([each for each in messages if each["MessageId"] not in self._failed(outcome, messages)])
        return len(messages)

    def _receive(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while len(found) < self.batch_size:
            answer = self.sqs.receive_message(
                QueueUrl=self.queue_url,
                MaxNumberOfMessages=min(_MOST_RECEIVED, self.batch_size - len(found)),
                WaitTimeSeconds=0,
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
            messages = answer.get("Messages", [])
            found += messages
            if len(messages) < _MOST_RECEIVED:
                break
        return found

    def _delete(self, messages: list[dict[str, Any]]) -> None:
        for start in range(0, len(messages), _MOST_RECEIVED):
            entries = [
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                for number, message in enumerate(messages[start : start + _MOST_RECEIVED])
            ]
            self.sqs.delete_message_batch(QueueUrl=self.queue_url, Entries=entries)

    def _failed(self, outcome: Outcome, messages: list[dict[str, Any]]) -> set[str]:
        """Ids of the messages that stay. A report that Lambda would not accept fails the whole batch."""
        everything = {each["MessageId"] for each in messages}
        if outcome.failed:
            return everything
        if not self.partial or outcome.answer is None:
            return set()
        return _reported(outcome.answer, everything)

    def _record(self, message: Mapping[str, Any]) -> dict[str, Any]:
        _arn, _partition, _service, region, *_ = self.queue_arn.split(":")
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": dict(message.get("Attributes", {})),
            "messageAttributes": {
                name: _lower_first(value) for name, value in message.get("MessageAttributes", {}).items()
            },
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self.queue_arn,
            "awsRegion": region,
        }


def sqs_sources(functions: Functions, sqs: Any) -> list[SqsSource]:
    """The SQS events of all functions."""
    return [
        SqsSource(
            spec=spec,
            queue_arn=event["Properties"]["Queue"],
            queue_url=_url(sqs, event["Properties"]["Queue"]),
            batch_size=int(event["Properties"].get("BatchSize", 10)),
            partial="ReportBatchItemFailures" in event["Properties"].get("FunctionResponseTypes", ()),
            functions=functions,
            sqs=sqs,
        )
        for spec in functions.specs
        for event in spec.events.values()
        if event["Type"] == "SQS"
    ]


def _reported(answer: Any, everything: set[str]) -> set[str]:
    failures = answer.get("batchItemFailures", ()) if isinstance(answer, dict) else None
    if failures is None:
        return set()
    try:
        ids = {failure["itemIdentifier"] for failure in failures}
    except (TypeError, KeyError):
        return everything
    return min(ids, everything)


def _lower_first(attribute: Mapping[str, Any]) -> dict[str, Any]:
    renamed: dict[str, Any] = json.loads(
        json.dumps({name[0].lower() + name[1:]: value for name, value in attribute.items()}, default=str)
    )
    return renamed | {"stringListValues": [], "binaryListValues": []}


def _url(sqs: Any, arn: str) -> str:
    url: str = sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
    return url
