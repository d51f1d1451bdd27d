"""Telling members things (P6), and reading what they were told."""

from collections.abc import Iterable

import msgspec

from care.contact.delivery import sending
from care.contact.model import Message, Notice, message_id, priority_of
from care.contact.store import MESSAGES, message_at, text_at
from care.contact.templates import Templates, built_in
from care.dynamo.storage import Ask, Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.work import Batch

__all__ = ["Contact"]


class Contact:
    """Other domains tell a member something by `notify`, in the transaction of their own decision.

    Agenda kinds: `message.plan` (decider `put`) makes the one message of a notice's key; `message.send` and
    `message.unknown` are carried out by `care.contact.delivery`.
    """

    def __init__(self, storage: Storage, clock: Clock, templates: Templates | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._templates = templates or built_in()

    def notify(self, batch: Batch, notice: Notice) -> None:
        """Plan a message. TemplateFault where the notice does not fit its template: a mistake in the code.

        A message that is there already must not cancel the caller's transaction, so nothing but an agenda item is
        written here; its firing finds out.
        """
        template = self._templates.get(notice.template)
        template.check(notice.params)
        template.check_purpose(notice.purpose)
        batch.plan(
            AgendaItem(
                lane=Lane.NOW,
                kind="message.plan",
                due=self._clock.now(),
                subject=message_id(notice.key),
                payload={"notice": msgspec.json.encode(notice).decode()},
            )
        )

    def put(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `message.plan`: the first notice of a key makes its message, a later one nothing."""
        if self._storage.get(*message_at(item.subject)):
            return
        notice = msgspec.json.decode(str(item.payload["notice"]), type=Notice)
        message = _message(notice, item)
        batch.add(MESSAGES.save(message, name="message.put"))
        batch.plan(sending(message, message.due))

    def get_many(self, message_ids: Iterable[str]) -> dict[str, Message]:
        """Messages by id; those that do not exist are absent."""
        return fetch_by_id(self._storage, message_at, message_ids)

    def texts(self, message_ids: Iterable[str]) -> dict[str, str]:
        """What the messages say, by message id; absent where nothing was sent or the text has expired."""
        texts, now = fetch_by_id(self._storage, text_at, message_ids), self._clock.now()
        return {each: text.text for each, text in texts.items() if text.until > now}

    def of_member(self, member_id: str, limit: int, after: Place) -> tuple[list[Message], Place]:
        """Every message about a member, whatever became of it, the newest first: for staff."""
        return self._newest(f"MEMBER#{member_id}", "by_a", limit, after)

    def inbox(self, member_id: str, limit: int, after: Place) -> tuple[list[Message], Place]:
        """What reached a member, or may have, the newest first: for the member."""
        return self._newest(f"INBOX#{member_id}", "by_b", limit, after)

    def _newest(self, pk: str, index: str, limit: int, after: Place) -> tuple[list[Message], Place]:
        page = self._storage.query(
            Ask(table="contact", pk=pk, index=index, limit=limit, after=after, newest_first=True)
        )
        return page.of(MESSAGES), page.after


def _message(notice: Notice, item: AgendaItem) -> Message:
    return Message(
        id=item.subject,
        key=notice.key,
        member_id=notice.member_id,
        purpose=notice.purpose,
        template=notice.template,
        params=notice.params,
        about=notice.about,
        segment=notice.segment,
        planned_at=item.due,
        due=notice.due or item.due,
        answers=notice.answers,
        useless_after=notice.useless_after,
        campaign=notice.campaign,
        hold_out_permille=notice.hold_out_permille,
        belongs_to_alert=notice.belongs_to_alert,
        booked_slot=notice.booked_slot,
        priority=notice.priority or priority_of(notice),
        question=notice.question,
    )
