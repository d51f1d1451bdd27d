"""The ways to a member. A channel is called once for a message; whether it may be called is decided before."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from care.members.model import Purpose

__all__ = ["Channel", "ChannelRefused", "LocalChannel", "Outgoing", "Receipt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message as a channel gets it. `text` is personal data. `message_id` is the key under which it is sent once."""

    message_id: str
    member_id: str
    purpose: Purpose
    template: str
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The channel's own word that it took the message."""

    id: str


class ChannelRefused(Exception):
    """The channel says for certain that it does not deliver this message; its text is the channel's own code.

    No CareError: it never reaches a caller, but ends as FAILED on the message.
    """


class Channel(Protocol):
    """Delivers messages."""

    def send(self, outgoing: Outgoing) -> Receipt:
        """Deliver. ChannelRefused: certainly not delivered; any other exception: nobody knows."""
        ...


class LocalChannel:
    """The in-app inbox: the message and its text are stored before a channel is called, and the member reads them
    there, so that nothing is left to do. `observer` hears each one; the local cloud's log shows them.
    """

    def __init__(self, observer: Callable[[Outgoing], None] | None = None) -> None:
        self._observer = observer

    def send(self, outgoing: Outgoing) -> Receipt:
        if self._observer:
            self._observer(outgoing)
        return Receipt(f"inbox:{outgoing.message_id}")
