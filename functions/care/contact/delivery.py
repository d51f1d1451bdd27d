"""Sending what is due (P6): decided and claimed in one transaction, then the channel is called, once.

    message.send ──rules.judge──▶ SUPPRESSED | EXPIRED                      nothing is sent
                                  PLANNED, `deferred_until`                 quiet hours: a new message.send at their end
                                  CLAIMED + text + message.unknown (5 min)
                                     └─▶ channel.send ──▶ SENT              it gave a receipt
                                                      ├─▶ FAILED            it refused for certain
                                                      └─▶ UNKNOWN           it broke; or the process died, and
                                                                            message.unknown finds it still CLAIMED

A message is claimed at most once, so a channel is called at most once for it, whatever is retried.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from care.contact.channels import Channel, ChannelRefused, Outgoing
from care.contact.figures import limits, text_kept, unknown_after
from care.contact.model import Message, MessageState, MessageText, Reason
from care.contact.rules import Verdict, judge
from care.contact.store import MESSAGES, TEXTS, message_at
from care.contact.templates import Templates, built_in
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch, Firing, UnitOfWork
from care.members.model import Member
from care.members.store import member_at

__all__ = ["Delivery"]

_log = logging.getLogger(__name__)
_OPEN = frozenset({MessageState.CLAIMED, MessageState.UNKNOWN})


class Delivery:
    """Errands of the kinds `message.send` and `message.unknown`. `heard` is told of every message that is decided:
    metrics count the states (M4).
    """

    def __init__(  # noqa: PLR0913 - a collaborator each
        self,
        storage: Storage,
        uow: UnitOfWork,
        clock: Clock,
        *,
        settings: Callable[[], Settings],
        name_of: Callable[[Member], str | None],
        channel: Channel,
        heard: Callable[[Message], None] = lambda _message: None,
        templates: Templates | None = None,
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._settings = settings
        self._name_of = name_of
        self._channel = channel
        self._heard = heard
        self._templates = templates or built_in()

    def send(self, firing: Firing) -> None:
        """Errand of `message.send`."""
        decided = firing.commit(lambda batch: self._decide(firing.item, batch))
        if decided is None:
            return
        message, outgoing = decided
        if outgoing:
            message = self._settle(message, self._call(outgoing))
        self._heard(message)

    def give_up(self, firing: Firing) -> None:
        """Errand of `message.unknown`: a claimed message of which nothing was heard is UNKNOWN, and not repeated."""
        if message := firing.commit(lambda batch: self._forget(firing.item, batch)):
            self._heard(message)

    def _decide(self, item: AgendaItem, batch: Batch) -> tuple[Message, Outgoing | None] | None:
        found = self._storage.fetch([message_at(item.subject), member_at(str(item.payload["member"]))])
        message = found.get(*message_at(item.subject))
        if message is None or message.state is not MessageState.PLANNED:
            return None
        member = found.get(*member_at(message.member_id))
        opted_out = member.opted_out if member else ()
        verdict = judge(message, self._clock.now(), limits(self._settings()), opted_out)
        decided = _decided(message, verdict, self._clock.now())
        batch.add(MESSAGES.replace(decided, name=f"message.{verdict.state.lower()}"))
        if verdict.until:
            batch.plan(replace(item, due=verdict.until, attempts=0, last_error=""))
        return decided, self._claim(decided, member, batch) if verdict.state is MessageState.CLAIMED else None

    def _claim(self, message: Message, member: Member | None, batch: Batch) -> Outgoing:
        """The text as it goes out, and the clock that runs until an outcome is known."""
        settings, now = self._settings(), self._clock.now()
        template = self._templates.get(message.template)
        text = template.render(message.params, self._name_of(member) if member else None, message.segment)
        until = now + text_kept(settings)
        batch.add(TEXTS.overwrite(MessageText(message_id=message.id, text=text, until=until), name="message.text"))
        batch.plan(
            AgendaItem(lane=Lane.CLOCKS, kind="message.unknown", due=now + unknown_after(settings), subject=message.id)
        )
        return Outgoing(
            message_id=message.id,
            member_id=message.member_id,
            purpose=message.purpose,
            template=message.template,
            text=text,
            about=message.about,
        )

    def _call(self, outgoing: Outgoing) -> Callable[[Message], Message]:
        """Call the channel; the change that its answer means for the message."""
        try:
            receipt = self._channel.send(outgoing)
        except ChannelRefused as refusal:
            reason = str(refusal)
            return lambda message: _ended(message, MessageState.FAILED, Reason.CHANNEL_REFUSED, reason)
        except Exception as error:  # noqa: BLE001 - whatever broke: it may have been delivered
            broke = type(error).__name__
            _log.warning("a send broke", extra={"message_id": outgoing.message_id, "error": broke})
            return lambda message: _ended(message, MessageState.UNKNOWN, Reason.SEND_BROKE, broke)
        at = self._clock.now()
        return lambda message: replace(
            message, state=MessageState.SENT, sent_at=at, receipt=receipt.id, reason=None, detail=None
        )

    def _settle(self, claimed: Message, change: Callable[[Message], Message]) -> Message:
        """Write down the outcome. A receipt that comes after the message was given up counts."""

        def decide(batch: Batch) -> Message:
            message = self._storage.get(*message_at(claimed.id))
            if message is None or message.state not in _OPEN:
                return message or claimed
            settled = change(message)
            batch.add(MESSAGES.replace(settled, name=f"message.{settled.state.lower()}"))
            return settled

        return self._uow.run(decide)

    def _forget(self, item: AgendaItem, batch: Batch) -> Message | None:
        message: Message | None = self._storage.get(*message_at(item.subject))
        if message is None or message.state is not MessageState.CLAIMED:
            return None
        unknown = _ended(message, MessageState.UNKNOWN, Reason.NO_OUTCOME)
        batch.add(MESSAGES.replace(unknown, name="message.unknown"))
        return unknown


def _decided(message: Message, verdict: Verdict, now: datetime) -> Message:
    claimed_at = now if verdict.state is MessageState.CLAIMED else None
    return replace(
        message,
        state=verdict.state,
        reason=verdict.reason,
        deferred_until=verdict.until or message.deferred_until,
        claimed_at=claimed_at,
    )


def _ended(message: Message, state: MessageState, reason: Reason, detail: str | None = None) -> Message:
    return replace(message, state=state, reason=reason, detail=detail)
