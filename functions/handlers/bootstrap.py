"""Puts the product together, once for each sandbox, from the environment. Nothing is built at import.

`configure` (before the first `app()`) and `reset` are how the local cloud and tests bring their own clock and channel.
"""

import os
from dataclasses import dataclass, field
from functools import cached_property, partial

from care.accounts.asking import AskMall
from care.accounts.event_bridge import EventBridgeMall
from care.accounts.service import Accounts
from care.accounts.settlement.import_settlement import SettlementImport
from care.accounts.settlement.reconciliation import Reconciliation
from care.catalog.report import CategoryReport
from care.catalog.service import Catalog
from care.contact.channels import Channel, LocalChannel
from care.contact.delivery import Delivery
from care.contact.service import Contact
from care.dynamo.agenda_shelf import AgendaShelf
from care.dynamo.dynamo_storage import DynamoStorage
from care.dynamo.firing import AgendaRunner
from care.dynamo.requests import Requests
from care.dynamo.unit_of_work import DynamoUnitOfWork
from care.evidence.doors import Doors
from care.evidence.own_credentials import OwnCredentials
from care.evidence.uploads import Uploads
from care.hours.holidays import Holidays
from care.hours.service import ServiceHours
from care.kernel.clock import Clock, SystemClock
from care.kernel.signing import Sealer, derive_key
from care.liability.bear_payouts import BearPayouts
from care.liability.rulebook import Rulebook
from care.liability.service import Liabilities
from care.members.cipher import Cipher
from care.members.service import Members
from care.members.tags import Tags
from care.orders.service import Orders
from care.outreach.closure_checks import ClosureChecks
from care.outreach.first_complaint import FirstComplaints
from care.outreach.silent_members import SilentMembers
from care.outreach.surveys import Surveys
from care.policy.service import Policies, SettingsBook
from care.programmes.campaigns import Campaigns
from care.programmes.cases import TicketCases
from care.programmes.invitations import Invitations
from care.programmes.inviting import Inviter
from care.programmes.posts import Posts
from care.programmes.tester_invitations import TesterInvitations
from care.programmes.ugc_invitations import UgcInvitations
from care.scripts.service import Library
from care.staff.alerts import Alerts
from care.staff.duty import DutyRoster
from care.staff.notices import Inbox
from care.staff.service import Directory
from care.tickets.desk import Desk
from care.tickets.offers import PURPOSE as OFFERS
from care.tickets.open_task import CareDesk
from care.tickets.returns.hand_in import take_return
from care.tickets.returns.model import PURPOSE as SLIPS
from care.tickets.service import Tickets
from care.tickets.use_scripts import TicketScripts
from care.trust.service import Standings
from handlers.brought import brought
from handlers.dead_letters import DeadLetters
from handlers.environment import Environment, read_environment
from handlers.mall_router import MallRouter, mall_router
from handlers.observability import Gauges
from handlers.reactions import reactions
from handlers.secrets import read_master

__all__ = ["App", "app", "configure", "reset"]


@dataclass
class App:
    """The product: every service, made when it is first asked for."""

    environment: Environment
    clock: Clock = field(default_factory=SystemClock)
    channel: Channel = field(default_factory=LocalChannel)
    gauges: Gauges = field(default_factory=Gauges)

    # ---------------------------------------------------------------- ground
    @cached_property
    def storage(self) -> DynamoStorage:
        return DynamoStorage(self.environment.tables, region=self.environment.region)

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
    def runner(self) -> AgendaRunner:
        return AgendaRunner(self.storage, self.uow, self.agenda, self.clock, reactions(self), self.gauges)

    @cached_property
    def master(self) -> str:
        return read_master(self.environment.secret_arn)

    # ---------------------------------------------------------------- domains, in their order
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
        return Members(self.storage, self.uow, self.requests, self.clock, self.cipher)

    @cached_property
    def tags(self) -> Tags:
        return Tags(self.storage, self.requests, self.clock, self.settings_book.current)

    @cached_property
    def orders(self) -> Orders:
        return Orders(self.storage, self.uow, self.clock, self.members, self._categories)

    @cached_property
    def contact(self) -> Contact:
        return Contact(self.storage, self.clock)

    @cached_property
    def scripts(self) -> Library:
        return Library(self.storage, self.requests, self.clock, self.settings_book.current)

    @cached_property
    def standings(self) -> Standings:
        return Standings(self.storage, self.requests, self.clock, self.settings_book.current, self.members)

    @cached_property
    def delivery(self) -> Delivery:
        return Delivery(
            self.storage,
            self.uow,
            self.clock,
            settings=self.settings_book.current,
            name_of=lambda member: self.members.personal(member).name,
            channel=self.channel,
            heard=self.gauges.message,
        )

    @cached_property
    def evidence(self) -> Uploads:
        told, sign = self.environment, OwnCredentials()
        doors = Doors(bucket=told.evidence_bucket, url=told.evidence_url, region=told.region, credentials=sign)
        return Uploads(self.storage, self.clock, self.settings_book.current, doors)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.storage, self.uow, self.clock, self.requests, self.settings_book.current)

    @cached_property
    def ask_mall(self) -> AskMall:
        mall = EventBridgeMall(self.environment.bus_name, region=self.environment.region)
        return AskMall(self.storage, self.clock, self.settings_book.current, mall)

    @cached_property
    def settlement_import(self) -> SettlementImport:
        return SettlementImport(self.storage, self.uow, self.clock)

    @cached_property
    def reconciliation(self) -> Reconciliation:
        return Reconciliation(self.storage, self.requests, self.clock)

    @cached_property
    def desk(self) -> Desk:
        return Desk(
            storage=self.storage,
            uow=self.uow,
            clock=self.clock,
            requests=self.requests,
            policies=self.policies,
            settings=self.settings_book.current,
            hours=self.hours,
            directory=self.directory,
            accounts=self.accounts,
            contact=self.contact,
            sealer=Sealer(self.master, OFFERS),
            codes=Sealer(self.master, SLIPS),
        )

    @cached_property
    def tickets(self) -> Tickets:
        return Tickets(self.storage)

    @cached_property
    def ticket_scripts(self) -> TicketScripts:
        return TicketScripts(self.desk, self.scripts)

    @cached_property
    def surveys(self) -> Surveys:
        return Surveys(self.storage, self.clock, self.requests, self.settings_book.current, self.contact, self.accounts)

    @cached_property
    def silent_members(self) -> SilentMembers:
        return SilentMembers(self.storage, self.settings_book.current, CareDesk(self.desk), self.contact)

    @cached_property
    def first_complaints(self) -> FirstComplaints:
        return FirstComplaints(self.desk)

    @cached_property
    def closure_checks(self) -> ClosureChecks:
        return ClosureChecks(self.storage, self.clock, self.requests, self.settings_book.current, self.contact)

    @cached_property
    def liability_rulebook(self) -> Rulebook:
        return Rulebook(self.storage, self.requests, self.clock, self.settings_book.current)

    @cached_property
    def liabilities(self) -> Liabilities:
        return Liabilities(self.storage, self.requests, self.clock)

    @cached_property
    def bear_payouts(self) -> BearPayouts:
        return BearPayouts(self.storage, self.clock, self.accounts, self.policies, self.liability_rulebook)

    @cached_property
    def campaigns(self) -> Campaigns:
        return Campaigns(self.storage, self.requests, self.clock, self.catalog)

    @cached_property
    def invitations(self) -> Invitations:
        return Invitations(self.storage, self.requests, self.clock, self.campaigns)

    @cached_property
    def inviter(self) -> Inviter:
        return Inviter(self.clock, self.settings_book.current, self.contact)

    @cached_property
    def tester_invitations(self) -> TesterInvitations:
        return TesterInvitations(self.storage, self.clock, self.members, self.inviter)

    @cached_property
    def ugc_invitations(self) -> UgcInvitations:
        cases = TicketCases(self.storage)
        return UgcInvitations(self.storage, self.clock, self.settings_book.current, cases, self.inviter)

    @cached_property
    def posts(self) -> Posts:
        return Posts(
            self.storage, self.requests, self.clock, self.settings_book.current, self.contact, self.invitations
        )

    # ---------------------------------------------------------------- edges
    @cached_property
    def mall_router(self) -> MallRouter:
        return mall_router(
            orders=self.orders,
            members=self.members,
            catalog=self.catalog,
            directory=self.directory,
            accounts=self.accounts,
            back=partial(take_return, self.desk),
            clock=self.clock,
            bury=DeadLetters(self.environment.mall_dead_letters_url, region=self.environment.region),
        )

    @cached_property
    def _categories(self) -> CategoryReport:
        return CategoryReport(self.gauges.unknown_category)

    def _key(self, purpose: str) -> str:
        return derive_key(self.master, purpose).hex()


_built: list[App] = []


def configure(*, clock: Clock | None = None, channel: Channel | None = None) -> None:
    """Bring another clock or channel than the real ones; the product is put together anew."""
    reset()
    brought.update({name: each for name, each in (("clock", clock), ("channel", channel)) if each is not None})


def reset() -> None:
    """Forget what was built and what was brought, as a fresh sandbox does."""
    _built.clear()
    brought.clear()


def app() -> App:
    """The product of this sandbox."""
    if not _built:
        _built.append(App(environment=read_environment(os.environ), **brought))  # type: ignore[arg-type]
    return _built[0]
