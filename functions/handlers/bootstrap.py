"""Puts the product together, once for each sandbox, from the environment. Nothing is built at import.

`configure` (before the first `app()`) and `reset` are how the local cloud and tests bring their own clock and channel.
"""

import os
from dataclasses import dataclass
from functools import cached_property, partial

from care.accounts.asking import AskMall
from care.accounts.service import Accounts
from care.accounts.settlement.import_settlement import SettlementImport
from care.accounts.settlement.reconciliation import Reconciliation
from care.contact.channels import Channel
from care.contact.inbound.config import InboundConfig
from care.dynamo.firing import AgendaRunner
from care.evidence.doors import Doors
from care.evidence.own_credentials import OwnCredentials
from care.evidence.uploads import Uploads
from care.guides.publish import Guides
from care.guides.push import GuidePushes
from care.kernel.clock import Clock
from care.kernel.signing import Sealer
from care.liability.bear_payouts import BearPayouts
from care.liability.rulebook import Rulebook
from care.liability.service import Liabilities
from care.login.codes import Codes
from care.outreach.answer_survey import SurveyAnswers
from care.outreach.care_outcomes import CareOutcomes
from care.outreach.closure_checks import ClosureChecks
from care.outreach.first_complaint import FirstComplaints
from care.outreach.silent_members import SilentMembers
from care.outreach.survey_links import SurveyLinks
from care.outreach.survey_templates import SurveyTemplates
from care.outreach.surveys import Surveys
from care.programmes.campaigns import Campaigns
from care.programmes.cases import TicketCases
from care.programmes.greetings.cards import GreetingCards
from care.programmes.greetings.effects import GreetingEffects
from care.programmes.greetings.service import Greetings
from care.programmes.greetings.take_back import TakeBack
from care.programmes.greetings.waves import GreetingWaves
from care.programmes.habits.follow import Habits
from care.programmes.invitations import Invitations
from care.programmes.inviting import Inviter
from care.programmes.posts import Posts
from care.programmes.tester_invitations import TesterInvitations
from care.programmes.ugc_invitations import UgcInvitations
from care.scripts.service import Library
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
from handlers.environment import read_environment
from handlers.logistics_rooms import LogisticsRooms
from handlers.mall_router import MallRouter, mall_router
from handlers.reactions import reactions

__all__ = ["App", "app", "configure", "reset"]


@dataclass
class App(LogisticsRooms):
    """The product: every service, made when it is first asked for, in the order of the rooms."""

    @cached_property
    def runner(self) -> AgendaRunner:
        return AgendaRunner(self.storage, self.uow, self.agenda, self.clock, reactions(self), self.gauges)

    @cached_property
    def scripts(self) -> Library:
        return Library(self.storage, self.requests, self.clock, self.settings_book.current)

    @cached_property
    def standings(self) -> Standings:
        return Standings(self.storage, self.requests, self.clock, self.settings_book.current, self.members)

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
        return AskMall(self.storage, self.clock, self.settings_book.current, self.mall_bus)

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
            library=self.scripts,
            sealer=Sealer(self.master, OFFERS),
            codes=Sealer(self.master, SLIPS),
        )

    @cached_property
    def tickets(self) -> Tickets:
        return Tickets(self.storage)

    @cached_property
    def ticket_scripts(self) -> TicketScripts:
        return TicketScripts(self.desk)

    @cached_property
    def surveys(self) -> Surveys:
        return Surveys(
            self.storage,
            self.clock,
            self.settings_book.current,
            self.contact,
            self.survey_templates,
            CareDesk(self.desk),
        )

    @cached_property
    def survey_templates(self) -> SurveyTemplates:
        return SurveyTemplates(self.storage, self.requests, self.clock, self.settings_book.current)

    @cached_property
    def survey_answers(self) -> SurveyAnswers:
        return SurveyAnswers(
            self.storage,
            self.clock,
            self.requests,
            self.settings_book.current,
            self.contact,
            self.accounts,
            SurveyLinks(self.master, self.clock),
        )

    @cached_property
    def guides(self) -> Guides:
        return Guides(self.storage, self.requests, self.clock, self.catalog, self.scripts)

    @cached_property
    def guide_pushes(self) -> GuidePushes:
        return GuidePushes(self.storage, self.clock, self.requests, self.settings_book.current, self.contact)

    @cached_property
    def silent_members(self) -> SilentMembers:
        return SilentMembers(self.storage, self.settings_book.current, CareDesk(self.desk), self.contact)

    @cached_property
    def care_outcomes(self) -> CareOutcomes:
        return CareOutcomes(self.storage, self.clock, self.settings_book.current)

    @cached_property
    def first_complaints(self) -> FirstComplaints:
        return FirstComplaints(self.desk)

    @cached_property
    def closure_checks(self) -> ClosureChecks:
        return ClosureChecks(
            self.storage, self.clock, self.requests, self.settings_book.current, self.contact, self.accounts.payouts_of
        )

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
        return Campaigns(self.storage, self.requests, self.clock, self.catalog, self.scripts)

    @cached_property
    def habits(self) -> Habits:
        return Habits(self.storage, self.clock)

    @cached_property
    def greetings(self) -> Greetings:
        return Greetings(self.storage, self.requests, self.clock, self.settings_book.current, self.scripts)

    @cached_property
    def greeting_waves(self) -> GreetingWaves:
        return GreetingWaves(self.storage, self.clock, self.settings_book.current, self.members, self.contact)

    @cached_property
    def greeting_cards(self) -> GreetingCards:
        return GreetingCards(self.storage, self.clock, self.requests, self.settings_book.current, self.directory)

    @cached_property
    def greeting_effects(self) -> GreetingEffects:
        return GreetingEffects(self.storage, self.contact)

    @cached_property
    def greeting_take_back(self) -> TakeBack:
        return TakeBack(self.storage, self.clock, self.settings_book.current, self.contact)

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
            self.storage,
            self.requests,
            self.clock,
            self.settings_book.current,
            self.contact,
            self.invitations,
            self.scripts,
        )

    @cached_property
    def mall_router(self) -> MallRouter:
        return mall_router(
            orders=self.orders,
            moved=self.take_movement,
            members=self.members,
            catalog=self.catalog,
            directory=self.directory,
            accounts=self.accounts,
            weather=self.weather_alerts,
            planned=self.arrivals.take,
            supplied=self.supply_statements.take,
            back=partial(take_return, self.desk),
            clock=self.clock,
            bury=DeadLetters(self.environment.mall_dead_letters_url, region=self.environment.region),
        )


_built: list[App] = []


def configure(
    *,
    clock: Clock | None = None,
    channel: Channel | None = None,
    codes: Codes | None = None,
    callbacks: InboundConfig | None = None,
) -> None:
    """Bring another clock, channel, taker of login codes or keys of callbacks than the real ones; the product is put
    together anew.
    """
    reset()
    given = {"clock": clock, "channel": channel, "codes": codes, "callbacks": callbacks}
    brought.update({name: each for name, each in given.items() if each is not None})


def reset() -> None:
    """Forget what was built and what was brought, as a fresh sandbox does."""
    _built.clear()
    brought.clear()


def app() -> App:
    """The product of this sandbox."""
    if not _built:
        _built.append(App(environment=read_environment(os.environ), **brought))  # type: ignore[arg-type]
    return _built[0]
