"""The ways to a member. A channel is called once for a message; whether it may be called is decided before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from care.members.model import Purpose

__all__ = ["Channel", "ChannelKind", "ChannelRefused", "LocalChannel", "Outgoing", "Receipt", "Then"]


class ChannelKind(StrEnum):
    """The ways to a member, and to those who speak for us."""

    WEAPP_SUBSCRIBE = "WEAPP_SUBSCRIBE"
    """A notice of the mini-program, one for each grant."""
    WECOM_APP = "WECOM_APP"
    """To a member of the corp, as 企业微信 calls its staff."""
    WECOM_TEMPLATE = "WECOM_TEMPLATE"
    """To a customer, once an employee confirms."""
    WECOM_KF = "WECOM_KF"
    """微信客服: within a talk that the customer began."""
    WECOM_ROBOT = "WECOM_ROBOT"
    """Into a group."""
    SMS = "SMS"
    CALL_TASK = "CALL_TASK"
    INBOX = "INBOX"
    """The local channel: always there."""


class Then(StrEnum):
    """What follows a refusal."""

    DROP = "DROP"
    """Nothing: no other channel would be of use."""
    FALLBACK = "FALLBACK"
    """The next channel."""
    RETRY = "RETRY"
    """The same one again, after a while."""
    ALARM = "ALARM"
    """The next channel, and somebody has to look: it is our configuration or our account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message as a channel gets it. `text` is personal data. `message_id` is the key under which it is sent once."""

    message_id: str
    member_id: str
    purpose: Purpose
    template: str
    text: str
    about: str = ""
    address: str = ""
    """Who is meant, in the channel's own terms: openid, external user id, user id, phone number. Personal data."""
    values: Mapping[str, str] = field(default_factory=dict)
    """The template's variables and the greeting, for channels whose texts lie with the provider. Personal data."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The channel's own word that it took the message."""

    id: str
    waits: bool = False
    """It goes out only once an employee confirms it."""


class ChannelRefused(Exception):
    """The channel says for certain that it does not deliver this message; its text is the channel's own code.

    No CareError: it never reaches a caller, but ends on the message. `after`: where another try is worth it.
    """

    def __init__(self, code: str, then: Then = Then.DROP, after: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.then = then
        self.after = after


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
