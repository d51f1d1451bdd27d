"""企业微信: an app, the customer-contact app, 微信客服, and group robots."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from werkzeug.wrappers import Request, Response

from care.kernel.clock import SHANGHAI
from fakes.providers.kf_account import KfAccount
from fakes.providers.serving import Delivered, Fake, as_json
from fakes.providers.wechat_tokens import TokenDesk

__all__ = ["CORP", "Wecom"]

CORP = "ww-corp"
SECRETS = {"app-secret": "1000002", "contact-secret": "contact", "kf-secret": "kf"}
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass
class Wecom(Fake):
    """`dropped` is what nobody was told of. `awaiting` waits for an employee: `confirm` sends it."""

    sends: tuple[str, ...] = (
        "/cgi-bin/message/send",
        "/cgi-bin/externalcontact/add_msg_template",
        "/cgi-bin/kf/send_msg",
        "/cgi-bin/kf/send_msg_on_event",
        "/cgi-bin/webhook/send",
    )
    members: set[str] = field(default_factory=lambda: {"wang", "li"})
    unlicensed: set[str] = field(default_factory=set)
    customers: set[str] = field(default_factory=lambda: {"wm-1"})
    robots: dict[str, str] = field(default_factory=lambda: {"robot-key": "ops"})
    dropped: list[Delivered] = field(default_factory=list)
    awaiting: dict[str, list[Delivered]] = field(default_factory=dict)
    sent_at: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    shown: dict[tuple[str, str], datetime] = field(default_factory=dict)
    spoke: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    kf_ids: set[str] = field(default_factory=set)
    kf: KfAccount = field(init=False)

    def __post_init__(self) -> None:
        self.desk = TokenDesk(self.clock)
        self.kf = KfAccount(self.clock)

    results: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def confirm(self, msgid: str) -> None:
        """The employee sends what waits; who has left their contacts gets nothing."""
        for each in self.awaiting.pop(msgid):
            there = each.to in self.customers
            self.results.setdefault(msgid, []).append({"external_userid": each.to, "status": 1 if there else 2})
            self.delivered.extend([each] if there else [])

    def speaks(self, customer: str) -> None:
        """A customer can be written to in 微信客服, whatever they said."""
        self.spoke[customer] = (self.clock.now(), 0)

    def writes(self, customer: str, text: str) -> str:
        """A customer writes to 微信客服; the token of the callback that announces it."""
        self.speaks(customer)
        return self.kf.hold(customer, msgtype="text", text={"content": text})

    def shows(self, customer: str, kind: str) -> str:
        self.speaks(customer)
        return self.kf.hold(customer, **{"msgtype": kind, kind: {"media_id": "media"}})  # type: ignore[arg-type]

    def respond(self, request: Request) -> Response:
        if request.path == "/cgi-bin/gettoken":
            return self._token(request)
        if self.forced and request.path in self.sends:
            return _error(self.forced.popleft())
        if request.path == "/cgi-bin/webhook/send":
            return self._robot(request)
        app, code = self.desk.app_of(request.args.get("access_token"))
        return _error(code) if code else self._called(app, request)

    def _called(self, app: str, request: Request) -> Response:  # noqa: PLR0911 - a return a path
        content = json.loads(request.get_data())
        if app == "contact" and request.path.startswith("/cgi-bin/externalcontact/get_groupmsg_"):
            return self._looked_up(request.path, content["msgid"])
        if app == "kf" and request.path in self.kf.paths:
            return self._fetched(request.path, content)
        if b"\\u" in request.get_data():
            return _error(40033)
        if len(content["text"]["content"].encode()) > 2048:
            return _error(45002)
        match app, request.path:
            case "1000002", "/cgi-bin/message/send":
                return self._message(content)
            case "contact", "/cgi-bin/externalcontact/add_msg_template":
                return self._template(content)
            case "kf", "/cgi-bin/kf/send_msg":
                return self._kf(content)
            case "kf", "/cgi-bin/kf/send_msg_on_event":
                return self._welcome(content)
        return _error(48002)

    def _token(self, request: Request) -> Response:
        if self.no_token:
            return _error(self.no_token.popleft())
        app = SECRETS.get(request.args.get("corpsecret", ""))
        if request.args.get("corpid") != CORP:
            return _error(40013)
        if app is None:
            return _error(40001)
        token, lasts = self.desk.give(app)
        return as_json({"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": lasts})

    def _message(self, content: Any) -> Response:
        if content["agentid"] != 1000002:
            return _error(40056)
        users = content["touser"].split("|")
        known = [each for each in users if each in self.members]
        if not known:
            return _error(81013)
        for each in known:
            if each not in self.unlicensed:
                self._show(each, content)
        missed = "|".join(each.lower() for each in users if each not in self.members)
        unlicensed = "|".join(each.lower() for each in known if each in self.unlicensed)
        return _ok(invaliduser=missed, unlicenseduser=unlicensed, msgid=f"m-{len(self.asked)}")

    def _show(self, member: str, content: Any) -> None:
        """Above 30 a minute or 1000 an hour nothing comes and nothing is said; nor where it came already."""
        now, text = self.clock.now(), content["text"]["content"]
        before = self.shown.get((member, text))
        within = timedelta(seconds=content.get("duplicate_check_interval", 1800))
        if content.get("enable_duplicate_check") and before and now - before < within:
            return
        self.shown[member, text] = now
        times = self.sent_at[member]
        times.append(now)
        lately = sum(now - each < _MINUTE for each in times), sum(now - each < _HOUR for each in times)
        heap = self.dropped if lately[0] > 30 or lately[1] > 1000 else self.delivered
        heap.append(Delivered(member, text))

    def _template(self, content: Any) -> Response:
        month = self.clock.now().astimezone(SHANGHAI).strftime("%Y-%m")
        failed, going = [], []
        for customer in content["external_userid"]:
            times = self.sent_at[f"{customer}:{month}"]
            if customer in self.customers and len(times) < 28:
                times.append(self.clock.now())
                going.append(Delivered(customer, content["text"]["content"]))
            else:
                failed.append(customer)
        if not going and not set(content["external_userid"]) & self.customers:
            return _error(41048)
        msgid = f"t-{len(self.asked)}"
        self.awaiting[msgid] = going
        return _ok(fail_list=failed, msgid=msgid)

    def _looked_up(self, path: str, msgid: str) -> Response:
        if path.endswith("get_groupmsg_task"):
            return _ok(task_list=[{"userid": "li", "status": 2 if msgid in self.results else 0}], next_cursor="")
        return _ok(send_list=self.results[msgid], next_cursor="")

    def _kf(self, content: Any) -> Response:
        customer = content["touser"]
        if content["open_kfid"] != "kf-1":
            return _error(95000)
        if content["msgid"] in self.kf_ids:
            return _error(40058)
        at, used = self.spoke.get(customer, (None, 0))
        if at is None or self.clock.now() - at > timedelta(hours=48):
            return _error(95002)
        if used >= 5:
            return _error(95001)
        self.spoke[customer] = (at, used + 1)
        self.kf_ids.add(content["msgid"])
        self.delivered.append(Delivered(customer, content["text"]["content"]))
        return _ok(msgid=content["msgid"])

    def _fetched(self, path: str, content: Any) -> Response:
        code, answer = self.kf.ask(path, content)
        return _error(code) if code else _ok(**answer)

    def _welcome(self, content: Any) -> Response:
        code, customer = self.kf.use(content["code"])
        if code:
            return _error(code)
        self.delivered.append(Delivered(customer, content["text"]["content"]))
        return _ok(msgid=content["msgid"])

    def _robot(self, request: Request) -> Response:
        robot = self.robots.get(request.args.get("key", ""))
        if robot is None:
            return _error(93000)
        content, now = json.loads(request.get_data()), self.clock.now()
        if len(content["text"]["content"].encode()) > 2048:
            return _error(45002)
        times = self.sent_at[f"robot:{robot}"]
        if sum(now - each < _MINUTE for each in times) >= 20:
            return _error(45009)
        times.append(now)
        self.delivered.append(Delivered(robot, content["text"]["content"]))
        return _ok()


def _error(code: int) -> Response:
    return as_json({"errcode": code, "errmsg": "no"})


def _ok(**more: Any) -> Response:
    return as_json({"errcode": 0, "errmsg": "ok"} | more)
