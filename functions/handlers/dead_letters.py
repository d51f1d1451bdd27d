"""Puts messages that can never be taken into the dead-letter queue at once, whole, with the reason as attributes."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

__all__ = ["DeadLetters"]

_LONGEST = 256


class DeadLetters:
    """The client is made at the first burial: most sandboxes never see one."""

    def __init__(self, queue_url: str, *, region: str) -> None:
        self._queue_url = queue_url
        self._region = region

    @cached_property
    def _client(self) -> "SQSClient":
        import boto3
        from botocore.config import Config

        quick = Config(connect_timeout=1, read_timeout=4, retries={"total_max_attempts": 3, "mode": "standard"})
        return boto3.client("sqs", region_name=self._region, config=quick)

    def __call__(self, body: str, *, reason: str, path: str) -> None:
        """Botocore's errors leave the message where it was, to be delivered again."""
        self._client.send_message(
            QueueUrl=self._queue_url,
            MessageBody=body,
            MessageAttributes={
                "reason": {"DataType": "String", "StringValue": _printable(reason)},
                "path": {"DataType": "String", "StringValue": _printable(path)},
            },
        )


def _printable(text: str) -> str:
    """`text` as an attribute may hold it: not empty, no control characters."""
    return "".join(each if each.isprintable() else " " for each in text)[:_LONGEST].strip() or "-"
