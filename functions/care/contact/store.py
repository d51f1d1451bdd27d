"""Where messages lie: `MESSAGE#id / MESSAGE`, and for as long as it may be read `MESSAGE#id / TEXT`.

`by_a`: all messages of a member (staff). `by_b`: those that reached the member, or may have (the member's inbox).
`CONTACT#member / STATE`: what is known of a member. `RECEIPT#channel#id / RECEIPT`: which message a provider means.
`TALK#member / TALK`: what a member was asked. `TALK#member / WORDS#id`: a reply that a person reads.
"""

from dataclasses import dataclass
from datetime import datetime

from care.contact.channels import ChannelKind
from care.contact.member_contact import MemberContact
from care.contact.model import Message, MessageState, MessageText
from care.contact.questions import Talk
from care.contact.transcript import Spoken
from care.dynamo.shelf import ABSENT, Shelf, attribute
from care.dynamo.storage import Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import stamp

__all__ = [
    "CONTACTS",
    "MESSAGES",
    "RECEIPTS",
    "TALKS",
    "TEXTS",
    "WORDS",
    "ReceiptRow",
    "Words",
    "contact_at",
    "in_inbox",
    "message_at",
    "receipt_at",
    "talk_at",
    "text_at",
    "unchanged",
    "words_at",
]

_IN_INBOX = frozenset({MessageState.SENT, MessageState.UNKNOWN})


def in_inbox(message: Message) -> bool:
    """Whether its member reads it: it was sent, or may have been, or waits for another way out."""
    tried = message.state is MessageState.PLANNED and message.attempt > 0
    return message.state in _IN_INBOX or tried or message.sent_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """The message that a channel gave this receipt for."""

    channel: ChannelKind
    receipt: str
    message_id: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A reply that answers nothing we asked. Personal data may be in it."""

    member_id: str
    id: str
    text: str
    at: datetime
    until: datetime
    spoken: Spoken | None = None
    """Where they were said, and a recogniser wrote them down."""


def _sorted(message: Message) -> str:
    return f"{stamp(message.planned_at)}#{message.id}"


def _inbox(message: Message) -> tuple[str, str] | None:
    return (f"INBOX#{message.member_id}", _sorted(message)) if in_inbox(message) else None


MESSAGES = Shelf(
    shape=Message,
    kind="message",
    table="contact",
    key=lambda message: Key(f"MESSAGE#{message.id}", "MESSAGE"),
    indexes={"by_a": lambda message: (f"MEMBER#{message.member_id}", _sorted(message)), "by_b": _inbox},
)
TEXTS = Shelf(
    shape=MessageText,
    kind="text",
    table="contact",
    key=lambda text: Key(f"MESSAGE#{text.message_id}", "TEXT"),
    expires=lambda text: text.until,
)
CONTACTS = Shelf(
    shape=MemberContact,
    kind="member-contact",
    table="contact",
    key=lambda contact: _contact_key(contact.member_id),
)
RECEIPTS = Shelf(
    shape=ReceiptRow,
    kind="receipt",
    table="contact",
    key=lambda row: _receipt_key(row.channel, row.receipt),
    expires=lambda row: row.until,
)

TALKS = Shelf(shape=Talk, kind="talk", table="contact", key=lambda talk: _talk_key(talk.member_id))
WORDS = Shelf(
    shape=Words,
    kind="words",
    table="contact",
    key=lambda words: _talk_key(words.member_id, f"WORDS#{words.id}"),
    expires=lambda words: words.until,
)


def contact_at(member_id: str) -> tuple[Shelf[MemberContact], Key]:
    return CONTACTS, _contact_key(member_id)


def unchanged(contact: MemberContact) -> DynamoWrite:
    """Holds a decision to what was read of a member; whoever is late decides again."""
    condition = attribute("version") == contact.version if contact.version else ABSENT
    return CONTACTS.check(_contact_key(contact.member_id), condition, name="contact.unchanged")


def receipt_at(channel: ChannelKind, receipt: str) -> tuple[Shelf[ReceiptRow], Key]:
    return RECEIPTS, _receipt_key(channel, receipt)


def message_at(message_id: str) -> Wanted:
    return (MESSAGES, Key(f"MESSAGE#{message_id}", "MESSAGE"))


def text_at(message_id: str) -> Wanted:
    return (TEXTS, Key(f"MESSAGE#{message_id}", "TEXT"))


def _contact_key(member_id: str) -> Key:
    return Key(f"CONTACT#{member_id}", "STATE")


def _receipt_key(channel: ChannelKind, receipt: str) -> Key:
    return Key(f"RECEIPT#{channel}#{receipt}", "RECEIPT")


def talk_at(member_id: str) -> tuple[Shelf[Talk], Key]:
    return TALKS, _talk_key(member_id)


def words_at(member_id: str, words_id: str) -> tuple[Shelf[Words], Key]:
    return WORDS, _talk_key(member_id, f"WORDS#{words_id}")


def _talk_key(member_id: str, part: str = "TALK") -> Key:
    return Key(f"TALK#{member_id}", part)
