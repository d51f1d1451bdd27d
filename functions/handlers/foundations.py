"""What every use case stands on: the database, the agenda, and the rooms up to the orders."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from care.catalog.report import CategoryReport
from care.catalog.service import Catalog
from care.contact.adapters.build import build_channels, make_parts
from care.contact.adapters.config import ChannelsConfig
from care.contact.calls.want_call import CallTasks
from care.contact.channels import Channel, ChannelKind, LocalChannel
from care.contact.inbound.config import InboundConfig
from care.dynamo.agenda_shelf import AgendaShelf
from care.dynamo.dynamo_storage import DynamoStorage
from care.dynamo.requests import Requests
from care.dynamo.unit_of_work import DynamoUnitOfWork
from care.hours.holidays import Holidays
from care.hours.service import ServiceHours
from care.kernel.clock import Clock, SystemClock
from care.kernel.signing import derive_key
from care.login.codes import Codes
from care.members.cipher import Cipher
from care.members.service import Members
from care.members.simple_mode import SimpleModes
from care.members.tags import Tags
from care.orders.service import Orders
from care.policy.service import Policies, SettingsBook
from care.staff.alerts import Alerts
from care.staff.duty import DutyRoster
from care.staff.notices import Inbox
from care.staff.service import Directory
from handlers.channel_secrets import read_channels
from handlers.environment import Environment
from handlers.observability import Gauges
from handlers.secrets import read_master

__all__ = ["Foundations"]


@dataclass
class Foundations:
    """The lower half of the product: every service, made when it is first asked for."""

    environment: Environment
    clock: Clock = field(default_factory=SystemClock)
    channel: Channel = field(default_factory=LocalChannel)
    gauges: Gauges = field(default_factory=Gauges)
    codes: Codes | None = None
    """Who takes login codes instead of WeChat: a local cloud, a test. Nothing that is deployed brings any."""
    callbacks: InboundConfig | None = None
    """What callbacks are verified with, instead of the secret: a local cloud, a test."""

    @cached_property
    def storage(self) -> DynamoStorage:
        return DynamoStorage(self.environment.tables, region=self.environment.region)

    @cached_property
    def channels(self) -> Mapping[ChannelKind, Channel]:
        """The ways to a member: the inbox is always there."""
        return self._configured | {ChannelKind.INBOX: self.channel, ChannelKind.CALL_TASK: CallTasks()}

    @cached_property
    def subscribable(self) -> Collection[str]:
        """Keys of the templates that the mini-program can notify by: none where it is not configured."""
        weapp = self._channels_config.weapp
        return list(weapp.templates) if weapp else ()

    @cached_property
    def _channels_config(self) -> ChannelsConfig:
        return read_channels(self.environment.channels_secret_arn)

    @cached_property
    def _configured(self) -> dict[ChannelKind, Channel]:
        parts = partial(make_parts, self.storage, self.uow, self.clock, self.cipher)
        return build_channels(self._channels_config, parts)

    @cached_property
    def agenda(self) -> AgendaShelf:
        return AgendaShelf(shards=self.environment.agenda_shards)

    @cached_property
    def uow(self) -> DynamoUnitOfWork:
        return DynamoUnitOfWork(self.storage, self.agenda)

    @cached_property
    def requests(self) -> Requests:
        return Requests(self.storage, self.uow, self.clock)

    @cached_property
    def master(self) -> str:
        return read_master(self.environment.secret_arn)

    @cached_property
    def catalog(self) -> Catalog:
        return Catalog(self.storage, self.uow, self._categories)

    @cached_property
    def directory(self) -> Directory:
        return Directory(self.storage, self.uow, self.requests, self.clock)

    @cached_property
    def duty_roster(self) -> DutyRoster:
        return DutyRoster(self.storage, self.uow, self.clock, self.directory)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.storage, self.uow, self.clock)

    @cached_property
    def alerts(self) -> Alerts:
        return Alerts(self.storage, self.uow, self.clock, self.settings_book.current, self.duty_roster.ladder)

    @cached_property
    def settings_book(self) -> SettingsBook:
        return SettingsBook(self.storage, self.requests, self.clock)

    @cached_property
    def hours(self) -> ServiceHours:
        holidays = Holidays(self.gauges.unknown_year)
        return ServiceHours(self.storage, self.requests, self.clock, self.settings_book.current, holidays)

    @cached_property
    def policies(self) -> Policies:
        return Policies(self.storage, self.requests, self.clock, self.settings_book.current)

    @cached_property
    def cipher(self) -> Cipher:
        return Cipher([self._key("pii")], self._key("lookup"))

    @cached_property
    def members(self) -> Members:
        return Members(self.storage, self.uow, self.clock, self.cipher)

    @cached_property
    def simple_modes(self) -> SimpleModes:
        return SimpleModes(self.storage, self.requests, self.clock)

    @cached_property
    def tags(self) -> Tags:
        return Tags(self.storage, self.requests, self.clock, self.settings_book.current)

    @cached_property
    def orders(self) -> Orders:
        return Orders(self.storage, self.uow, self.clock, self.members, self._categories)

    @cached_property
    def _categories(self) -> CategoryReport:
        return CategoryReport(self.gauges.unknown_category)

    def _key(self, purpose: str) -> str:
        return derive_key(self.master, purpose).hex()
