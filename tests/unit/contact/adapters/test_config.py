"""One object configures the channels; who has no section is off."""

import json
from typing import Any

import pytest

from care.contact.adapters.config import ChannelsConfig, ConfigFault, read_config
from care.contact.adapters.provider_templates import ProviderTemplateFault
from care.contact.channels import ChannelKind
from fakes.channel_rigs import channels_of
from fakes.house import House

TEMPLATE = {"id": "t", "fields": {"thing1": "{goods:.20}"}, "example": {"goods": "牛肉"}}
SMS = {"code": "S", "text": "${goods}", "values": {"goods": "{goods:.12}"}}
WECOM = {"corp_id": "ww"}
WEAPP = {"appid": "wx", "secret": "s", "templates": {"ticket_reply": TEMPLATE}}
ALIBABA = {"key_id": "k", "key_secret": "s", "sign": "x", "templates": {"ticket_reply": SMS}}
TENCENT = {"secret_id": "k", "secret_key": "s", "app_id": "1", "sign": "x", "templates": {"ticket_reply": SMS}}


def read(**sections: Any) -> ChannelsConfig:
    return read_config(json.dumps(sections))


def kinds(**sections: Any) -> set[ChannelKind]:
    return set(channels_of(House(), read(**sections)))


@pytest.mark.parametrize(
    ("sections", "on"),
    [
        ({}, []),
        ({"wecom": WECOM}, []),
        ({"wecom": WECOM | {"secret": "s"}}, []),
        ({"wecom": WECOM | {"secret": "s", "agent_id": 1}}, [ChannelKind.WECOM_APP]),
        ({"wecom": WECOM | {"contact_secret": "s"}}, [ChannelKind.WECOM_TEMPLATE]),
        ({"wecom": WECOM | {"kf_secret": "s"}}, []),
        ({"wecom": WECOM | {"kf_secret": "s", "open_kfid": "kf"}}, [ChannelKind.WECOM_KF]),
        ({"robot": {"keys": {"ops": "k"}}}, [ChannelKind.WECOM_ROBOT]),
        ({"weapp": WEAPP}, [ChannelKind.WEAPP_SUBSCRIBE]),
        ({"alibaba": ALIBABA}, [ChannelKind.SMS]),
        ({"tencent": TENCENT}, [ChannelKind.SMS]),
        ({"tencent": TENCENT, "weapp": WEAPP}, [ChannelKind.SMS, ChannelKind.WEAPP_SUBSCRIBE]),
    ],
    ids=str,
)
def test_what_is_configured_is_on_and_nothing_else(sections: dict[str, Any], on: list[ChannelKind]) -> None:
    assert kinds(**sections) == set(on)


@pytest.mark.parametrize(
    ("sections", "place"),
    [
        ({"wecom": {}}, "corp_id"),
        ({"wecom": {"corp_id": ""}}, "$.wecom.corp_id"),
        ({"wecom": WECOM | {"secrte": "typo"}}, "secrte"),
        ({"wecmo": WECOM}, "wecmo"),
        ({"wecom": WECOM | {"member_a_minute": 0}}, "$.wecom.member_a_minute"),
        ({"wecom": WECOM | {"base": "http://qyapi.example"}}, "$.wecom"),
        ({"wecom": WECOM | {"base": "https://qyapi.example/"}}, "$.wecom"),
        ({"wecom": WECOM | {"base": "ftp://qyapi.example"}}, "$.wecom"),
        ({"wecom": WECOM | {"base": "https://"}}, "$.wecom"),
        ({"alibaba": ALIBABA, "tencent": TENCENT}, "two providers"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_names_its_place(sections: dict[str, Any], place: str) -> None:
    with pytest.raises(ConfigFault) as fault:
        read(**sections)
    assert place in str(fault.value)


def test_a_fault_never_tells_a_secret() -> None:
    with pytest.raises(ConfigFault) as fault:
        read(wecom=WECOM | {"secret": 5, "kf_secret": "s3cret"})
    assert "s3cret" not in str(fault.value)


@pytest.mark.parametrize("text", [b"", b"[]", b"not json", b"null"])
def test_what_is_no_object_is_refused(text: bytes) -> None:
    with pytest.raises(ConfigFault):
        read_config(text)


@pytest.mark.parametrize(
    "sections",
    [
        {"weapp": WEAPP | {"templates": {"ticket_reply": TEMPLATE | {"fields": {"thing1": "{goods}"}}}}},
        {"alibaba": ALIBABA | {"longest_value": 5}},
        {"tencent": TENCENT | {"longest_value": 5}},
    ],
)
def test_templates_that_do_not_fit_are_found_before_anything_is_sent(sections: dict[str, Any]) -> None:
    with pytest.raises(ProviderTemplateFault, match="characters long"):
        kinds(**sections)


def test_vendors_addresses_are_defaults() -> None:
    config = read(wecom=WECOM, weapp=WEAPP, tencent=TENCENT, robot={"keys": {}})
    assert config.wecom
    assert config.weapp
    assert config.tencent
    assert all(each.base.startswith("https://") for each in (config.wecom, config.weapp, config.tencent))
