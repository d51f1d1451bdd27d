"""A bare house in which contact works: the reactions of its kinds and a channel that a test can break."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from care.contact.ask_confirmation import AskConfirmation
from care.contact.channels import Channel, ChannelKind, Outgoing, Receipt
from care.contact.delivery import Delivery
from care.contact.model import Message, Notice, message_id
from care.contact.receipts import Receipts, Word
from care.contact.service import Contact
from care.contact.store import MESSAGES
from care.kernel.settings import Settings
from care.kernel.work import Reaction, decision
from care.members.model import Member, PersonalData, Purpose
from care.members.store import MEMBERS
from fakes.firing import Sweeper
from fakes.house import House

__all__ = ["ContactRoom", "FlakyChannel", "notice"]


class FlakyChannel:
    """Keeps what it is given; raises `error`, if one is set, after it has taken the message."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.error: BaseException | None = None

    def send(self, outgoing: Outgoing) -> Receipt:
        self.sent.append(outgoing)
        if self.error:
            raise self.error
        return Receipt(f"receipt-{len(self.sent)}")


@dataclass
class ContactRoom:
    """`heard` is what metrics would count."""

    house: House = field(default_factory=House)
    channel: FlakyChannel = field(default_factory=FlakyChannel)
    heard: list[Message] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    more: Mapping[str, Reaction] = field(default_factory=dict)
    others: Mapping[ChannelKind, Channel] = field(default_factory=dict)
    """Channels besides the inbox."""
    words: list[Word] = field(default_factory=list)
    alarmed: list[tuple[ChannelKind, str]] = field(default_factory=list)
    contact: Contact = field(init=False)
    sweeper: Sweeper = field(init=False)

    def __post_init__(self) -> None:
        house = self.house
        self.contact = Contact(house.storage, house.clock)
        delivery = Delivery(
            house.storage,
            house.uow,
            house.clock,
            settings=lambda: self.settings,
            personal=_plain,
            channels=lambda: {ChannelKind.INBOX: self.channel, **self.others},
            heard=self.heard.append,
            alarmed=lambda kind, code: self.alarmed.append((kind, code)),
        )
        self.reactions: dict[str, Reaction] = {
            "message.plan": decision(self.contact.put),
            "message.send": delivery.send,
            "message.unknown": delivery.give_up,
            "message.receipt": Receipts(house.storage, house.clock, self.words.append).take,
            "message.confirm": AskConfirmation(
                house.storage,
                house.clock,
                settings=lambda: self.settings,
                personal=_plain,
                channels=lambda: {ChannelKind.INBOX: self.channel, **self.others},
            ).look,
            **self.more,
        }
        self.sweeper = Sweeper(house, self.reactions)

    def register(self, member_id: str = "M1", name: str | None = "王芳", *opted_out: Purpose) -> None:
        member = Member(id=member_id, name=name, opted_out=opted_out)
        self.house.storage.transact([MEMBERS.save(member, name="member")])

    def notify(self, *notices: Notice) -> None:
        for each in notices:
            self.house.uow.run(lambda batch, each=each: self.contact.notify(batch, each))  # type: ignore[misc]

    def message(self, key: str = "key") -> Message:
        return self.contact.get_many([message_id(key)])[message_id(key)]

    def messages(self) -> list[Message]:
        return self.house.storage.all(MESSAGES)


def _plain(member: Member) -> PersonalData:
    """Nothing is sealed here."""
    return PersonalData(name=member.name, phone=member.phone, openid=member.openid, external_id=member.external_id)


def notice(**changes: object) -> Notice:
    facts = {"key": "key", "member_id": "M1", "template": "ticket_reply", "purpose": Purpose.SERVICE}
    return Notice(**facts | {"params": {"goods": "牛肉"}, "about": "T1"} | changes)  # type: ignore[arg-type]
