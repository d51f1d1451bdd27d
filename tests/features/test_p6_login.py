"""Login: from WeChat's code to the member's own cases; the real adapter, WeChat on loopback, the API's own door."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

import pytest

from api.build import build_api
from api.relay import global_id
from care.contact.adapters.config import WeappConfig
from care.login.weapp_codes import WeappCodes
from fakes.channel_rigs import quick
from fakes.front import Front
from fakes.mall import member, order
from fakes.product import ENVIRONMENT, operation_text
from fakes.providers.serving import Trouble, serving
from fakes.providers.weapp import Weapp
from fakes.serving import Reply, Server

DEPLOYED = replace(ENVIRONMENT, token_jwks_url="http://127.0.0.1:9/none", allow_list=True, introspection=False)


@dataclass
class House:
    """The shop behind the door that a deployment has. M001 has oAbc_123, by the mall's order events."""

    wechat: Weapp
    front: Front
    alarms: list[str] = field(default_factory=list)

    @cached_property
    def door(self) -> Server:
        config = WeappConfig(base=self.wechat.url, appid="wx-1", secret="s-1", templates={})
        self.front.app.codes = WeappCodes(config=config, http=quick(), alarmed=self.alarms.append)
        return Server(build_api(self.front.app, DEPLOYED), self.front.server.schema)

    def ask(self, operation: str, token: str | None = None, **variables: Any) -> Reply:
        body = {"query": operation_text(operation), "variables": variables}
        return self.door.send(body, as_=f"Bearer {token}" if token else None)

    def buys(self, order_id: str, member_id: str, openid: str) -> None:
        """A first order tells us of its member."""
        now = self.front.clock.now().isoformat()
        who = member(id=member_id, openid=openid)
        self.front.event("OrderPlaced", **order(order_id=order_id, member=who), placed_at=now)

    def send(self, operation: str, **given: Any) -> dict[str, Any]:
        """One of the three that need no token; its payload."""
        reply = self.ask(operation, input=given)
        assert (reply.status, reply.errors) == (200, [])
        (payload,) = reply.data.values()
        return dict(payload)


@dataclass
class Phone:
    """The mini-program of one person: it deals with its tokens as docs/channels.md says."""

    house: House
    openid: str = "oAbc_123"
    unionid: str | None = None
    login: dict[str, Any] = field(default_factory=dict)

    def log_in(self) -> dict[str, Any]:
        payload = self.house.send("Login", code=self.house.wechat.wx_login(self.openid, self.unionid))
        self.login = payload["login"] or {}
        return payload

    def ask(self, operation: str, **variables: Any) -> Reply:
        """An access token that is over is renewed, or the member logged in anew, and then it is asked once more."""
        reply = self.house.ask(operation, self.login.get("accessToken"), **variables)
        if reply.codes == ["UNAUTHENTICATED"]:
            self._renew()
            reply = self.house.ask(operation, self.login.get("accessToken"), **variables)
        return reply

    def _renew(self) -> None:
        token = self.login.get("refreshToken")
        self.login = (self.house.send("Refresh", refreshToken=token)["login"] if token else None) or {}
        if not self.login:
            self.log_in()


@pytest.fixture
def house() -> Iterator[House]:
    front = Front()
    wechat = Weapp(front.clock)
    with serving(wechat):
        yield House(wechat, front)


def codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["userErrors"]]


def message(payload: dict[str, Any]) -> str:
    (error,) = payload["userErrors"]
    return str(error["message"])


def orders(reply: Reply) -> list[str]:
    return [edge["node"]["orderId"] for edge in reply.data["myOrders"]["edges"]]


def test_a_member_sees_their_own_orders_and_nobody_elses(house: House) -> None:
    house.buys("O002", "M002", "oOther")
    assert orders(Phone(house).ask("MyOrders")) == ["O001"]
    assert orders(Phone(house, "oOther").ask("MyOrders")) == ["O002"]
    assert Phone(house).ask("TicketQueue").codes == ["FORBIDDEN"]


def test_a_client_goes_on_for_sixty_days_without_troubling_wechat_and_then_logs_in_once(house: House) -> None:
    phone = Phone(house)
    for _ in range(12):
        assert phone.ask("Viewer").data["viewer"]["callerId"] == "M001"
        house.front.clock.move(timedelta(days=5))
    assert len(house.wechat.sent) == 1
    assert phone.ask("Viewer").data["viewer"]["callerId"] == "M001"
    assert len(house.wechat.sent) == 2


def test_whoever_was_away_for_two_weeks_logs_in_anew(house: House) -> None:
    phone = Phone(house)
    phone.ask("Viewer")
    house.front.clock.move(timedelta(days=14))
    assert phone.ask("Viewer").data["viewer"]["callerId"] == "M001"
    assert len(house.wechat.sent) == 2


def test_a_newcomer_is_told_what_to_do_and_let_in_once_the_mall_has_told_of_them(house: House) -> None:
    phone = Phone(house, "oNew")
    payload = phone.log_in()
    assert (codes(payload), payload["login"]) == (["LOGIN_UNKNOWN_MEMBER"], None)
    assert "先在商城小程序登录或下一单" in message(payload)
    house.buys("O777", "M777", "oNew")
    assert orders(phone.ask("MyOrders")) == ["O777"]


def test_an_order_that_states_the_unionid_is_enough_for_the_first_login(house: House) -> None:
    now = house.front.clock.now().isoformat()
    who = {"id": "M009", "name": "陈叔", "community": "阳光花园", "unionid": "u-9"}
    house.front.event("OrderPlaced", **order(order_id="O009", member=who), placed_at=now)
    assert orders(Phone(house, "oNew", "u-9").ask("MyOrders")) == ["O009"]
    assert orders(Phone(house, "oNew").ask("MyOrders")) == ["O009"], "the openid is theirs from then on"


def test_a_member_of_whom_the_mall_knows_the_unionid_only_is_bound_at_the_first_login(house: House) -> None:
    now = house.front.clock.now().isoformat()
    house.front.event("MemberChanged", member_id="M001", occurred_at=now, unionid="uAbc")
    phone = Phone(house, "o-of-our-program", "uAbc")
    assert orders(phone.ask("MyOrders")) == ["O001"]
    assert orders(Phone(house, "o-of-our-program").ask("MyOrders")) == ["O001"]


def test_the_mall_takes_the_account_away_and_the_session_ends_with_its_access_token(house: House) -> None:
    phone = Phone(house)
    phone.ask("Viewer")
    house.front.clock.move(timedelta(minutes=15))
    now = house.front.clock.now().isoformat()
    house.front.event("MemberChanged", member_id="M001", occurred_at=now, openid="")
    assert phone.ask("Viewer").codes == ["UNAUTHENTICATED"]
    assert codes(phone.log_in()) == ["LOGIN_UNKNOWN_MEMBER"]


def test_a_logout_ends_the_session_of_this_phone_alone(house: House) -> None:
    phone, tablet = Phone(house), Phone(house)
    for each in (phone, tablet):
        each.ask("Viewer")
    assert house.send("Logout", refreshToken=phone.login["refreshToken"])["login"]["endedAt"]
    house.front.clock.move(timedelta(minutes=15))
    tablet.ask("Viewer")
    phone.ask("Viewer")
    assert len(house.wechat.sent) == 3, "the phone asked WeChat again, the tablet did not"


def test_a_copied_refresh_token_ends_the_session_and_the_member_is_back_with_one_login(house: House) -> None:
    phone = Phone(house)
    phone.ask("Viewer")
    copied = phone.login["refreshToken"]
    house.front.clock.move(timedelta(minutes=15))
    phone.ask("Viewer")
    assert codes(house.send("Refresh", refreshToken=copied)) == ["SESSION_OVER"]
    house.front.clock.move(timedelta(minutes=15))
    assert phone.ask("Viewer").data["viewer"]["callerId"] == "M001"
    assert len(house.wechat.sent) == 2


@pytest.mark.parametrize(
    ("wechats", "code", "seconds", "alarms"),
    [
        (40029, "LOGIN_CODE_NOT_TAKEN", None, []),
        (40163, "LOGIN_CODE_NOT_TAKEN", None, []),
        (40226, "LOGIN_BLOCKED", None, []),
        (45011, "LOGIN_LATER", 60, []),
        (40125, "LOGIN_LATER", 60, ["40125"]),
    ],
)
def test_what_wechat_refuses_is_told_in_words(
    house: House, wechats: int, code: str, seconds: int | None, alarms: list[str]
) -> None:
    house.wechat.refuses(wechats)
    payload = Phone(house).log_in()
    assert (codes(payload), payload["retryAfterSeconds"]) == ([code], seconds)
    assert str(wechats) not in message(payload)
    assert house.alarms == alarms


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.SLOW])
def test_where_wechats_answer_is_lost_a_new_code_lets_them_in(house: House, trouble: Trouble) -> None:
    house.wechat.fails(trouble)
    phone = Phone(house)
    payload = phone.log_in()
    assert (codes(payload), payload["retryAfterSeconds"]) == (["LOGIN_LATER"], 2)
    assert len(house.wechat.sent) == 1
    assert phone.log_in()["login"]


def test_too_many_logins_are_told_when_to_come_back(house: House) -> None:
    phone = Phone(house)
    payloads = [phone.log_in() for _ in range(6)]
    assert [codes(payload) for payload in payloads] == [[]] * 5 + [["LOGIN_TOO_MANY"]]
    wait = payloads[-1]["retryAfterSeconds"]
    assert f"{wait}秒后再试" in message(payloads[-1])
    house.front.clock.move(timedelta(seconds=wait))
    assert phone.log_in()["login"]


def test_without_a_mini_program_there_is_no_login_and_the_issuers_tokens_go_on() -> None:
    front = Front()
    front.app.codes = None
    reply = front.run("Login", None, input={"code": "0a1b"})
    assert codes(reply.data["login"]) == ["LOGIN_OFF"]
    assert front.call("Viewer", "member:M001")["callerId"] == "M001"


def test_an_operator_shortens_what_a_login_lasts(house: House) -> None:
    figures = [{"key": "login.access_minutes", "value": 5}, {"key": "login.per_openid", "value": 2}]
    soon = (house.front.clock.now() + timedelta(hours=1)).isoformat()
    wanted = {"values": figures, "effectiveAt": soon, "why": "更严一些"}
    house.front.call("PublishSettings", "operator:O01", input=wanted)
    house.front.advance(hours=2)
    phone = Phone(house)
    phone.ask("Viewer")
    assert codes(phone.log_in()) == ["LOGIN_TOO_MANY"]


def test_call_counts(house: House) -> None:
    """Warm. A call with an access token of ours costs what one with the issuer's does."""
    phone, calls = Phone(house), house.front.memory.calls
    phone.log_in()
    calls.clear()
    phone.log_in()
    assert calls == ["fetch", "transact", "fetch", "transact", "query", "transact"]
    calls.clear()
    phone.ask("Viewer")
    assert calls == []
    house.send("Refresh", refreshToken=phone.login["refreshToken"])
    assert calls == ["get", "get", "query", "transact"], "the query: whether staff have ended it"


def test_staff_end_the_sessions_of_a_lost_phone_and_it_stays_on_record(house: House) -> None:
    lost, member = Phone(house), global_id("Member", "M001")
    lost.log_in()
    other = Phone(house, "oOther")
    house.buys("O002", "M002", "oOther")
    other.log_in()
    house.front.advance(hours=1)
    wanted = {"memberId": member, "reason": "会员来电：手机丢失"}
    assert house.front.call("EndMemberSessions", "operator:P01", input=wanted)["member"] == {"id": member}
    assert codes(house.send("Refresh", refreshToken=lost.login["refreshToken"])) == ["SESSION_OVER"]
    assert codes(house.send("Refresh", refreshToken=other.login["refreshToken"])) == [], "of that member alone"
    house.front.advance(minutes=1)
    found = Phone(house)
    assert orders(found.ask("MyOrders")) == ["O001"], "they may log in anew"
    assert codes(house.send("Refresh", refreshToken=found.login["refreshToken"])) == []
    seen = house.front.call("SessionEndings", "manager:B01", id=member)["sessionEndings"]
    assert [(each["node"]["by"], each["node"]["reason"]) for each in seen["edges"]] == [("P01", wanted["reason"])]
    denied = house.front.run("SessionEndings", "agent:A01", id=member)
    assert denied.codes == ["FORBIDDEN"]


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_sessions_are_not_ended_without_a_reason(house: House, reason: str) -> None:
    wanted = {"memberId": global_id("Member", "M001"), "reason": reason}
    phone = Phone(house)
    phone.log_in()
    assert house.front.refused("EndMemberSessions", "operator:P01", input=wanted) == "BAD_INPUT"
    assert house.front.refused("EndMemberSessions", "agent:A01", input=wanted) == "FORBIDDEN"
    assert codes(house.send("Refresh", refreshToken=phone.login["refreshToken"])) == []
