"""What breaks before a message goes out is certain: it did not go out."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from care.contact.adapters.calls import BUSY_AFTER
from care.contact.channels import ChannelRefused, Then

__all__ = ["unsent"]

_log = logging.getLogger(__name__)


@contextmanager
def unsent(code: str) -> Iterator[None]:
    """Around all that comes before the call: whatever breaks in here is a refusal, and another try is safe."""
    try:
        yield
    except ChannelRefused:
        raise
    except Exception as error:
        _log.warning("broke before it was sent", extra={"code": code, "error": type(error).__name__})
        raise ChannelRefused(code, Then.RETRY, BUSY_AFTER) from error
