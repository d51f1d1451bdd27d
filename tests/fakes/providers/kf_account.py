"""微信客服's side of a talk: what customers wrote waits three days to be fetched, page by page, behind a cursor."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from care.kernel.clock import Clock

__all__ = ["KfAccount"]

ACCOUNT = "kf-1"
_SYNC, _NAMES = "/cgi-bin/kf/sync_msg", "/cgi-bin/kf/customer/batchget"
_TRANS, _POOL = "/cgi-bin/kf/service_state/trans", 2
_TOKEN_LASTS, _CODE_LASTS, _KEPT = timedelta(minutes=10), timedelta(seconds=20), timedelta(days=3)
_BARE_A_MINUTE = 10


@dataclass
class KfAccount:
    """`unionids` by customer. `forced`: codes with which the next calls are refused; `short`: pages are no longer."""

    clock: Clock
    paths: tuple[str, ...] = (_SYNC, _NAMES, _TRANS)
    unionids: dict[str, str] = field(default_factory=dict)
    forced: deque[int] = field(default_factory=deque)
    short: int = 1000
    messages: list[dict[str, Any]] = field(default_factory=list)
    tokens: dict[str, datetime] = field(default_factory=dict)
    codes: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    bare: list[datetime] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    pool: list[str] = field(default_factory=list)
    """Customers whose talk waits for people."""

    def hold(self, customer: str, *, origin: int = 3, **content: Any) -> str:
        """Something waits to be fetched; the token of the callback."""
        number, now = len(self.messages) + 1, self.clock.now()
        common = {"msgid": f"kf-msg-{number}", "open_kfid": ACCOUNT, "external_userid": customer}
        self.messages.append(common | {"send_time": int(now.timestamp()), "origin": origin} | content)
        self.tokens[token := f"kf-token-{number}"] = now + _TOKEN_LASTS
        return token

    def event(self, customer: str, kind: str, **content: Any) -> str:
        event = {"event_type": kind, "open_kfid": ACCOUNT, "external_userid": customer} | content
        return self.hold(customer, origin=4, msgtype="event", event=event)

    def enters(self, customer: str) -> str:
        code = f"welcome-{len(self.codes)}"
        self.codes[code] = customer, self.clock.now() + _CODE_LASTS
        return self.event(customer, "enter_session", scene="order", welcome_code=code)

    def fails(self, msgid: str, kind: int, customer: str = "wm-1") -> str:
        """A message that was taken did not arrive."""
        return self.event(customer, "msg_send_fail", fail_msgid=msgid, fail_type=kind)

    def ask(self, path: str, content: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.asked.append(content)
        if self.forced:
            return self.forced.popleft(), {}
        if path == _TRANS:
            return self._trans(content), {"msg_code": "m"}
        return self._sync(content) if path == _SYNC else self._names(content)

    def use(self, code: str) -> tuple[int, str]:
        """A welcome code is good once, and for 20 seconds."""
        if code not in self.codes:
            return 41051, ""
        customer, until = self.codes.pop(code)
        return (0, customer) if self.clock.now() < until else (41050, "")

    def _sync(self, content: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        now = self.clock.now()
        if content["open_kfid"] != ACCOUNT:
            return 95000, {}
        if not 1 <= content["limit"] <= 1000:
            return 40058, {}
        if code := self._barred(content.get("token"), now):
            return code, {}
        start = int(content["cursor"].removeprefix("after-")) if "cursor" in content else 0
        earliest = (now - _KEPT).timestamp()
        there = [(number, each) for number, each in enumerate(self.messages, 1) if number > start]
        page = [(number, each) for number, each in there if each["send_time"] >= earliest]
        taken = page[: min(content["limit"], self.short)]
        last = taken[-1][0] if taken else start
        rows, more = [each for _, each in taken], int(len(taken) < len(page))
        return 0, {"next_cursor": f"after-{last}", "has_more": more, "msg_list": rows}

    def _barred(self, token: str | None, now: datetime) -> int:
        if token is not None:
            return 0 if now < self.tokens.get(token, now) else 95007
        self.bare = [each for each in self.bare if now - each < timedelta(minutes=1)] + [now]
        return 45009 if len(self.bare) > _BARE_A_MINUTE else 0

    def _names(self, content: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        wanted = content["external_userid_list"]
        if not 1 <= len(wanted) <= 100:
            return 40058, {}
        known = [each for each in wanted if any(each == said["external_userid"] for said in self.messages)]
        rows = [self._named(each) for each in known]
        return 0, {"customer_list": rows, "invalid_external_userid": [each for each in wanted if each not in known]}

    def _trans(self, content: dict[str, Any]) -> int:
        if content["open_kfid"] != ACCOUNT or content["service_state"] != _POOL:
            return 40058
        if content["external_userid"] in self.pool:
            return 95016
        self.pool.append(content["external_userid"])
        return 0

    def _named(self, customer: str) -> dict[str, Any]:
        named = {"unionid": self.unionids[customer]} if customer in self.unionids else {}
        return {"external_userid": customer, "nickname": "王芳"} | named
