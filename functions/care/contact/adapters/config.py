"""What the channels are configured with: one object, read from one secret (handlers/channel_secrets.py).

A provider without a section is off. What vendors only say in passing (CHANNELS.md, ✖ and ◐) stands here with a default.
"""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from care.contact.adapters.provider_templates import SmsTemplate, SubscribeTemplate

__all__ = [
    "AlibabaConfig",
    "ChannelsConfig",
    "ConfigFault",
    "RobotConfig",
    "TencentConfig",
    "WeappConfig",
    "WecomConfig",
    "read_config",
]

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_Text = Annotated[str, msgspec.Meta(min_length=1)]
_Count = Annotated[int, msgspec.Meta(ge=1)]


class ConfigFault(ValueError):
    """The configuration cannot be meant; names the place, never a value."""


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`base`: where the provider's API lies, without a slash at the end."""

    base: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
        if not (parts.scheme == "https" or plain) or not parts.hostname or self.base.endswith("/"):
            raise ValueError("base must be an https address without a slash at its end")


class WecomConfig(_Section, frozen=True, kw_only=True):
    """企业微信. `agent_id` and `secret` of the app that writes to staff; the others are on once their secret is there.

    `accounts`: of the corp; an app may write 200 times as many a day.
    """

    base: str = "https://qyapi.weixin.qq.com"
    corp_id: _Text
    agent_id: int | None = None
    secret: str = ""
    contact_secret: str = ""
    sender: str = ""
    """Which employee confirms; "": whoever spoke to the customer last."""
    kf_secret: str = ""
    open_kfid: str = ""
    kf_bare_a_minute: _Count = 6
    """Fetches of 微信客服 without the token of a callback, which the provider allows seldom."""
    accounts: _Count = 1
    member_a_minute: _Count = 30
    member_an_hour: _Count = 1000
    api_a_minute: _Count = 10_000
    customer_a_month: _Count = 28
    longest_bytes: _Count = 2048


class RobotConfig(_Section, frozen=True, kw_only=True):
    """Group robots: the key of each by the name that a message is addressed to."""

    base: str = "https://qyapi.weixin.qq.com"
    keys: Mapping[str, str]
    a_minute: _Count = 20
    longest_bytes: _Count = 2048


class WeappConfig(_Section, frozen=True, kw_only=True):
    """The mini-program. `templates` by our own template's key."""

    base: str = "https://api.weixin.qq.com"
    appid: _Text
    secret: _Text
    state: str = "formal"
    api_a_minute: _Count = 10_000
    templates: Mapping[str, SubscribeTemplate]


class AlibabaConfig(_Section, frozen=True, kw_only=True):
    """SMS of Alibaba Cloud."""

    base: str = "https://dysmsapi.aliyuncs.com"
    key_id: _Text
    key_secret: _Text
    sign: _Text
    longest_value: _Count = 35
    a_minute: _Count = 3000
    templates: Mapping[str, SmsTemplate]


class TencentConfig(_Section, frozen=True, kw_only=True):
    """SMS of Tencent Cloud."""

    base: str = "https://sms.tencentcloudapi.com"
    secret_id: _Text
    secret_key: _Text
    app_id: _Text
    region: str = "ap-guangzhou"
    sign: _Text
    longest_value: _Count = 12
    a_minute: _Count = 3000
    templates: Mapping[str, SmsTemplate]


class ChannelsConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them. Of the two for SMS one may be configured."""

    wecom: WecomConfig | None = None
    robot: RobotConfig | None = None
    weapp: WeappConfig | None = None
    alibaba: AlibabaConfig | None = None
    tencent: TencentConfig | None = None

    def __post_init__(self) -> None:
        if self.alibaba and self.tencent:
            raise ValueError("two providers for SMS")


def read_config(text: str | bytes) -> ChannelsConfig:
    """ConfigFault if it cannot be meant. An empty object: everything is off."""
    try:
        return msgspec.json.decode(text, type=ChannelsConfig)
    except msgspec.MsgspecError as error:
        raise ConfigFault(str(error)) from None
