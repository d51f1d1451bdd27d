"""What the API asks of the product: the services that its resolvers call. `handlers.bootstrap` provides them.

Each domain adds a property here, typed by its service; the type is imported for the type checker only.
"""

from typing import TYPE_CHECKING, Protocol

from care.kernel.clock import Clock

if TYPE_CHECKING:
    from care.accounts.service import Accounts
    from care.accounts.settlement.reconciliation import Reconciliation
    from care.catalog.service import Catalog
    from care.contact.card.service import ContactCards
    from care.contact.conversations import Conversations
    from care.contact.service import Contact
    from care.contact.wishes import ContactWishes
    from care.evidence.uploads import Uploads
    from care.guides.publish import Guides
    from care.guides.push import GuidePushes
    from care.hours.service import ServiceHours
    from care.liability.rulebook import Rulebook
    from care.liability.service import Liabilities
    from care.login.end_sessions import EndSessions
    from care.login.seals import Seals
    from care.login.service import Logins
    from care.logistics.arrivals.service import Arrivals
    from care.logistics.holding.service import Holdings
    from care.logistics.service import Logistics
    from care.logistics.slots.regions import SlotRegions
    from care.logistics.slots.service import Slots
    from care.logistics.step_wishes import ShippingWishes
    from care.logistics.supply.statements import SupplyStatements
    from care.logistics.supply.wishes import RestockWishes
    from care.logistics.watch import StallWatch
    from care.logistics.weather.alerts import WeatherAlerts
    from care.members.service import Members
    from care.members.simple_mode import SimpleModes
    from care.members.tags import Tags
    from care.orders.service import Orders
    from care.outreach.answer_survey import SurveyAnswers
    from care.outreach.care_outcomes import CareOutcomes
    from care.outreach.closure_checks import ClosureChecks
    from care.outreach.survey_templates import SurveyTemplates
    from care.outreach.surveys import Surveys
    from care.policy.service import Policies, SettingsBook
    from care.programmes.campaigns import Campaigns
    from care.programmes.greetings.cards import GreetingCards
    from care.programmes.greetings.service import Greetings
    from care.programmes.invitations import Invitations
    from care.programmes.posts import Posts
    from care.scripts.service import Library
    from care.staff.alerts import Alerts
    from care.staff.duty import DutyRoster
    from care.staff.notices import Inbox
    from care.staff.service import Directory
    from care.tickets.desk import Desk
    from care.tickets.service import Tickets
    from care.tickets.use_scripts import TicketScripts
    from care.trust.service import Standings

__all__ = ["App"]


class App(Protocol):
    """The product, built once per sandbox."""

    @property
    def clock(self) -> Clock: ...

    @property
    def master(self) -> str:
        """The deployment's master secret, from which the cursors' key is derived."""
        ...

    @property
    def catalog(self) -> "Catalog": ...

    @property
    def directory(self) -> "Directory": ...

    @property
    def policies(self) -> "Policies": ...

    @property
    def settings_book(self) -> "SettingsBook": ...

    @property
    def hours(self) -> "ServiceHours": ...

    @property
    def duty_roster(self) -> "DutyRoster": ...

    @property
    def alerts(self) -> "Alerts": ...

    @property
    def inbox(self) -> "Inbox": ...

    @property
    def members(self) -> "Members": ...

    @property
    def simple_modes(self) -> "SimpleModes": ...

    @property
    def tags(self) -> "Tags": ...

    @property
    def orders(self) -> "Orders": ...

    @property
    def contact(self) -> "Contact": ...

    @property
    def contact_wishes(self) -> "ContactWishes": ...

    @property
    def conversations(self) -> "Conversations": ...

    @property
    def seals(self) -> "Seals":
        """Our own tokens."""
        ...

    @property
    def contact_cards(self) -> "ContactCards": ...

    @property
    def end_sessions(self) -> "EndSessions": ...

    @property
    def logins(self) -> "Logins": ...

    @property
    def logistics(self) -> "Logistics": ...

    @property
    def shipping_wishes(self) -> "ShippingWishes": ...

    @property
    def slots(self) -> "Slots": ...

    @property
    def greeting_cards(self) -> "GreetingCards": ...

    @property
    def arrivals(self) -> "Arrivals": ...

    @property
    def supply_statements(self) -> "SupplyStatements": ...

    @property
    def restock_wishes(self) -> "RestockWishes": ...

    @property
    def weather_alerts(self) -> "WeatherAlerts": ...

    @property
    def slot_regions(self) -> "SlotRegions": ...

    @property
    def holdings(self) -> "Holdings": ...

    @property
    def stall_watch(self) -> "StallWatch": ...

    @property
    def evidence(self) -> "Uploads": ...

    @property
    def accounts(self) -> "Accounts": ...

    @property
    def reconciliation(self) -> "Reconciliation": ...

    @property
    def scripts(self) -> "Library": ...

    @property
    def ticket_scripts(self) -> "TicketScripts": ...

    @property
    def standings(self) -> "Standings": ...

    @property
    def desk(self) -> "Desk": ...

    @property
    def tickets(self) -> "Tickets": ...

    @property
    def surveys(self) -> "Surveys": ...

    @property
    def survey_answers(self) -> "SurveyAnswers": ...

    @property
    def survey_templates(self) -> "SurveyTemplates": ...

    @property
    def guides(self) -> "Guides": ...

    @property
    def guide_pushes(self) -> "GuidePushes": ...

    @property
    def care_outcomes(self) -> "CareOutcomes": ...

    @property
    def closure_checks(self) -> "ClosureChecks": ...

    @property
    def liabilities(self) -> "Liabilities": ...

    @property
    def liability_rulebook(self) -> "Rulebook": ...

    @property
    def campaigns(self) -> "Campaigns": ...

    @property
    def greetings(self) -> "Greetings": ...

    @property
    def invitations(self) -> "Invitations": ...

    @property
    def posts(self) -> "Posts": ...
