"""Messages, in and out, and the login by a channel's own identity, as they are put together on the foundations."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from care.contact.adapters.meters import Meters
from care.contact.ask_confirmation import AskConfirmation
from care.contact.card.service import ContactCards
from care.contact.channels import ChannelKind
from care.contact.conversations import Conversations
from care.contact.delivery import Delivery
from care.contact.employees.hear_employee import HearEmployee
from care.contact.employees.say_to_employee import SayToEmployee
from care.contact.groups.service import GroupPosts
from care.contact.inbound.desk import InboundDesk
from care.contact.inbound.doors import Doors
from care.contact.inbound.senders import Senders
from care.contact.inbound.take import Bury, InboundTaker
from care.contact.receipts import Receipts
from care.contact.service import Contact
from care.contact.talks.fetch_messages import FetchMessages
from care.contact.talks.pass_on import PassOn
from care.contact.talks.welcome import Welcomes
from care.contact.wishes import ContactWishes
from care.login.attempts import Attempts
from care.login.codes import Codes
from care.login.end_sessions import EndSessions
from care.login.seals import Seals
from care.login.service import Logins
from care.logistics.carriers.door import TRACES, hub_door
from handlers.dead_letters import DeadLetters
from handlers.foundations import Foundations
from handlers.inbound_line import InboundLine
from handlers.inbound_secret import read_inbound

__all__ = ["ContactRooms"]


@dataclass
class ContactRooms(Foundations):
    """What tells members something, hears them, and lets them in."""

    @cached_property
    def contact(self) -> Contact:
        return Contact(self.storage, self.clock)

    @cached_property
    def contact_cards(self) -> ContactCards:
        return ContactCards(self.storage, self.requests, self.clock, self.settings_book.current)

    @cached_property
    def delivery(self) -> Delivery:
        return Delivery(
            self.storage,
            self.uow,
            self.clock,
            settings=self.settings_book.current,
            personal=self.members.personal,
            channels=lambda: self.channels,
            heard=self.gauges.message,
            alarmed=self.gauges.channel_alarm,
        )

    @cached_property
    def group_posts(self) -> GroupPosts:
        return GroupPosts(
            self.storage,
            self.uow,
            self.clock,
            settings=self.settings_book.current,
            channels=lambda: self.channels,
            alarmed=self.gauges.channel_alarm,
        )

    @cached_property
    def receipts(self) -> Receipts:
        return Receipts(self.storage, self.clock, self.gauges.receipt)

    @cached_property
    def ask_confirmation(self) -> AskConfirmation:
        return AskConfirmation(
            self.storage,
            self.clock,
            settings=self.settings_book.current,
            personal=self.members.personal,
            channels=lambda: self.channels,
        )

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.storage, self.requests, self.clock, self.settings_book.current)

    @cached_property
    def inbound_doors(self) -> Doors:
        config = self.callbacks or read_inbound(self.environment.inbound_secret_arn)
        return Doors(config, {door: hub_door(hub, door) for door, hub in config.hubs.items()})

    @cached_property
    def inbound_desk(self) -> InboundDesk:
        return InboundDesk(self.storage, self.uow, self.clock, self.inbound_doors, self.inbound_line)

    @cached_property
    def inbound_line(self) -> Callable[[str], None]:
        return InboundLine(self.environment.inbound_queue_url, region=self.environment.region)

    @cached_property
    def bury_inbound(self) -> Bury:
        return DeadLetters(self.environment.inbound_dead_letters_url, region=self.environment.region)

    @cached_property
    def inbound_taker(self) -> InboundTaker:
        return InboundTaker(
            self.storage,
            self.uow,
            self.clock,
            Senders(self.members, self.conversations),
            self.conversations,
            self.contact,
            settings=self.settings_book.current,
            cipher=lambda: self.cipher,
            templates=self.inbound_doors.templates,
            employees=self.hear_employee.hear,
            bury=self.bury_inbound,
            others={TRACES: self.take_traces},
        )

    @cached_property
    def fetch_messages(self) -> FetchMessages:
        return FetchMessages(
            self.storage,
            self.clock,
            channels=lambda: self.channels,
            forward=self.inbound_line,
            welcomes=Welcomes(self.uow, self.clock, self.gauges.channel_alarm),
            alarmed=self.gauges.channel_alarm,
        )

    @cached_property
    def pass_on(self) -> PassOn:
        return PassOn(
            self.storage,
            lambda: self.cipher,
            channels=lambda: self.channels,
            alarmed=self.gauges.channel_alarm,
        )

    @cached_property
    def hear_employee(self) -> HearEmployee:
        return HearEmployee(self.storage, self.clock, self.directory, self.alerts)

    @cached_property
    def say_to_employee(self) -> SayToEmployee:
        return SayToEmployee(
            self.storage,
            self.uow,
            self.clock,
            self.directory,
            self.alerts,
            channels=lambda: self.channels,
            alarmed=self.gauges.channel_alarm,
        )

    def take_traces(self, body: str) -> None:
        """What a hub of carriers pushed."""
        raise NotImplementedError

    @cached_property
    def contact_wishes(self) -> ContactWishes:
        return ContactWishes(
            self.storage,
            self.requests,
            self.clock,
            self.settings_book.current,
            self.members,
            offered=lambda: self.subscribable,
        )

    @cached_property
    def seals(self) -> Seals:
        return Seals.of(self.master)

    @cached_property
    def logins(self) -> Logins:
        meters = Meters(storage=self.storage, uow=self.uow, clock=self.clock)
        return Logins(
            storage=self.storage,
            uow=self.uow,
            clock=self.clock,
            settings=self.settings_book.current,
            members=self.members,
            attempts=Attempts(meters, self.settings_book.current, partial(self.cipher.lookup, "meter")),
            seals=self.seals,
            hide=partial(self.cipher.lookup, "code"),
            codes=lambda: self.codes or self._weapp_codes,
        )

    @cached_property
    def end_sessions(self) -> EndSessions:
        return EndSessions(self.storage, self.requests, self.clock)

    @cached_property
    def _weapp_codes(self) -> Codes | None:
        """None without a mini-program (docs/channels.md)."""
        config = self._channels_config.weapp
        if config is None:
            return None
        from care.login.weapp_codes import WeappCodes, login_http

        alarmed = partial(self.gauges.channel_alarm, ChannelKind.WEAPP_SUBSCRIBE)
        return WeappCodes(config=config, http=login_http(), alarmed=alarmed)
