"""What lies in the queue between the door, or what was fetched, and those who work on it."""

import msgspec

__all__ = ["Forwarded"]


class Forwarded(msgspec.Struct, frozen=True, kw_only=True):
    """A verified message. Personal data."""

    provider: str
    door: str
    body: str
