"""Queues, streams and schedules reach functions as they do on AWS."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

from local_cloud import LocalCloud
from small_cloud import bootstrap

BROKEN: dict[str, Any] = {"raise": "no"}


def put_item(cloud: LocalCloud, number: int, *, lane: str = "now", due: datetime | None = None, **more: str) -> None:
    due = due or cloud.clock.now() - timedelta(days=9)
    key = {"pk": f"{lane}#0", "sk": f"{due:%Y-%m-%dT%H:%M:%S.%f}Z#{number:04}"}
    item = {name: {"S": value} for name, value in (key | {"lane": lane} | more).items()}
    boto3.client("dynamodb").put_item(TableName=os.environ["TABLE_AGENDA"], Item=item)


def bodies(event: dict[str, Any]) -> list[Any]:
    return [json.loads(record["body"])["detail"]["n"] for record in event["Records"]]


def numbers(event: dict[str, Any]) -> list[str]:
    return [record["dynamodb"]["NewImage"]["sk"]["S"].partition("#")[2].lstrip("0") for record in event["Records"]]


def messages(cloud: LocalCloud, queue: str) -> list[Any]:
    answer = boto3.client("sqs").receive_message(QueueUrl=cloud.stack.ref(queue), MaxNumberOfMessages=10)
    return [json.loads(each["Body"]) for each in answer.get("Messages", [])]


# ---------------------------------------------------------------- queues


def test_a_mall_event_reaches_the_function_as_the_bus_wraps_it(cloud: LocalCloud) -> None:
    cloud.put_event("OrderSigned", {"n": 1, "who": "张三"})
    cloud.put_event("Elsewhere", {"n": 2}, source="other")
    cloud.drain()
    (event,) = bootstrap.seen("queue")
    (record,) = event["Records"]
    body = json.loads(record["body"])
    assert (body["source"], body["detail-type"], body["detail"]) == ("mall", "OrderSigned", {"n": 1, "who": "张三"})
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == cloud.stack.attribute("InQueue", "Arn")
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert len(cloud.messages("InQueue")) == 0


def test_batches_are_no_larger_than_the_template_says(cloud: LocalCloud) -> None:
    for number in range(10):
        cloud.put_event("OrderSigned", {"n": number})
    cloud.drain()
    sizes = [len(event["Records"]) for event in bootstrap.seen("queue")]
    assert sizes == [4, 4, 2]


def test_a_reported_failure_stays_alone_and_ends_in_the_dead_letter_queue(cloud: LocalCloud) -> None:
    cloud.put_event("OrderSigned", {"n": 1})
    cloud.put_event("OrderSigned", {"n": 2, "fail": True})
    cloud.drain()
    assert len(cloud.messages("InQueue")) == 1
    for _receive in range(2):
        time.sleep(1.1)  # its visibility time is wall time
        cloud.drain()
    assert [bodies(event) for event in bootstrap.seen("queue")] == [[1, 2], [2]], "received twice, then dead"
    assert [each["detail"]["n"] for each in messages(cloud, "DeadQueue")] == [2]


def test_a_raise_returns_the_whole_batch(cloud: LocalCloud) -> None:
    cloud.put_event("OrderSigned", {"n": 1})
    cloud.put_event("OrderSigned", {"n": 2, "raise": "no"})
    cloud.drain()
    assert len(cloud.messages("InQueue")) == 2
    assert bootstrap.STATE["resets"] == 1, "an error does not cost the sandbox"


def test_a_death_returns_the_batch_and_costs_the_sandbox(cloud: LocalCloud) -> None:
    cloud.put_event("OrderSigned", {"n": 1, "die": True})
    cloud.drain()
    assert len(cloud.messages("InQueue")) == 1
    assert bootstrap.STATE["resets"] == 2
    assert bootstrap.STATE["clock"] is cloud.clock, "the new sandbox has the product clock"


# ---------------------------------------------------------------- streams


def test_the_stream_brings_what_the_filter_asks_for(cloud: LocalCloud) -> None:
    put_item(cloud, 1)
    put_item(cloud, 2, lane="care")
    put_item(cloud, 1, colour="changed")
    cloud.drain()
    (event,) = bootstrap.seen("stream")
    (record,) = event["Records"]
    assert numbers(event) == ["1"]
    assert (record["eventName"], record["eventSource"]) == ("INSERT", "aws:dynamodb")
    assert record["eventSourceARN"] == cloud.stack.attribute("AgendaTable", "StreamArn")
    assert isinstance(record["dynamodb"]["ApproximateCreationDateTime"], float)
    json.dumps(event)


def test_a_failing_record_is_bisected_out_and_its_position_kept(cloud: LocalCloud) -> None:
    for number in range(1, 5):
        put_item(cloud, number, colour="red", **(BROKEN if number == 3 else {}))
    put_item(cloud, 5)
    cloud.drain()
    tried = [numbers(event) for event in bootstrap.seen("stream")]
    assert tried == [["1", "2", "3", "4"], ["1", "2"], ["3", "4"], ["3"], ["3"], ["4"], ["5"]]
    (lost,) = messages(cloud, "LostQueue")
    assert lost["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert lost["DDBStreamBatchInfo"]["batchSize"] == 1


# ---------------------------------------------------------------- schedules


def test_a_sweep_fires_at_its_first_tick_after_something_is_due(cloud: LocalCloud) -> None:
    start = cloud.clock.now()
    put_item(cloud, 1, due=start + timedelta(minutes=61))
    put_item(cloud, 2, due=start + timedelta(minutes=120))
    cloud.advance_to(start + timedelta(hours=3))
    fired = [now for _event, now in bootstrap.seen("sweep_now")]
    assert fired == ["2026-03-02T03:05:00.000000Z", "2026-03-02T04:00:00.000000Z"]
    assert cloud.table("agenda") == []
    assert cloud.clock.now() == start + timedelta(hours=3)


def test_every_tick_meets_the_same_ones_and_all_others(cloud: LocalCloud) -> None:
    start = cloud.clock.now()
    put_item(cloud, 1, due=start + timedelta(minutes=61))
    cloud.advance_to(start + timedelta(hours=2), every_tick=True)
    fired = [now for _event, now in bootstrap.seen("sweep_now")]
    assert len(fired) == 24
    assert "2026-03-02T03:05:00.000000Z" in fired
    assert cloud.table("agenda") == []


def test_the_event_of_a_schedule_is_what_aws_sends(cloud: LocalCloud) -> None:
    put_item(cloud, 1)
    cloud.advance_to(cloud.clock.now() + timedelta(minutes=5))
    ((event, _now),) = bootstrap.seen("sweep_now")
    assert event["source"] == "aws.events"
    assert event["detail-type"] == "Scheduled Event"
    assert event["time"] == "2026-03-02T02:05:00Z"


def test_a_cron_schedule_fires_without_an_agenda(cloud: LocalCloud) -> None:
    cloud.advance_to(cloud.clock.now() + timedelta(days=2))
    at = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
    assert bootstrap.seen("nightly") == [({"night": True}, at), ({"night": True}, at + timedelta(days=1))]


def test_a_sweep_that_fails_is_tried_again_and_then_told(cloud: LocalCloud) -> None:
    put_item(cloud, 1)
    bootstrap.STATE["sweep"] = {"raise": "no"}
    cloud.step(cloud.clock.now() + timedelta(minutes=5))
    assert len(bootstrap.seen("sweep_now")) == 2
    assert [each["requestContext"]["condition"] for each in messages(cloud, "LostQueue")] == ["RetriesExhausted"]
    assert len(cloud.table("agenda")) == 1, "the next tick has it again"
