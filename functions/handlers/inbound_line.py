"""The queue between the door and those who work on what came in. The client is made when it is first used."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

__all__ = ["InboundLine"]


class InboundLine:
    """A provider waits for the answer: a try that hangs is given up soon."""

    def __init__(self, queue_url: str, *, region: str) -> None:
        self._queue_url = queue_url
        self._region = region

    @cached_property
    def _client(self) -> "SQSClient":
        import boto3
        from botocore.config import Config

        quick = Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 2, "mode": "standard"})
        return boto3.client("sqs", region_name=self._region, config=quick)

    def __call__(self, body: str) -> None:
        """Botocore's errors: it is not in the queue, and the provider must come again."""
        self._client.send_message(QueueUrl=self._queue_url, MessageBody=body)
