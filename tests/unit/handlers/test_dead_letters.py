from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from handlers.dead_letters import DeadLetters

REGION = "cn-north-1"


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield boto3.resource("sqs", region_name=REGION).create_queue(QueueName="dead")


def letter(queue: Any) -> tuple[str, dict[str, str]]:
    (message,) = queue.receive_messages(MessageAttributeNames=["All"])
    return message.body, {name: each["StringValue"] for name, each in message.message_attributes.items()}


def test_a_letter_lies_whole_with_its_reason(queue: Any) -> None:
    DeadLetters(queue.url, region=REGION)('{"订单": 1}', reason="BAD_INPUT: 缺少 lines", path="$.detail.lines")
    assert letter(queue) == ('{"订单": 1}', {"reason": "BAD_INPUT: 缺少 lines", "path": "$.detail.lines"})


def test_attributes_are_cut_and_cleaned(queue: Any) -> None:
    DeadLetters(queue.url, region=REGION)("{", reason="a\x00b\n" + "c" * 300, path="")
    _, attributes = letter(queue)
    assert attributes["reason"].startswith("a b c")
    assert len(attributes["reason"]) == 256
    assert attributes["path"] == "-"


def test_a_queue_that_is_not_there_is_not_taken_for_one(queue: Any) -> None:
    with pytest.raises(ClientError):
        DeadLetters(f"{queue.url}-gone", region=REGION)("{", reason="r", path="p")
