"""WeChat's `code2session`: a mini-program's login code in, openid and unionid out.

A code is good once. So the request goes out once (only connecting is tried again, as with a message: adapters/http.py):
where no whole answer comes, the code may be used up, and the client brings a new one. Busy (-1) is an answer: that one
is asked again, once. The address bears the code and our secret, so it stands in no error and no log; of the
`session_key` in the answer nothing is read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import msgspec

from care.contact.adapters.config import WeappConfig
from care.contact.adapters.http import Answer, Http, HttpTrouble, Unreached
from care.login.codes import Identity
from care.login.errors import CodeNotTaken, LoginBlocked, LoginLater

__all__ = ["Meaning", "WeappCodes", "Went", "login_http", "refusals"]

_SOON, _LATER = 2, 60
"""Seconds until another try is worth it."""
_PAUSE = 0.3
_TOO_OFTEN = 429
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Went(StrEnum):
    """What a code of WeChat's means for a login."""

    AGAIN = "AGAIN"
    LATER = "LATER"
    CODE = "CODE"
    BLOCKED = "BLOCKED"
    ALARM = "ALARM"
    """Something of ours is wrong; the member is told to come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """`after`: seconds."""

    then: Went
    means: str
    after: int = _SOON


class _Answer(msgspec.Struct):
    """What is read of an answer."""

    errcode: int = 0
    openid: str = ""
    unionid: str = ""


_NOT_DOCUMENTED = Meaning(then=Went.ALARM, means="not documented")


@cache
def refusals() -> dict[str, Meaning]:
    """By WeChat's code."""
    text = Path(__file__).with_name("refusals.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, Meaning])


def login_http() -> Http:
    """Two calls and what comes after them stay well below the 10 seconds that the API's function has."""
    return Http(connect=1.0, read=2.0, send_within=2.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeappCodes:
    """`alarmed` hears WeChat's code where something of ours is wrong."""

    config: WeappConfig
    http: Http
    alarmed: Callable[[str], None]

    def identify(self, code: str) -> Identity:
        answer = self._asked(code)
        if str(answer.errcode) in refusals() and refusals()[str(answer.errcode)].then is Went.AGAIN:
            self.http.sleep(_PAUSE)
            answer = self._asked(code)
        if answer.errcode:
            raise self._refusal(str(answer.errcode))
        if not _ID.fullmatch(answer.openid) or (answer.unionid and not _ID.fullmatch(answer.unionid)):
            raise self._ours("NO_OPENID")
        return Identity(openid=answer.openid, unionid=answer.unionid or None)

    def _asked(self, code: str) -> _Answer:
        try:
            return self._read(self.http.take(self._url(code)))
        except Unreached as error:
            raise LoginLater("WeChat was not reached", seconds=_SOON) from error
        except HttpTrouble as error:
            raise LoginLater("WeChat did not answer", seconds=_SOON) from error

    def _read(self, answer: Answer) -> _Answer:
        """Whatever its status, an answer that speaks JSON says what is the matter."""
        try:
            return msgspec.json.decode(answer.body, type=_Answer)
        except msgspec.MsgspecError:
            if answer.status == _TOO_OFTEN:
                raise LoginLater("HTTP 429", seconds=_LATER) from None
            if answer.status in range(400, 500):
                raise self._ours(f"HTTP_{answer.status}") from None
            raise LoginLater(f"HTTP {answer.status}, and nothing to read", seconds=_SOON) from None

    def _refusal(self, code: str) -> Exception:
        meaning = refusals().get(code, _NOT_DOCUMENTED)
        match meaning.then:
            case Went.CODE:
                return CodeNotTaken(field="code")
            case Went.BLOCKED:
                return LoginBlocked()
            case Went.ALARM:
                return self._ours(code)
            case Went.AGAIN | Went.LATER:
                return LoginLater(f"WeChat says {code}", seconds=meaning.after)

    def _ours(self, code: str) -> LoginLater:
        self.alarmed(code)
        return LoginLater(f"WeChat says {code}", seconds=_LATER)

    def _url(self, code: str) -> str:
        told = {"appid": self.config.appid, "secret": self.config.secret}
        asked = {"js_code": code, "grant_type": "authorization_code"}
        return f"{self.config.base}/sns/jscode2session?{urlencode(told | asked)}"
