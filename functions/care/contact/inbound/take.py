"""What follows from what providers tell: each message once, whatever is delivered again (P6)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

import msgspec

from care.contact.conversations import Conversations
from care.contact.figures import echo_within, passes_on
from care.contact.inbound.acts import Act, Announced, Granted, Said, SenderKind, Told, What
from care.contact.inbound.faults import InboundFault, Malformed, Replayed
from care.contact.inbound.forwarded import Forwarded
from care.contact.inbound.read import read_acts
from care.contact.inbound.replays import take_message
from care.contact.inbound.senders import Senders, UnknownSender
from care.contact.inbound.shown import note_of, received
from care.contact.member_contact import MemberContact, Teller
from care.contact.receipts import word_of
from care.contact.service import Contact
from care.contact.store import CONTACTS, contact_at
from care.contact.subscriptions import count_accept, none_left
from care.contact.talks.fetch_messages import TOKEN_LASTS, fetching
from care.contact.talks.pass_on import pass_on
from care.contact.talks.window import heard
from care.contact.transcript import Spoken
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch, UnitOfWork
from care.members.cipher import Cipher

__all__ = ["Bury", "InboundTaker"]


class Bury(Protocol):
    """Puts a message whole where a person finds it; raises where it could not."""

    def __call__(self, body: str, /, *, reason: str, path: str) -> None: ...


class InboundTaker:
    """Takes messages of the queue. `templates`: ours by the provider's id, of a door. `employees` hears what members of
    the corp say. `others`, by provider: who takes what rooms above understand.
    """

    def __init__(  # noqa: PLR0913 - what it stands on
        self,
        storage: Storage,
        uow: UnitOfWork,
        clock: Clock,
        senders: Senders,
        conversations: Conversations,
        contact: Contact,
        *,
        settings: Callable[[], Settings],
        cipher: Callable[[], Cipher],
        templates: Callable[[str], Mapping[str, str]],
        employees: Callable[[Batch, Said, str], None],
        bury: Bury,
        others: Mapping[str, Callable[[str], object]],
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._senders = senders
        self._conversations = conversations
        self._contact = contact
        self._settings = settings
        self._cipher = cipher
        self._templates = templates
        self._employees = employees
        self._bury = bury
        self._others = others

    def take(self, body: str) -> None:
        """Act on a message, or bury it whole. What it raises is worth another delivery."""
        try:
            message = msgspec.json.decode(body, type=Forwarded)
            if other := self._others.get(message.provider):
                other(message.body)
                return
            for key, act in read_acts(message.provider, message.body):
                self._once(key, act, message.door)
        except (InboundFault, msgspec.MsgspecError) as fault:
            self._bury(body, reason=f"{type(fault).__name__}: {fault}", path="$")

    def _once(self, key: str, act: Act, door: str) -> None:
        def decide(batch: Batch) -> None:
            batch.add(take_message(key, self._clock.now()))
            self._act(batch, act, key, door)

        try:
            self._uow.run(decide)
        except Replayed:
            return

    def _act(self, batch: Batch, act: Act, key: str, door: str) -> None:
        match act:
            case Said() if act.sender.by is SenderKind.CORP_USER:
                self._employees(batch, act, key)
            case Said():
                self._hear(batch, act, key, door)
            case Told():
                batch.plan(word_of(act.channel, act.receipt, act.word, at=self._clock.now(), code=act.code))
            case Granted():
                self._grant(batch, act, door)
            case Announced():
                batch.plan(fetching(act.account, self._clock.now(), act.token, act.at + TOKEN_LASTS))

    def _hear(self, batch: Batch, said: Said, key: str, door: str) -> None:
        now = self._clock.now()
        try:
            member_id = self._senders.one(batch, said)
        except UnknownSender:
            if said.sender.by is not SenderKind.CUSTOMER or not passes_on(self._settings()):
                raise
            pass_on(batch, self._cipher(), door, said.sender.id, now, key)
            return
        if said.at and said.sender.by is SenderKind.CUSTOMER:
            self._note_talk(batch, member_id, min(said.at, now))
        if said.what.read:
            spoken = Spoken() if said.what is What.SPOKEN else None
            self._conversations.hear(batch, member_id, said.text, key, spoken)
            return
        self._conversations.show(batch, member_id, note_of(said), key)
        self._contact.notify(batch, received(member_id, said.what, now))

    def _note_talk(self, batch: Batch, member_id: str, at: datetime) -> None:
        """From the member's word on, and for a while, 微信客服 takes messages to them."""
        before = self._contact_of(member_id)
        if (after := heard(before, at)) != before:
            batch.add(CONTACTS.save(after, name="contact.talk"))

    def _grant(self, batch: Batch, granted: Granted, door: str) -> None:
        """One more, unless the mini-program has stated it already (`recordSubscription`); or none."""
        template = self._templates(door).get(granted.template)
        if template is None:
            raise Malformed("a template that is not ours")
        before = self._contact_of(self._senders.bearer(granted.openid))
        now, within = self._clock.now(), echo_within(self._settings())
        opened = (
            count_accept(before, template, Teller.WECHAT, now, within) if granted.open else none_left(before, template)
        )
        if opened != before:
            batch.add(CONTACTS.save(opened, name="contact.grant"))

    def _contact_of(self, member_id: str) -> MemberContact:
        return self._storage.get(*contact_at(member_id)) or MemberContact(member_id=member_id)
