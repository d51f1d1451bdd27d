"""Where messages lie: `MESSAGE#id / MESSAGE`, and for as long as it may be read `MESSAGE#id / TEXT`.

`by_a`: all messages of a member (staff). `by_b`: those that reached the member, or may have (the member's inbox).
"""

from care.contact.model import Message, MessageState, MessageText
from care.dynamo.shelf import Shelf
from care.dynamo.storage import Wanted
from care.dynamo.writes import Key
from care.kernel.clock import stamp

__all__ = ["IN_INBOX", "MESSAGES", "TEXTS", "message_at", "text_at"]

IN_INBOX = frozenset({MessageState.SENT, MessageState.UNKNOWN})


def _sorted(message: Message) -> str:
    return f"{stamp(message.planned_at)}#{message.id}"


def _inbox(message: Message) -> tuple[str, str] | None:
    return (f"INBOX#{message.member_id}", _sorted(message)) if message.state in IN_INBOX else None


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


def message_at(message_id: str) -> Wanted:
    return (MESSAGES, Key(f"MESSAGE#{message_id}", "MESSAGE"))


def text_at(message_id: str) -> Wanted:
    return (TEXTS, Key(f"MESSAGE#{message_id}", "TEXT"))
