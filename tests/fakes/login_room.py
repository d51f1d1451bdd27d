"""Login over a house in memory, with members whom the mall has told of."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from care.contact.adapters.meters import Meters
from care.kernel.settings import Settings
from care.login.attempts import Attempts
from care.login.model import Session, Tokens
from care.login.seals import Seals
from care.login.service import Logins
from care.login.store import SESSIONS
from care.members.events import MemberChanged
from care.members.service import Members
from fakes.house import House
from fakes.login_codes import OneUseCodes, code_of
from fakes.mall import cipher

__all__ = ["HERE", "MASTER", "LoginRoom"]

HERE = "203.0.113.7"
MASTER = "the master secret of tests, which is long enough"


@dataclass
class LoginRoom:
    """`settings` are what an operator has published."""

    house: House = field(default_factory=House)
    settings: Settings = field(default_factory=Settings)
    codes: OneUseCodes | None = field(default_factory=OneUseCodes)

    def __post_init__(self) -> None:
        house, hide = self.house, cipher().lookup
        self.members = Members(house.storage, house.uow, house.clock, cipher())
        meters = Meters(storage=house.storage, uow=house.uow, clock=house.clock)
        self.logins = Logins(
            storage=house.storage,
            uow=house.uow,
            clock=house.clock,
            settings=lambda: self.settings,
            members=self.members,
            attempts=Attempts(meters, lambda: self.settings, partial(hide, "meter")),
            seals=Seals.of(MASTER),
            hide=partial(hide, "code"),
            codes=lambda: self.codes,
        )
        self._codes = 0

    def states(self, member_id: str = "M001", **detail: Any) -> None:
        """The mall states something of a member."""
        self.members.take(MemberChanged(occurred_at=self.house.clock.now(), member_id=member_id, **detail))

    def log_in(self, openid: str = "o-1", unionid: str | None = None, *, address: str = HERE) -> Tokens:
        """By a fresh code."""
        self._codes += 1
        return self.logins.log_in(code_of(openid, unionid, number=self._codes), address)

    @property
    def sessions(self) -> list[Session]:
        return self.house.storage.all(SESSIONS)

    @property
    def session(self) -> Session:
        (session,) = self.sessions
        return session
