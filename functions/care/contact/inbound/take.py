"""What follows from what providers tell: each message once, whatever is delivered again (P6)."""

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from care.contact.conversations import Conversations
from care.contact.figures import echo_within
from care.contact.inbound.faults import InboundFault, Malformed, Replayed
from care.contact.inbound.read import Act, Granted, Said, SenderKind, Told, read_acts
from care.contact.inbound.replays import take_message
from care.contact.member_contact import MemberContact, Teller
from care.contact.receipts import word_of
from care.contact.store import CONTACTS, contact_at
from care.contact.subscriptions import count_accept, none_left
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch, UnitOfWork
from care.members.model import WechatKind
from care.members.service import Members

__all__ = ["Bury", "Forwarded", "InboundTaker", "UnknownSender"]


class Forwarded(msgspec.Struct, frozen=True, kw_only=True):
    """A verified message on its way from the door to here. Personal data."""

    provider: str
    door: str
    body: str


class UnknownSender(InboundFault):
    """No member, or more than one, is meant; a person finds out who."""


class Bury(Protocol):
    """Puts a message whole where a person finds it; raises where it could not."""

    def __call__(self, body: str, /, *, reason: str, path: str) -> None: ...


class InboundTaker:
    """Takes messages of the queue. `templates`: ours by the provider's id, of a door. `others`, by provider: who takes
    what rooms above understand.
    """

    def __init__(  # noqa: PLR0913 - what it stands on
        self,
        storage: Storage,
        uow: UnitOfWork,
        clock: Clock,
        members: Members,
        conversations: Conversations,
        *,
        settings: Callable[[], Settings],
        templates: Callable[[str], Mapping[str, str]],
        bury: Bury,
        others: Mapping[str, Callable[[str], object]],
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._members = members
        self._conversations = conversations
        self._settings = settings
        self._templates = templates
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
            case Said():
                self._conversations.hear(batch, self._sender(act), act.text, key)
            case Told():
                batch.plan(word_of(act.channel, act.receipt, act.word, at=self._clock.now(), code=act.code))
            case Granted():
                self._grant(batch, act, door)

    def _sender(self, said: Said) -> str:
        """The one member who is meant."""
        found = self._named(said)
        if len(found) > 1:
            found = self._conversations.who_can_mean(found, said.text)
        if len(found) != 1:
            raise UnknownSender(f"{len(found)} members are called so")
        return found[0]

    def _named(self, said: Said) -> list[str]:
        match said.by:
            case SenderKind.OPENID:
                return self._members.bound_to(WechatKind.OPENID, said.sender)
            case SenderKind.PHONE:
                return [each.id for each in self._members.by_phone(said.sender)]
            case _:
                return []

    def _grant(self, batch: Batch, granted: Granted, door: str) -> None:
        """One more, unless the mini-program has stated it already (`recordSubscription`); or none."""
        template = self._templates(door).get(granted.template)
        if template is None:
            raise Malformed("a template that is not ours")
        found = self._members.bound_to(WechatKind.OPENID, granted.openid)
        if len(found) != 1:
            raise UnknownSender(f"{len(found)} members are called so")
        (member_id,) = found
        before = self._storage.get(*contact_at(member_id)) or MemberContact(member_id=member_id)
        now, within = self._clock.now(), echo_within(self._settings())
        opened = (
            count_accept(before, template, Teller.WECHAT, now, within) if granted.open else none_left(before, template)
        )
        if opened != before:
            batch.add(CONTACTS.save(opened, name="contact.grant"))
