"""One call that sends a message: its troubles in the words of `Channel`."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from care.contact.adapters.http import Answer, Http, Unanswered, Unreached
from care.contact.channels import ChannelRefused, Then

__all__ = ["BUSY_AFTER", "read", "send"]

BUSY_AFTER = timedelta(seconds=30)
_OK = 200
_TOO_OFTEN = 429
_BROKEN = 500


def send(http: Http, url: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """The answer's JSON object. ChannelRefused: certainly not delivered; Unanswered: nobody knows."""
    try:
        return read(http.send(url, body, headers))
    except Unreached as error:
        raise ChannelRefused("UNREACHED", Then.RETRY, BUSY_AFTER) from error


def read(answer: Answer) -> dict[str, Any]:
    """A refusal that speaks JSON is read by its code; one that does not, by its status."""
    try:
        return msgspec.json.decode(answer.body, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        if answer.status == _TOO_OFTEN:
            raise ChannelRefused("HTTP_429", Then.RETRY, BUSY_AFTER) from error
        if answer.status == _OK or answer.status >= _BROKEN:
            raise Unanswered(f"HTTP {answer.status} with an answer that cannot be read") from error
        raise ChannelRefused(f"HTTP_{answer.status}", Then.ALARM) from error
