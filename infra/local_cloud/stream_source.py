"""A DynamoDB stream as a function's event source, with Lambda's semantics.

Records come in order, those that no filter asks for are passed over. A batch that fails is tried again, from the first
failed record where the function reports it, in halves where the template says so; after the last retry its position
goes to the on-failure queue and the stream goes on. Waiting between retries is left out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from moto.events.models import EventPattern

from local_cloud.functions import Functions, FunctionSpec, Outcome
from local_cloud.tables import stream_length
from local_cloud.template import TemplateError

__all__ = ["StreamSource", "stream_sources"]

Record = dict[str, Any]


@dataclass(slots=True)
class StreamSource:
    """One mapping of a stream to a function."""

    spec: FunctionSpec
    functions: Functions
    streams: Any
    sqs: Any
    properties: Mapping[str, Any]
    _iterator: str = ""
    _taken: int = 0
    _patterns: list[EventPattern] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.properties["StartingPosition"] != "TRIM_HORIZON":
            message = "the local cloud reads streams from their beginning"
            raise TemplateError(message)
        self._iterator = self._first_iterator()
        filters = self.properties.get("FilterCriteria", {}).get("Filters", ())
        self._patterns = [EventPattern(each["Pattern"], json.loads(each["Pattern"])) for each in filters]

    def poll(self) -> int:
        """Take what has come since the last time; how many records that was."""
        if stream_length(self.properties["Stream"], self.functions.region) == self._taken:
            return 0
        answer = self.streams.get_records(ShardIterator=self._iterator, Limit=1000)
        self._iterator = answer["NextShardIterator"]
        self._taken += len(answer["Records"])
        wanted = [record for each in answer["Records"] if self._asked_for(record := self._as_sent(each))]
        size = int(self.properties.get("BatchSize", 100))
        for start in range(0, len(wanted), size):
            self._deliver(wanted[start : start + size], retries=int(self.properties.get("MaximumRetryAttempts", 3)))
        return len(answer["Records"])

    def _first_iterator(self) -> str:
        arn = self.properties["Stream"]
        (shard,) = self.streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        answer = self.streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType=self.properties["StartingPosition"]
        )
        iterator: str = answer["ShardIterator"]
        return iterator

    def _as_sent(self, record: Mapping[str, Any]) -> Record:
        change = dict(record["dynamodb"])
        change["ApproximateCreationDateTime"] = change["ApproximateCreationDateTime"].timestamp()
        return {**record, "dynamodb": change, "eventSourceARN": self.properties["Stream"]}

    def _asked_for(self, record: Record) -> bool:
        return not self._patterns or any(each.matches_event(record) for each in self._patterns)  # type: ignore[arg-type]

    def _deliver(self, records: Sequence[Record], *, retries: int) -> None:
        outcome = self.functions.invoke(self.spec, {"Records": list(records)})
        left = self._left(outcome, records)
        if not left:
            return
        if outcome.failed and self.properties.get("BisectBatchOnFunctionError") and len(left) > 1:
            middle = len(left) // 2  # splitting does not count as a retry
            self._deliver(left[:middle], retries=retries)
            self._deliver(left[middle:], retries=retries)
        elif retries > 0:
            self._deliver(left, retries=retries - 1)
        else:
            self._give_up(left)

    def _left(self, outcome: Outcome, records: Sequence[Record]) -> Sequence[Record]:
        """The records to deliver again: from the lowest one that the function reports as failed."""
        if outcome.failed:
            return records
        if "ReportBatchItemFailures" not in self.properties.get("FunctionResponseTypes", ()):
            return ()
        failures = (outcome.answer or {}).get("batchItemFailures") or ()
        failed = {each.get("itemIdentifier") for each in failures}
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        if not failed:
            return ()
        positions = [numbers.index(each) for each in failed if each in numbers]
        return records[min(positions) :] if len(positions) == len(failed) else records

    def _give_up(self, records: Sequence[Record]) -> None:
        destination = self.properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        if destination:
            queue = self.sqs.get_queue_url(QueueName=destination.rpartition(":")[2])["QueueUrl"]
            self.sqs.send_message(QueueUrl=queue, MessageBody=json.dumps(self._position(records)))

    def _position(self, records: Sequence[Record]) -> dict[str, Any]:
        """What Lambda says of a batch that it gave up: where it lies, not what is in it."""
        first, last = records[0]["dynamodb"], records[-1]["dynamodb"]
        attempts = int(self.properties.get("MaximumRetryAttempts", 3)) + 1
        return {
            "requestContext": {
                "requestId": str(uuid4()),
                "functionArn": self.spec.name,
                "condition": "RetryAttemptsExhausted",
                "approximateInvokeCount": attempts,
            },
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
            "version": "1.0",
            "timestamp": datetime.now(UTC).isoformat(),
            "DDBStreamBatchInfo": {
                "shardId": "shardId-local",
                "startSequenceNumber": first["SequenceNumber"],
                "endSequenceNumber": last["SequenceNumber"],
                "approximateArrivalOfFirstRecord": _instant(first),
                "approximateArrivalOfLastRecord": _instant(last),
                "batchSize": len(records),
                "streamArn": self.properties["Stream"],
            },
        }


def stream_sources(functions: Functions, streams: Any, sqs: Any) -> list[StreamSource]:
    """The DynamoDB events of all functions."""
    return [
        StreamSource(spec=spec, functions=functions, streams=streams, sqs=sqs, properties=event["Properties"])
        for spec in functions.specs
        for event in spec.events.values()
        if event["Type"] == "DynamoDB"
    ]


def _instant(change: Mapping[str, Any]) -> str:
    return datetime.fromtimestamp(change["ApproximateCreationDateTime"], UTC).isoformat()
