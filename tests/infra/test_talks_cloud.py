"""微信客服 and employees' words on the local cloud: HTTP, queue and agenda, under the roles of template.yaml."""

import json
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from urllib.parse import urlencode

import msgspec
import pytest

from api.relay import global_id
from care.contact.adapters.config import ChannelsConfig, read_config
from care.kernel.clock import SettableClock
from fakes.callbacks import CALLBACKS, sealed_xml
from fakes.mall_details import order_event
from fakes.providers.serving import serving
from fakes.providers.wecom import CORP, Wecom
from handlers import foundations
from local_cloud.cloud import LocalCloud

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LATER = (START + timedelta(minutes=1)).isoformat()


@pytest.fixture
def provider() -> Iterator[Wecom]:
    made = Wecom(SettableClock(START))
    made.kf.unionids["wm-1"] = "union-1"
    with serving(made):
        yield made


@pytest.fixture
def cloud(provider: Wecom, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalCloud]:
    wecom = {"corp_id": CORP, "agent_id": 1000002, "secret": "app-secret", "base": provider.url}
    wecom |= {"kf_secret": "kf-secret", "open_kfid": "kf-1"}
    config = read_config(msgspec.json.encode({"wecom": wecom}))

    def read(_arn: str) -> ChannelsConfig:
        return config

    monkeypatch.setattr(foundations, "read_channels", read)
    with LocalCloud.start(clock=provider.clock, log=StringIO(), bootstrap={"callbacks": CALLBACKS}) as up:
        up.put_event("OrderPlaced", order_event("O1", placed_at=START))
        up.put_event("MemberChanged", {"member_id": "M001", "occurred_at": LATER, "unionid": "union-1"})
        up.drain()
        yield up


def push(cloud: LocalCloud, **fields: object) -> None:
    said = json.dumps({"CreateTime": int(cloud.clock.now().timestamp()), **fields})
    query, body = sealed_xml(said, cloud.clock.now(), receive_id="ww-1", nonce=str(len(said)))
    address = f"{cloud.url}/inbound/service?{urlencode(query)}"
    request = urllib.request.Request(address, body.encode())  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=10) as answered:  # noqa: S310 - loopback
        assert answered.status == 200
    cloud.drain()


def test_a_talk_is_fetched_bound_heard_and_answered(cloud: LocalCloud, provider: Wecom) -> None:
    provider.kf.enters("wm-1")
    provider.writes("wm-1", "虾不新鲜")
    token = provider.shows("wm-1", "image")
    push(cloud, MsgType="event", Event="kf_msg_or_event", Token=token, OpenKfId="kf-1")
    kinds = sorted(str(each["type"]) for each in cloud.table("ContactTable"))
    assert kinds.count("words") == 2
    assert "kf-cursor" in kinds
    assert ["售后客服" in provider.delivered[0].text, "收到了" in provider.delivered[1].text] == [True, True]
    assert cloud.messages("InboundDeadLetters") == []
    assert cloud.permissions.denied == []


def test_an_employee_s_word_takes_an_alert_on(cloud: LocalCloud, provider: Wecom) -> None:
    entry = {"staffId": "B01", "name": "老王", "roles": ["MANAGER"], "corpUser": "wang"}
    key = {"idempotencyKey": "key-00000001"}
    cloud.call("RegisterStaffMember", "manager:B00", {"input": entry, **key})
    cloud.put_event("OrderSigned", order_event("O1", signed_at=START))
    cloud.drain()
    wanted = {"lineId": global_id("OrderLine", "O1/1"), "reason": "DAMAGED"}
    cloud.call("ApplyForAftercare", "member:M001", {"input": wanted, "idempotencyKey": "key-00000002"})
    cloud.drain()
    assert [each.to for each in provider.delivered] == ["wang"]
    push(cloud, FromUserName="WANG", MsgType="text", Content="收到", MsgId=1)
    (alert,) = [each for each in cloud.table("StaffTable") if each["type"] == "alert"]
    assert alert["acknowledged_by"] == "B01"
    assert provider.delivered[1].text.startswith("记下了")
    assert cloud.permissions.denied == []


def test_a_stranger_is_judged_by_the_settings(cloud: LocalCloud, provider: Wecom) -> None:
    token = provider.writes("wm-2", "在吗")
    push(cloud, MsgType="event", Event="kf_msg_or_event", Token=token, OpenKfId="kf-1")
    assert len(cloud.messages("InboundDeadLetters")) == 1
    assert cloud.permissions.denied == []
