"""The back office in memory: policy, settings and staff behind the real API, called by the committed operations."""

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import api
from api.policy.check_policy_draft import CheckPolicyDraft
from api.policy.discard_policy_draft import DiscardPolicyDraft
from api.policy.drafts import PolicyDraftQuery
from api.policy.guarantee import GuaranteeQuery
from api.policy.queries import PolicyQuery
from api.policy.save_policy_draft import SavePolicyDraft
from api.policy.schedule_policy import SchedulePolicy
from api.publish_settings import PublishSettings
from api.settings import SettingsQuery
from api.staff.on_call import OnCallQuery
from api.staff.queries import StaffQuery
from api.staff.register_staff_member import RegisterStaffMember
from api.staff.set_on_call import SetOnCall
from api.staff.set_presence import SetPresence
from api.staff.set_shifts import SetShifts
from care.catalog.report import CategoryReport
from care.catalog.service import Catalog
from care.policy.service import Policies, SettingsBook
from care.staff.duty import DutyRoster
from care.staff.service import Directory
from fakes.house import House
from fakes.serving import Reply, Server, serve

__all__ = ["Office"]

OPERATIONS = Path(api.__file__).parents[1] / "operations"
_QUERIES = (StaffQuery, OnCallQuery, PolicyQuery, PolicyDraftQuery, GuaranteeQuery, SettingsQuery)
_MUTATIONS = (
    RegisterStaffMember,
    SetPresence,
    SetShifts,
    SetOnCall,
    SavePolicyDraft,
    CheckPolicyDraft,
    SchedulePolicy,
    DiscardPolicyDraft,
    PublishSettings,
)


@dataclass
class Office:
    """Callers are those of `fakes.serving.VIEWERS`."""

    house: House = field(default_factory=House)
    settings_book: SettingsBook = field(init=False)
    policies: Policies = field(init=False)
    directory: Directory = field(init=False)
    server: Server = field(init=False)

    def __post_init__(self) -> None:
        house = self.house
        self.settings_book = SettingsBook(house.storage, house.requests, house.clock)
        self.policies = Policies(house.storage, house.requests, house.clock, self.settings_book.current)
        self.directory = Directory(house.storage, house.uow, house.requests, house.clock)
        app = SimpleNamespace(
            clock=house.clock,
            settings_book=self.settings_book,
            policies=self.policies,
            directory=self.directory,
            duty_roster=DutyRoster(house.storage, house.uow, house.clock, self.directory),
            catalog=Catalog(house.storage, house.uow, CategoryReport()),
        )
        self.server = serve(_QUERIES, _MUTATIONS, app=app)

    def ask(self, operation: str, as_: str | None, *, language: str = "", **variables: Any) -> Reply:
        """Call one of graphql/operations/, whatever comes of it."""
        text = (OPERATIONS / f"{operation}.graphql").read_text(encoding="utf-8")
        return self.server.ask(text, as_=as_, language=language, **variables)

    def done(self, operation: str, as_: str | None, **variables: Any) -> Any:
        """What the one root field of an operation answered; it must not fail."""
        reply = self.ask(operation, as_, **variables)
        assert reply.errors == [], reply.errors
        (answer,) = reply.data.values()
        return answer
