"""SMS: two providers behind one Protocol, and their signatures against the examples that they publish."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from care.contact.adapters import alibaba_v3, tencent_tc3
from care.contact.channels import ChannelRefused, Then
from care.kernel.clock import SettableClock
from fakes.channel_rigs import REMOTE, Rig, rig
from fakes.providers.alibaba import AlibabaCloud
from fakes.providers.serving import Delivered
from fakes.providers.tencent import TencentCloud


@pytest.fixture(params=[name for name in REMOTE if name.startswith("sms")])
def made(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with rig(request.param) as each:
        yield each


def provider(made: Rig) -> Any:
    return cast("AlibabaCloud | TencentCloud", made.provider)


def refused(made: Rig) -> ChannelRefused:
    with pytest.raises(ChannelRefused) as caught:
        made.channel.send(made.outgoing)
    return caught.value


def test_the_registered_text_is_filled(made: Rig) -> None:
    made.channel.send(made.outgoing)
    assert made.delivered() == [Delivered("13800138000", "您的牛肉售后有了新的回复。")]


def test_our_id_comes_back_with_the_report(made: Rig) -> None:
    made.channel.send(made.outgoing)
    (asked,) = provider(made).sent
    assert asked.get("OutId", asked.get("SessionContext")) == made.outgoing.message_id


@pytest.mark.parametrize("address", ["", "12345", "+1 212 555 0100", "0086x", "138001380001"])
def test_what_is_no_number_of_the_mainland_goes_another_way(made: Rig, address: str) -> None:
    made.outgoing = replace(made.outgoing, address=address)
    assert refused(made).then is Then.FALLBACK
    assert provider(made).asked == []


@pytest.mark.parametrize("address", ["13800138000", "+86 138-0013-8000", "8613800138000"])
def test_a_number_is_taken_as_people_write_it(made: Rig, address: str) -> None:
    made.outgoing = replace(made.outgoing, address=address)
    made.channel.send(made.outgoing)
    assert [each.to for each in made.delivered()] == ["13800138000"]


def test_a_text_that_is_not_registered_goes_another_way(made: Rig) -> None:
    made.outgoing = replace(made.outgoing, template="ticket_paid")
    assert refused(made).then is Then.FALLBACK
    assert provider(made).asked == []


def test_a_number_that_has_had_enough_today_goes_another_way(made: Rig) -> None:
    provider(made).a_day = 1
    made.channel.send(made.outgoing)
    made.house.clock.move(timedelta(seconds=1))
    assert refused(made).then is Then.FALLBACK


def test_a_clock_that_is_wrong_is_an_alarm(made: Rig) -> None:
    provider(made).clock = SettableClock(made.house.clock.now() + timedelta(hours=1))
    assert refused(made).then is Then.ALARM


def test_a_key_that_is_wrong_is_an_alarm(made: Rig) -> None:
    provider(made).keys = dict.fromkeys(provider(made).keys, "another")
    assert refused(made).then is Then.ALARM
    provider(made).keys = {}
    made.house.clock.move(timedelta(seconds=1))
    assert refused(made).then is Then.ALARM


def test_a_sign_that_is_not_ours_is_an_alarm(made: Rig) -> None:
    provider(made).sign_name = "别人家"
    assert refused(made).then is Then.ALARM


def test_a_request_that_was_heard_before_may_have_gone_out() -> None:
    with rig("sms alibaba") as each:
        each.channel.send(each.outgoing)
        with pytest.raises(Exception) as caught:  # noqa: PT011 - any but a refusal
            each.channel.send(each.outgoing)
        assert not isinstance(caught.value, ChannelRefused)
        assert len(each.delivered()) == 1


def test_alibaba_s_own_example() -> None:
    """From "V3版本请求体&签名机制" of the provider's documentation."""
    headers = alibaba_v3.sign(
        key_id="YourAccessKeyId",
        key_secret="YourAccessKeySecret",
        host="ecs.cn-shanghai.aliyuncs.com",
        action="RunInstances",
        version="2014-05-26",
        query={"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"},
        at=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
        nonce="3156853299f313e23d1673dc12e1703d",
    )
    assert headers["authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
        "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_what_is_not_plain_is_escaped_as_the_provider_does() -> None:
    query = {"b": "a b*c~d/中", "a": "1+1=2&3"}
    assert alibaba_v3.canonical_query(query) == "a=1%2B1%3D2%263&b=a%20b%2Ac~d%2F%E4%B8%AD"


def test_tencent_s_own_example() -> None:
    """From "接口鉴权 v3" of the provider's documentation."""
    headers = tencent_tc3.sign(
        secret_id="AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
        secret_key="Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        service="cvm",
        host="cvm.tencentcloudapi.com",
        body=rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}',
        at=datetime.fromtimestamp(1551113065, UTC),
    )
    assert headers["authorization"] == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )
