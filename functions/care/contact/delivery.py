"""Sending what is due (P6): decided and claimed in one transaction, then the channel is called, once.

    message.send ──rules.judge──▶ SUPPRESSED | EXPIRED                      nothing is sent
                                  PLANNED, `deferred_until`                 it waits: a new message.send then
                                  CLAIMED + text + message.unknown (5 min)
                                     └─▶ channel.send ──▶ SENT              it gave a receipt
                                                      ├─▶ PLANNED           it refused: the next channel, or later
                                                      ├─▶ FAILED            it refused, and was the last
                                                      └─▶ UNKNOWN           it broke; or the process died, and
                                                                            message.unknown finds it still CLAIMED

A try is claimed at most once, so a channel is called at most once for it, whatever is retried. Only what was refused
for certain, and what belongs to a red alert, has a second try.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from care.contact.call_once import call_once
from care.contact.calls.model import call_id
from care.contact.calls.rules import good_until
from care.contact.calls.want_call import want_call
from care.contact.channels import Channel, ChannelKind, Outgoing
from care.contact.confirmation import first_look
from care.contact.figures import (
    call_limits,
    limits,
    patience,
    polls,
    receipt_kept,
    text_kept,
    unknown_after,
)
from care.contact.member_contact import MemberContact
from care.contact.model import Decision, Message, MessageState, MessageText, Reason
from care.contact.outcome import Answer, Broke, Refused, Took, heard_of, settled
from care.contact.questions import Talk
from care.contact.route import addresses_of
from care.contact.rules import Judged, Verdict, counts, judge
from care.contact.store import (
    CONTACTS,
    MESSAGES,
    RECEIPTS,
    TALKS,
    TEXTS,
    ReceiptRow,
    contact_at,
    message_at,
    talk_at,
    unchanged,
)
from care.contact.subscriptions import after_refusal
from care.contact.talks import window
from care.contact.templates import Templates, built_in
from care.contact.way_out import given_to, way_out
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch, Firing, UnitOfWork
from care.members.model import Member, PersonalData
from care.members.store import member_at

__all__ = ["Delivery", "sending"]

_COUNTED = frozenset({ChannelKind.WEAPP_SUBSCRIBE, ChannelKind.WECOM_KF})


class Delivery:
    """Errands of the kinds `message.send` and `message.unknown`. `channels` has the inbox at
    least, and is asked for when something is sent. `heard` is told of
    every message that is decided, `alarmed` of refusals that somebody has to look at: metrics count both (M4).
    """

    def __init__(  # noqa: PLR0913 - a collaborator each
        self,
        storage: Storage,
        uow: UnitOfWork,
        clock: Clock,
        *,
        settings: Callable[[], Settings],
        personal: Callable[[Member], PersonalData],
        channels: Callable[[], Mapping[ChannelKind, Channel]],
        heard: Callable[[Message], None] = lambda _message: None,
        alarmed: Callable[[ChannelKind, str], None] = lambda _kind, _code: None,
        templates: Templates | None = None,
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._settings = settings
        self._personal = personal
        self._channels = channels
        self._heard = heard
        self._alarmed = alarmed
        self._templates = templates or built_in()

    def send(self, firing: Firing) -> None:
        """Errand of `message.send`."""
        decided = firing.commit(lambda batch: self._decide(firing.item, batch))
        if decided is None:
            return
        message, outgoing = decided
        if outgoing:
            message = self._settle(message, self._call(message.channel or ChannelKind.INBOX, outgoing))
        self._heard(message)

    def give_up(self, firing: Firing) -> None:
        """Errand of `message.unknown`: a claimed message of which nothing was heard is UNKNOWN, or sent again."""
        if message := firing.commit(lambda batch: self._forget(firing.item, batch)):
            self._heard(message)

    def _decide(self, item: AgendaItem, batch: Batch) -> tuple[Message, Outgoing | None] | None:
        member_id = str(item.payload["member"])
        found = self._storage.fetch([message_at(item.subject), member_at(member_id), contact_at(member_id)])
        message = found.get(*message_at(item.subject))
        if message is None or message.state is not MessageState.PLANNED or item.generation != message.attempt:
            return None
        member = found.get(*member_at(message.member_id))
        contact = found.get(*contact_at(message.member_id)) or MemberContact(member_id=message.member_id)
        now = self._clock.now()
        opted_out = member.opted_out if member else ()
        verdict = judge(
            Judged(message=message, contact=contact, opted_out=opted_out, now=now, limits=limits(self._settings()))
        )
        if verdict.state is MessageState.CLAIMED:
            return self._claim(message, verdict, member, contact, batch)
        if verdict.until:
            batch.plan(replace(item, due=verdict.until, attempts=0, last_error=""))
        _save(batch, contact, _without(contact, message, verdict))
        return self._write(batch, message, verdict), None

    def _claim(
        self, message: Message, verdict: Verdict, member: Member | None, contact: MemberContact, batch: Batch
    ) -> tuple[Message, Outgoing]:
        """The text as it goes out, what counts under the caps, and the clock that runs until an outcome is known."""
        settings, now = self._settings(), self._clock.now()
        known = self._personal(member) if member else PersonalData()
        addresses, template = addresses_of(known), self._templates.get(message.template)
        simple = member is not None and member.simple_mode
        reachable = addresses.keys() & self._channels().keys()
        kind = way_out(message, verdict, contact, reachable, template, settings, now, simple=simple)
        if kind is ChannelKind.CALL_TASK:
            want_call(batch, message, template.about, now, good_until(message, now, call_limits(settings)))
        _hold(batch, contact, given_to(kind, contact, message, now))
        self._ask(batch, message, now)
        spoken = simple or kind is ChannelKind.CALL_TASK
        text = template.render(message.params, known.name, message.segment, simple=spoken)
        until = now + text_kept(settings)
        batch.add(TEXTS.overwrite(MessageText(message_id=message.id, text=text, until=until), name="message.text"))
        tried = replace(message, channel=kind, attempt=message.attempt + 1)
        batch.plan(_giving_up(tried, now + unknown_after(settings)))
        outgoing = Outgoing(
            message_id=message.id,
            member_id=message.member_id,
            purpose=message.purpose,
            template=message.template,
            text=text,
            about=message.about,
            address=addresses.get(kind, ""),
            values=template.values(message.params, known.name),
        )
        return self._write(batch, tried, verdict), outgoing

    def _ask(self, batch: Batch, message: Message, now: datetime) -> None:
        """What the message asks can be answered from now on."""
        if message.question is None:
            return
        before = self._storage.get(*talk_at(message.member_id)) or Talk(member_id=message.member_id)
        if (after := before.with_question(message.id, message.question, now)) != before:
            batch.add(TALKS.save(after, name="talk.ask"))

    def _write(self, batch: Batch, message: Message, verdict: Verdict) -> Message:
        """The decision, and its line on the trail."""
        now, claimed = self._clock.now(), verdict.state is MessageState.CLAIMED
        decided = replace(
            message,
            state=verdict.state,
            reason=None if claimed else verdict.reason,
            detail=None,
            deferred_until=verdict.until or message.deferred_until,
            claimed_at=now if claimed else message.claimed_at,
        )
        line = Decision(
            at=now,
            state=verdict.state,
            reason=verdict.reason,
            until=verdict.until,
            channel=message.channel if claimed else None,
            detail=verdict.detail,
        )
        told = decided.told(line)
        batch.add(MESSAGES.replace(told, name=f"message.{verdict.state.lower()}"))
        return told

    def _call(self, kind: ChannelKind, outgoing: Outgoing) -> Answer:
        return call_once(self._channels()[kind], kind, outgoing, self._alarmed)

    def _settle(self, claimed: Message, answer: Answer) -> Message:
        """Write down the outcome. A receipt that comes after the message was given up counts."""

        def decide(batch: Batch) -> Message:
            message = self._storage.get(*message_at(claimed.id))
            if message is None or not heard_of(message, claimed, answer):
                return message or claimed
            self._remember(batch, claimed, answer)
            return self._outcome(batch, message, answer)

        return self._uow.run(decide)

    def _forget(self, item: AgendaItem, batch: Batch) -> Message | None:
        message: Message | None = self._storage.get(*message_at(item.subject))
        if message is None or message.state is not MessageState.CLAIMED or item.generation != message.attempt:
            return None
        if message.channel is not ChannelKind.CALL_TASK:
            return self._outcome(batch, message, Broke(Reason.NO_OUTCOME))
        asked_for = Took(call_id(message.id), waits=True)  # in the claim's own transaction
        self._remember(batch, message, asked_for)
        return self._outcome(batch, message, asked_for)

    def _outcome(self, batch: Batch, message: Message, answer: Answer) -> Message:
        """The message after an answer, and its next try if there is one."""
        after = settled(message, answer, self._clock.now(), patience(self._settings()))
        batch.add(MESSAGES.replace(after, name=f"message.{after.state.lower()}"))
        if after.state is MessageState.PLANNED:
            batch.plan(sending(after, after.deferred_until or self._clock.now()))
        return after

    def _remember(self, batch: Batch, claimed: Message, answer: Answer) -> None:
        """Under which receipt the provider will speak of it; what a refusal says of what we may still say."""
        kind = claimed.channel or ChannelKind.INBOX
        if isinstance(answer, Took) and kind is not ChannelKind.INBOX:
            until = self._clock.now() + receipt_kept(self._settings())
            row = ReceiptRow(channel=kind, receipt=answer.receipt, message_id=claimed.id, until=until)
            batch.add(RECEIPTS.overwrite(row, name="message.receipt"))
            if answer.waits and kind is ChannelKind.WECOM_TEMPLATE:
                now, often = self._clock.now(), polls(self._settings())
                batch.plan(first_look(kind, claimed.id, answer.receipt, now, often))
        if isinstance(answer, Refused) and kind in _COUNTED:
            contact = self._storage.get(*contact_at(claimed.member_id))
            if contact:
                _save(batch, contact, _freed(contact, claimed, answer.code))


def _freed(contact: MemberContact, refused: Message, code: str) -> MemberContact:
    """After a refusal of what was counted."""
    if refused.channel is ChannelKind.WECOM_KF:
        return window.after_refusal(contact, refused.claimed_at, code)
    return after_refusal(contact, refused.template, code)


def sending(message: Message, due: datetime) -> AgendaItem:
    """The errand of its next try."""
    return AgendaItem(
        lane=Lane.NOW,
        kind="message.send",
        due=due,
        subject=message.id,
        generation=message.attempt,
        payload={"member": message.member_id},
    )


def _giving_up(message: Message, due: datetime) -> AgendaItem:
    return AgendaItem(lane=Lane.CLOCKS, kind="message.unknown", due=due, subject=message.id, generation=message.attempt)


def _without(contact: MemberContact, message: Message, verdict: Verdict) -> MemberContact:
    """After a decision by which the message is not sent now."""
    if verdict.until and counts(message):
        return contact.put_off(message, verdict.until)
    return contact.dropped(message)


def _save(batch: Batch, before: MemberContact, after: MemberContact) -> None:
    if after != before:
        batch.add(CONTACTS.save(after, name="contact.save"))


def _hold(batch: Batch, before: MemberContact, after: MemberContact) -> None:
    """A claim stands only by what was read of the member."""
    batch.add(CONTACTS.save(after, name="contact.save") if after != before else unchanged(before))
