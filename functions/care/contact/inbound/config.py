"""What providers send in is verified with: one object, read from one secret (handlers/inbound_secret.py). Nothing that
can send stands in it, so that the function that faces the network cannot.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from care.contact.inbound.wechat_seal import Receiver

__all__ = ["HubConfig", "InboundConfig", "InboundConfigFault", "ReceiverConfig", "SmsDoor", "read_inbound_config"]

_Text = Annotated[str, msgspec.Meta(min_length=1)]
_Door = Annotated[str, msgspec.Meta(pattern="^[a-z0-9-]{1,64}$")]


class InboundConfigFault(ValueError):
    """The configuration cannot be meant; names the place, never a value."""


class ReceiverConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Us, as WeChat's or 企业微信's console knows us. `templates`: ours by the provider's id, for what is granted."""

    provider: Literal["weapp", "wecom"]
    token: _Text
    aes_key: _Text
    receive_id: _Text
    templates: Mapping[str, str] = {}

    def __post_init__(self) -> None:
        self.receiver()

    def receiver(self) -> Receiver:
        return Receiver(token=self.token, aes_key=self.aes_key, receive_id=self.receive_id)


class SmsDoor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """SMS providers sign nothing: whoever knows the path is the provider."""

    provider: Literal["alibaba", "tencent"]
    path: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{32,64}$")]


class HubConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hub of carriers: `key` is 快递100's salt, or 快递鸟's key; `business_id` is what 快递鸟 calls us."""

    provider: Literal["kuaidi100", "kdniao"]
    key: _Text
    business_id: str = ""


class InboundConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`receivers` and `hubs` by their door, the last part of the callback's address."""

    receivers: Mapping[_Door, ReceiverConfig] = {}
    sms: SmsDoor | None = None
    hubs: Mapping[_Door, HubConfig] = {}


def read_inbound_config(text: str | bytes) -> InboundConfig:
    """InboundConfigFault if it cannot be meant. An empty object: no door is open."""
    try:
        return msgspec.json.decode(text, type=InboundConfig)
    except msgspec.MsgspecError as error:
        raise InboundConfigFault(str(error)) from None
