"""Login through the front door: over HTTP events, with the deployment's own check of tokens."""

import json
import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import jwt
import pytest

from api.build import build_api
from care.login.seals import Seals
from fakes.house import START
from fakes.login_codes import code_of
from fakes.mall import at
from fakes.product import ENVIRONMENT, Product, operation_text

DEPLOYED = replace(ENVIRONMENT, token_jwks_url="http://127.0.0.1:9/none", allow_list=True, introspection=False)
SECRETS = ("openid-of-m001", "unionid-of-m001", "203.0.113.50")


@dataclass
class Door:
    """The API as it is deployed, but for storage and clock. M001 and M002 are known."""

    product: Product = field(default_factory=Product)

    def __post_init__(self) -> None:
        self.api = build_api(self.product.app, DEPLOYED)
        self._codes = 0
        for member in ("m001", "m002"):
            told = {"openid": f"openid-of-{member}", "unionid": f"unionid-of-{member}"}
            self.product.event("MemberChanged", member_id=member.upper(), occurred_at=at(0), **told)

    def send(
        self, operation: str, token: str | None = None, address: str = "203.0.113.50", **given: Any
    ) -> tuple[int, Any]:
        """The status, and the one answer, or the codes of the errors."""
        body = {"query": operation_text(operation), "variables": {"input": given} if given else {}}
        event = {
            "body": json.dumps(body),
            "headers": {"authorization": f"Bearer {token}"} if token is not None else {},
            "requestContext": {"requestId": "R1", "http": {"sourceIp": address}},
        }
        answer, _ = self.api.handle(event)
        read = json.loads(answer["body"])
        if "errors" in read:
            return answer["statusCode"], [error["extensions"]["code"] for error in read["errors"]]
        return answer["statusCode"], next(iter(read["data"].values()))

    def log_in(self, member: str = "m001", **more: Any) -> Any:
        """The whole payload, by a fresh code."""
        self._codes += 1
        return self.send("Login", code=code_of(f"openid-of-{member}", number=self._codes), **more)[1]

    def refresh(self, token: str) -> Any:
        return self.send("Refresh", refreshToken=token)[1]


@pytest.fixture
def door() -> Door:
    return Door()


def codes(payload: Any) -> list[str]:
    return [error["code"] for error in payload["userErrors"]]


def test_what_a_login_gives_is_a_token_of_that_member_and_of_no_other_role(door: Door) -> None:
    token = door.log_in()["login"]["accessToken"]
    status, viewer = door.send("Viewer", token)
    assert (status, viewer["callerId"], viewer["roles"]) == (200, "M001", ["MEMBER"])
    assert door.send("TicketQueue", token)[1] == ["FORBIDDEN"]


def test_the_shipped_documents_are_allowed_and_need_no_token(door: Door) -> None:
    login = door.log_in()["login"]
    login = door.refresh(login["refreshToken"])["login"]
    assert door.send("Logout", refreshToken=login["refreshToken"])[1]["login"]["endedAt"]


def test_an_access_token_ends_with_its_minutes(door: Door) -> None:
    token = door.log_in()["login"]["accessToken"]
    door.product.clock.move(timedelta(minutes=15) - timedelta(seconds=1))
    assert door.send("Viewer", token)[0] == 200
    door.product.clock.move(timedelta(seconds=1))
    assert door.send("Viewer", token) == (401, ["UNAUTHENTICATED"])


def test_no_token_passes_for_another_kind(door: Door) -> None:
    login = door.log_in()["login"]
    assert door.send("Viewer", login["refreshToken"]) == (401, ["UNAUTHENTICATED"])
    assert codes(door.refresh(login["accessToken"])) == ["SESSION_OVER"]
    cursor_like = login["accessToken"].split(".")[0]
    for wrong in (cursor_like, f"{cursor_like}.", f".{cursor_like}", f"{login['accessToken']}."):
        assert door.send("Viewer", wrong)[0] == 401


def forged(alg: str, key: str) -> str:
    claims = {"sub": "M001", "roles": ["MANAGER"], "iss": "test", "aud": "test", "iat": 1, "exp": 9_999_999_999}
    return jwt.encode(claims, key, algorithm=alg, headers={"kid": "own"})


def test_a_jwt_of_our_own_key_is_none(door: Door) -> None:
    """Our key signs no JWT, so none can ask for another role."""
    master = door.product.app.master
    for token in (forged("HS256", master), jwt.encode({"sub": "M001"}, "", algorithm="none")):
        assert door.send("Viewer", token)[0] in {401, 503}
    assert (
        door.send("Viewer", Seals.of("somebody else's master secret").access("M001", START + timedelta(hours=9)))[0]
        == 401
    )


def test_altered_in_any_place_it_opens_nothing(door: Door) -> None:
    login = door.log_in()["login"]
    for kind in ("accessToken", "refreshToken"):
        token = login[kind]
        for place in range(0, len(token), 5):
            other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
            if kind == "accessToken":
                assert door.send("Viewer", other)[0] in {401, 503}
            else:
                assert codes(door.refresh(other)) == ["SESSION_OVER"]
    assert door.refresh(login["refreshToken"])["login"], "and nothing of it ended the session"


def test_a_stolen_refresh_token_is_worth_one_use_at_most(door: Door) -> None:
    stolen = door.log_in()["login"]["refreshToken"]
    thief = door.refresh(stolen)["login"]
    assert codes(door.refresh(stolen)) == ["SESSION_OVER"], "the member's own client comes later"
    assert codes(door.refresh(thief["refreshToken"])) == ["SESSION_OVER"]
    door.product.clock.move(timedelta(minutes=15))
    assert door.send("Viewer", thief["accessToken"])[0] == 401


def test_a_member_is_not_touched_by_what_another_does(door: Door) -> None:
    mine, other = door.log_in()["login"], door.log_in("m002")["login"]
    door.send("Logout", refreshToken=other["refreshToken"])
    assert codes(door.refresh(other["refreshToken"])) == ["SESSION_OVER"]
    mine = door.refresh(mine["refreshToken"])["login"]
    assert door.send("Viewer", mine["accessToken"])[1]["callerId"] == "M001"


def test_a_session_of_another_member_cannot_be_named(door: Door) -> None:
    """Ids of sessions are shown; they open nothing."""
    login = door.log_in("m002")["login"]
    assert codes(door.refresh(login["id"])) == ["SESSION_OVER"]
    assert codes(door.refresh(Seals.of("a guess that is long enough, or so").refresh(login["id"], 0))) == [
        "SESSION_OVER"
    ]


def test_guesses_from_one_network_are_stopped(door: Door) -> None:
    answers = [door.send("Login", code=f"guess-{number}")[1] for number in range(200)]
    refused = [answer for answer in answers if codes(answer) == ["LOGIN_TOO_MANY"]]
    assert len(refused) == 50, "half of 300 at once"
    assert all(answer["retryAfterSeconds"] > 0 for answer in refused)
    assert door.log_in(address="198.51.100.1")["login"], "others are let in"


def test_an_account_that_is_tried_too_often_waits_wherever_it_comes_from(door: Door) -> None:
    for number in range(5):
        assert door.log_in(address=f"198.51.100.{number}")["login"]
    late = door.log_in(address="198.51.100.99")
    assert (late["login"], codes(late)) == (None, ["LOGIN_TOO_MANY"])
    door.product.clock.move(timedelta(seconds=late["retryAfterSeconds"]))
    assert door.log_in()["login"]


def test_nothing_secret_or_personal_is_logged_stored_or_shown(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    first = door.log_in()["login"]
    door.refresh(first["refreshToken"])
    door.refresh(first["refreshToken"])
    told = caplog.text + repr([record.__dict__ for record in caplog.records])
    stored = repr(door.product.memory.items)
    assert "a refresh token came twice" in caplog.text
    hidden = (*SECRETS, "c1~", first["accessToken"], first["refreshToken"])
    assert not any(secret in text for secret in hidden for text in (told, stored))


def test_a_dead_token_beside_a_login_is_refused_and_without_it_is_not(door: Door) -> None:
    """A client sends these three without its access token."""
    code = code_of("openid-of-m001", number=90)
    assert door.send("Login", "a.b", code=code) == (401, ["UNAUTHENTICATED"])
    assert door.send("Login", code=code)[1]["login"]
