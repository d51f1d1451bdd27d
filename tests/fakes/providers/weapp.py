"""WeChat's servers, as the backend of a mini-program sees them."""

import json
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from werkzeug.wrappers import Request, Response

from fakes.providers.serving import Delivered, Fake, as_json
from fakes.providers.wechat_tokens import TokenDesk

__all__ = ["Weapp"]

_LIMITS = {"thing": 20, "character_string": 32, "time": 40, "phrase": 5, "name": 10, "amount": 13, "number": 32}
_STATES = {"developer", "trial", "formal"}
_CODE_LASTS, _LOGINS_A_MINUTE = timedelta(minutes=5), 100


@dataclass
class LoginCode:
    """Whose a code of wx.login is; good once, for 5 minutes."""

    openid: str
    unionid: str | None
    given_at: datetime
    used: bool = False


@dataclass
class Weapp(Fake):
    """`grants` by openid and template: one accept is one notice. `keys`: the fields of each registered template."""

    sends: tuple[str, ...] = ("/cgi-bin/message/subscribe/send", "/sns/jscode2session")
    grants: Counter[tuple[str, str]] = field(default_factory=Counter)
    keys: dict[str, set[str]] = field(default_factory=dict)
    openids: set[str] = field(default_factory=lambda: {"o-1"})
    codes: dict[str, LoginCode] = field(default_factory=dict)
    """Codes of wx.login that are good."""
    given: int = 0
    logins: dict[str, deque[datetime]] = field(default_factory=dict)
    """When each openid was asked for: 100 in a minute at most."""

    def __post_init__(self) -> None:
        self.desk = TokenDesk(self.clock)

    def wx_login(self, openid: str, unionid: str | None = None) -> str:
        """A fresh code, as the client gets it."""
        self.given += 1
        code = f"0{self.given}xYz-_{openid}"
        self.codes[code] = LoginCode(openid, unionid, self.clock.now())
        return code

    def respond(self, request: Request) -> Response:
        if request.path == "/sns/jscode2session":
            return as_json(self._session(request))
        content = json.loads(request.get_data())
        if request.path == "/cgi-bin/stable_token":
            return self._token(content)
        _, code = self.desk.app_of(request.args.get("access_token"))
        if not code and self.forced:
            code = self.forced.popleft()
        return as_json({"errcode": code, "errmsg": "no"}) if code else self._subscribe(content)

    def _session(self, request: Request) -> dict[str, Any]:
        """Only a failure bears `errcode`."""
        if self.forced:
            return {"errcode": self.forced.popleft(), "errmsg": "no"}
        asked = request.args
        if request.method != "GET" or asked.get("grant_type") != "authorization_code":
            return {"errcode": 40002, "errmsg": "invalid grant_type"}
        if (asked.get("appid"), asked.get("secret")) != ("wx-1", "s-1"):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        found = self.codes.get(asked.get("js_code", ""))
        if found is None or self.clock.now() - found.given_at > _CODE_LASTS:
            return {"errcode": 40029, "errmsg": "invalid code"}
        return self._once(found)

    def _once(self, code: LoginCode) -> dict[str, Any]:
        now, times = self.clock.now(), self.logins.setdefault(code.openid, deque())
        while times and now - times[0] >= timedelta(minutes=1):
            times.popleft()
        if len(times) >= _LOGINS_A_MINUTE:
            return {"errcode": 45011, "errmsg": "api minute-quota reach limit"}
        times.append(now)
        if code.used:
            return {"errcode": 40163, "errmsg": "code been used"}
        code.used = True
        union = {"unionid": code.unionid} if code.unionid else {}
        return {"openid": code.openid, "session_key": "HyVFkGl5F5OQWJZZaNzBBg==", **union}

    def _token(self, content: Any) -> Response:
        if self.no_token:
            return as_json({"errcode": self.no_token.popleft(), "errmsg": "no"})
        if content["grant_type"] != "client_credential" or (content["appid"], content["secret"]) != ("wx-1", "s-1"):
            return as_json({"errcode": 40125, "errmsg": "invalid secret"})
        if content.get("force_refresh") and self.desk.forced["wx-1"] >= 20:
            return as_json({"errcode": 45009, "errmsg": "reach max"})
        token, lasts = self.desk.give("wx-1", force=content.get("force_refresh", False))
        return as_json({"access_token": token, "expires_in": lasts})

    def _subscribe(self, content: Any) -> Response:
        openid, template = content["touser"], content["template_id"]
        if code := self._fault(openid, template, content):
            return as_json({"errcode": code, "errmsg": "no"})
        self.grants[openid, template] -= 1
        values = {key: each["value"] for key, each in content["data"].items()}
        self.delivered.append(Delivered(openid, json.dumps(values, ensure_ascii=False)))
        return as_json({"errcode": 0, "errmsg": "ok", "msgid": 2345})

    def _fault(self, openid: str, template: str, content: Any) -> int:
        if openid not in self.openids:
            return 40003
        if template not in self.keys:
            return 40037
        if content["miniprogram_state"] not in _STATES:
            return 40097
        if set(content["data"]) != self.keys[template] or any(map(_bad, *zip(*content["data"].items(), strict=True))):
            return 47003
        return 0 if self.grants[openid, template] > 0 else 43101


def _bad(key: str, field_: dict[str, str]) -> bool:
    value, kind = field_["value"], re.sub(r"\d+$", "", key)
    return not value or len(value) > _LIMITS[kind] or bool(re.search(r"[\x00-\x1f]", value))
