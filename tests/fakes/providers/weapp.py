"""WeChat's servers, as the backend of a mini-program sees them."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Request, Response

from fakes.providers.serving import Delivered, Fake, as_json
from fakes.providers.wechat_tokens import TokenDesk

__all__ = ["Weapp"]

_LIMITS = {"thing": 20, "character_string": 32, "time": 40, "phrase": 5, "name": 10, "amount": 13, "number": 32}
_STATES = {"developer", "trial", "formal"}


@dataclass
class Weapp(Fake):
    """`grants` by openid and template: one accept is one notice. `keys`: the fields of each registered template."""

    sends: tuple[str, ...] = ("/cgi-bin/message/subscribe/send",)
    grants: Counter[tuple[str, str]] = field(default_factory=Counter)
    keys: dict[str, set[str]] = field(default_factory=dict)
    openids: set[str] = field(default_factory=lambda: {"o-1"})

    def __post_init__(self) -> None:
        self.desk = TokenDesk(self.clock)

    def respond(self, request: Request) -> Response:
        content = json.loads(request.get_data())
        if request.path == "/cgi-bin/stable_token":
            return self._token(content)
        _, code = self.desk.app_of(request.args.get("access_token"))
        if not code and self.forced:
            code = self.forced.popleft()
        return as_json({"errcode": code, "errmsg": "no"}) if code else self._subscribe(content)

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
