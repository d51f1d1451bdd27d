"""What an employee who was asked to send a message makes of it (P6): 企业微信's customer contact. Pure.

The provider tells nobody: it is asked, at growing distances, a bounded number of times.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from care.contact.channels import ChannelKind
from care.kernel.agenda import AgendaItem, Lane

__all__ = ["Confirmation", "Confirming", "Polls", "first_look", "next_look"]


class Confirmation(StrEnum):
    """What has become of a message that an employee was asked to send."""

    WAITS = "WAITS"
    SENT = "SENT"
    NOT_IN_TOUCH = "NOT_IN_TOUCH"
    """The customer is no contact of the employee's any more."""
    TOO_MANY = "TOO_MANY"
    """The customer has had as many as the provider allows."""


@runtime_checkable
class Confirming(Protocol):
    """A channel whose messages an employee confirms."""

    def confirmation(self, receipt: str, address: str) -> Confirmation:
        """What has become of a receipt that waits. Any exception: not known now, ask later."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """So soon it is asked for the first time; each distance is twice the one before; so often at most."""

    first: timedelta
    most: int


def first_look(kind: ChannelKind, message_id: str, receipt: str, now: datetime, polls: Polls) -> AgendaItem:
    """The item that asks after a receipt that waits. It lies where the functions that send sweep."""
    return AgendaItem(
        lane=Lane.NOW,
        kind="message.confirm",
        due=now + polls.first,
        subject=message_id,
        part=receipt,
        payload={"channel": kind, "receipt": receipt, "nth": 1},
    )


def next_look(item: AgendaItem, now: datetime, polls: Polls) -> AgendaItem | None:
    """None: it was asked often enough."""
    asked = int(item.payload["nth"])
    if asked >= polls.most:
        return None
    return AgendaItem(
        lane=item.lane,
        kind=item.kind,
        due=now + polls.first * 2**asked,
        subject=item.subject,
        generation=asked,
        part=item.part,
        payload=item.payload | {"nth": asked + 1},
    )
