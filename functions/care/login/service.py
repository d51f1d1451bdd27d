"""Login: a code of WeChat's for tokens of ours, those for new ones, and their end."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.ids import timed_id
from care.kernel.settings import Settings
from care.kernel.work import Batch, UnitOfWork
from care.login.attempts import Attempts
from care.login.codes import Codes, Identity
from care.login.end_sessions import last_ending
from care.login.errors import CodeNotTaken, LoginNotClear, LoginOff, LoginUnknownMember, SessionOver
from care.login.figures import access_life, idle_life, whole_life
from care.login.model import End, Session, Tokens
from care.login.rules import Shown, Verdict, ended, judge, renewed
from care.login.seals import RefreshClaims, Seals, digest_of
from care.login.store import SESSIONS, session_at
from care.members.model import WechatKind
from care.members.service import Members
from care.members.store import member_at

__all__ = ["Logins"]

_log = logging.getLogger(__name__)
_CODE = re.compile(r"[\x21-\x7e]{1,128}")
_ENDS = {Verdict.REUSED: End.REUSED, Verdict.UNBOUND: End.UNBOUND, Verdict.ENDED_BY_STAFF: End.BY_STAFF}


@dataclass(frozen=True, slots=True, kw_only=True)
class Logins:
    """`codes`: None where nobody knows codes. `hide`: what stands for a code in an id."""

    storage: Storage
    uow: UnitOfWork
    clock: Clock
    settings: Callable[[], Settings]
    members: Members
    attempts: Attempts
    seals: Seals
    hide: Callable[[str], str]
    codes: Callable[[], Codes | None]

    def log_in(self, code: str, address: str) -> Tokens:
        """Begin a session of the member whose code it is, called from `address`.

        LoginOff, CodeNotTaken, TooManyLogins, LoginBlocked, LoginLater, LoginUnknownMember, LoginNotClear.
        """
        codes = self.codes()
        if codes is None:
            raise LoginOff
        if not _CODE.fullmatch(code):
            raise CodeNotTaken(field="code")
        self.attempts.from_address(address, code)
        person = codes.identify(code)
        self.attempts.of_openid(person.openid)
        return self._tokens(self.uow.run(lambda batch: self._begin(batch, code, person)))

    def refresh(self, token: str) -> Tokens:
        """New tokens for a refresh token, which is used up by it. One that was used before ends the session.

        SessionOver.
        """
        claims = self._claims(token)
        session, verdict = self.uow.run(lambda batch: self._renew(batch, claims, token))
        if verdict is Verdict.REUSED:
            _log.warning("a refresh token came twice", extra={"session": claims.session_id})
        if session is None or verdict is not Verdict.GOOD:
            raise SessionOver
        return self._tokens(session)

    def log_out(self, token: str) -> Session:
        """End the session of a refresh token, whichever of its tokens it is. Again: it stays ended. SessionOver."""
        claims = self._claims(token)

        def decide(batch: Batch) -> Session:
            session = self.storage.get(*session_at(claims.session_id))
            if session is None:
                raise SessionOver
            return self._end(batch, session, End.LOGGED_OUT)

        return self.uow.run(decide)

    def _begin(self, batch: Batch, code: str, person: Identity) -> Session:
        now, settings = self.clock.now(), self.settings()
        member_id = self._whose(batch, person)
        ends_at = now + whole_life(settings)
        id_ = timed_id(now, member_id, self.hide(code))
        session = Session(
            id=id_,
            member_id=member_id,
            openid_key=self.members.wechat_digest(WechatKind.OPENID, person.openid),
            number=0,
            digest=digest_of(self.seals.refresh(id_, 0)),
            began_at=now,
            idle_until=min(now + idle_life(settings), ends_at),
            ends_at=ends_at,
            version=1,
        )
        batch.add(SESSIONS.put(session, name="session.begin", lost=lambda _: CodeNotTaken(field="code")))
        return session

    def _whose(self, batch: Batch, person: Identity) -> str:
        """By openid; else by unionid, and then the openid is the member's from now on."""
        if by_openid := self.members.bound_to(WechatKind.OPENID, person.openid):
            return _only(by_openid)
        if not person.unionid:
            raise LoginUnknownMember
        member_id = _only(self.members.bound_to(WechatKind.UNIONID, person.unionid))
        self.members.bind(batch, member_id, person.openid)
        return member_id

    def _renew(self, batch: Batch, claims: RefreshClaims, token: str) -> tuple[Session | None, Verdict]:
        """What is refused is no exception here: that the session ends by it must be committed."""
        now = self.clock.now()
        session = self.storage.get(*session_at(claims.session_id))
        if session is None:
            return None, Verdict.OVER
        member = self.storage.get(*member_at(session.member_id))
        ending = last_ending(self.storage, session.member_id)
        bears = member.openid_key if member else None
        shown = Shown(claims.number, digest_of(token), bears, ending.at if ending else None)
        verdict = judge(session, shown, now)
        if verdict in _ENDS:
            return self._end(batch, session, _ENDS[verdict]), verdict
        if verdict is Verdict.GOOD:
            following = self.seals.refresh(session.id, session.number + 1)
            session = renewed(session, digest_of(following), now, idle_life(self.settings()))
            batch.add(SESSIONS.save(session, name="session.renew"))
        return session, verdict

    def _end(self, batch: Batch, session: Session, why: End) -> Session:
        over = ended(session, why, self.clock.now())
        if over != session:
            batch.add(SESSIONS.save(over, name="session.end"))
        return over

    def _claims(self, token: str) -> RefreshClaims:
        claims = self.seals.claims_of(token)
        if claims is None:
            raise SessionOver
        return claims

    def _tokens(self, session: Session) -> Tokens:
        until = min(self.clock.now() + access_life(self.settings()), session.ends_at)
        return Tokens(
            session_id=session.id,
            member_id=session.member_id,
            access=self.seals.access(session.member_id, until),
            access_until=until,
            refresh=self.seals.refresh(session.id, session.number),
            refresh_until=session.idle_until,
        )


def _only(ids: list[str]) -> str:
    if not ids:
        raise LoginUnknownMember
    if len(ids) > 1:
        raise LoginNotClear
    return ids[0]
