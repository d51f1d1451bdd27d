"""The mall behind EventBridge: source `aftercare`, detail types as in accounts/asked.py."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from care.accounts.asked import request_event
from care.accounts.mall import PayoutRequest

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

__all__ = ["EventBridgeMall", "NotPutOut"]

SOURCE = "aftercare"


class NotPutOut(Exception):
    """EventBridge took the call and refused the event: it is asked again."""


class EventBridgeMall:
    """See care.accounts.mall.Mall. The client is made at the first request: most functions never ask."""

    def __init__(self, bus_name: str, *, region: str) -> None:
        self._bus_name = bus_name
        self._region = region

    @cached_property
    def _client(self) -> "EventBridgeClient":
        import boto3
        from botocore.config import Config

        quick = Config(connect_timeout=1, read_timeout=4, retries={"total_max_attempts": 3, "mode": "standard"})
        return boto3.client("events", region_name=self._region, config=quick)

    def ask(self, request: PayoutRequest) -> None:
        """As `put`."""
        self.put(request_event(request), request.at)

    def put(self, event: object, at: datetime) -> None:
        """Put out an event, named by its type. NotPutOut where EventBridge answers 200 and refuses the entry;
        botocore's errors else.
        """
        answer = self._client.put_events(
            Entries=[
                {
                    "EventBusName": self._bus_name,
                    "Source": SOURCE,
                    "DetailType": type(event).__name__,
                    "Time": at,
                    "Detail": msgspec.json.encode(event).decode(),
                }
            ]
        )
        if answer["FailedEntryCount"]:
            refused = answer["Entries"][0]
            raise NotPutOut(f"{refused.get('ErrorCode')}: {refused.get('ErrorMessage')}")
