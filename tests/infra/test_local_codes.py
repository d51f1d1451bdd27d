"""Login on the local cloud, by its own codes; and none where nobody brought any, as in what is deployed."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from care.kernel.clock import SettableClock
from local_cloud import LocalCloud
from local_cloud.cloud import ROOT
from local_cloud.local_codes import local_codes
from small_cloud import START


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    clock = SettableClock(START)
    with LocalCloud.start(clock=clock, log=StringIO(), bootstrap={"codes": local_codes(clock)}) as up:
        yield up


def log_in(cloud: LocalCloud, code: str) -> Any:
    return cloud.call("Login", None, {"input": {"code": code}})["data"]["login"]


def test_a_member_is_whom_the_code_names_whether_the_mall_has_told_of_them_or_not(cloud: LocalCloud) -> None:
    told = {"occurred_at": cloud.clock.now().isoformat(), "member_id": "M002", "openid": "oWx002", "name": "王芳"}
    cloud.put_event("MemberChanged", told)
    cloud.drain()
    for member_id in ("M001", "M002"):
        token = log_in(cloud, f"local:{member_id}")["login"]["accessToken"]
        answer = cloud._client.post(cloud.operations.text("Viewer"), "Viewer", {}, token=token)
        viewer = answer["data"]["viewer"]
        assert (viewer["callerId"], viewer["roles"]) == (member_id, ["MEMBER"])
    assert sum(item.get("type") == "session" for item in cloud.table("members")) == 2


def test_a_session_goes_on_and_ends(cloud: LocalCloud) -> None:
    first = log_in(cloud, "local:M003")["login"]
    second = cloud.call("Refresh", None, {"input": {"refreshToken": first["refreshToken"]}})["data"]["refresh"]["login"]
    ended = cloud.call("Logout", None, {"input": {"refreshToken": second["refreshToken"]}})["data"]["logout"]
    assert ended["login"]["endedAt"]
    again = cloud.call("Refresh", None, {"input": {"refreshToken": second["refreshToken"]}})["data"]["refresh"]
    assert [error["code"] for error in again["userErrors"]] == ["SESSION_OVER"]


def test_another_code_is_none(cloud: LocalCloud) -> None:
    for code in ("M001", "local:", "local:M001#x", "0a1Bc2"):
        assert [error["code"] for error in log_in(cloud, code)["userErrors"]] == ["LOGIN_CODE_NOT_TAKEN"]


def test_what_is_deployed_knows_no_local_code() -> None:
    with LocalCloud.start(clock=SettableClock(START), log=StringIO()) as deployed:
        assert [error["code"] for error in log_in(deployed, "local:M001")["userErrors"]] == ["LOGIN_OFF"]
    for folder in ("functions", "graphql"):
        for file in Path(ROOT / folder).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            assert "local_codes" not in text, file
            assert "LocalCodes" not in text, file
