"""Every channel beside the provider that it speaks to, so that one contract can be asked of all."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from care.contact.adapters.build import build_channels, make_parts
from care.contact.adapters.config import ChannelsConfig, read_config
from care.contact.adapters.http import Http
from care.contact.channels import Channel, ChannelKind, LocalChannel, Outgoing
from care.members.cipher import Cipher
from care.members.model import Purpose
from fakes.house import House
from fakes.providers.alibaba import AlibabaCloud
from fakes.providers.serving import Delivered, Fake, serving
from fakes.providers.tencent import TencentCloud
from fakes.providers.weapp import Weapp
from fakes.providers.wecom import CORP, Wecom
from handlers.bootstrap import App

__all__ = ["REMOTE", "Rig", "channels_of", "quick", "rig"]

KEYS = Cipher(["k" * 32], "l" * 32)


@dataclass
class Rig:
    """A channel, its provider (None: the local one) and what a message to somebody it knows looks like."""

    channel: Channel
    house: House
    outgoing: Outgoing
    provider: Fake | None = None
    leave: Callable[[], None] = lambda: None
    """The provider is gone."""
    busy: Any = None
    """A code of the provider's that says: try again."""
    ours: Any = None
    """One that says: something of yours is wrong."""
    theirs: Any = None
    """One that says: not this person."""

    def delivered(self) -> list[Delivered]:
        """What reached a person, once an employee has confirmed what needs it."""
        if isinstance(self.provider, Wecom):
            for msgid in list(self.provider.awaiting):
                self.provider.confirm(msgid)
        return self.provider.delivered if self.provider else []


def quick(**changes: Any) -> Http:
    """HTTP that gives up soon."""
    return Http(**{"connect": 1.0, "read": 0.3, "send_within": 2.0, "ask_within": 2.0, "pause": 0.001} | changes)


def channels_of(house: House | App, config: ChannelsConfig) -> dict[ChannelKind, Channel]:
    return build_channels(config, lambda: make_parts(house.storage, house.uow, house.clock, KEYS, http=quick()))


@contextmanager
def rig(name: str, **changes: Any) -> Iterator[Rig]:
    """`changes` to the provider's section of the configuration."""
    house = House()
    if name == "local":
        yield Rig(LocalChannel(), house, _outgoing("M1"))
        return
    kind, provider, section, outgoing = REMOTE[name](house)
    with ExitStack() as stack:
        stack.enter_context(serving(provider))
        config = read_config(
            msgspec.json.encode({key: {**each, "base": provider.url, **changes} for key, each in section.items()})
        )
        channel = channels_of(house, config)[kind]
        yield Rig(channel, house, outgoing, provider, leave=stack.close, **_CODES[type(provider)])


def _outgoing(address: str, **changes: Any) -> Outgoing:
    facts = Outgoing(
        message_id="m" * 26,
        member_id="M1",
        purpose=Purpose.SERVICE,
        template="ticket_reply",
        text="王芳，您好！您的牛肉售后有了新的回复。",
        address=address,
        values={"greeting": "王芳，您好", "goods": "牛肉"},
    )
    return replace(facts, **changes)


def _wecom(kind: ChannelKind, address: str, **config: Any) -> Any:
    def make(house: House) -> Any:
        provider = Wecom(house.clock)
        provider.speaks("wm-1")
        return kind, provider, {"wecom": {"corp_id": CORP} | config}, _outgoing(address)

    return make


def _robot(house: House) -> Any:
    return ChannelKind.WECOM_ROBOT, Wecom(house.clock), {"robot": {"keys": {"ops": "robot-key"}}}, _outgoing("ops")


def _weapp(house: House) -> Any:
    provider = Weapp(house.clock, keys={"tpl-1": {"thing1", "phrase2"}})
    provider.grants["o-1", "tpl-1"] = 100
    template = {
        "id": "tpl-1",
        "page": "pages/ticket",
        "fields": {"thing1": "{goods:.20}", "phrase2": "有新回复"},
        "example": {"goods": "牛肉"},
    }
    section = {"appid": "wx-1", "secret": "s-1", "templates": {"ticket_reply": template}}
    return ChannelKind.WEAPP_SUBSCRIBE, provider, {"weapp": section}, _outgoing("o-1")


def _alibaba(house: House) -> Any:
    text = "您的${goods}售后有了新的回复。"
    provider = AlibabaCloud(house.clock, templates={"SMS_1": text})
    template = {"code": "SMS_1", "text": text, "values": {"goods": "{goods:.20}"}}
    section = {"key_id": "ak", "key_secret": "as", "sign": "鲜到家", "templates": {"ticket_reply": template}}
    return ChannelKind.SMS, provider, {"alibaba": section}, _outgoing("138 0013 8000")


def _tencent(house: House) -> Any:
    text = "您的{1}售后有了新的回复。"
    provider = TencentCloud(house.clock, templates={"1110": text})
    template = {"code": "1110", "text": text, "values": {"1": "{goods:.12}"}}
    section: dict[str, Any] = {"secret_id": "sid", "secret_key": "skey", "app_id": "1400006666", "sign": "鲜到家"}
    section |= {"templates": {"ticket_reply": template}}
    return ChannelKind.SMS, provider, {"tencent": section}, _outgoing("+8613800138000")


REMOTE = {
    "wecom app": _wecom(ChannelKind.WECOM_APP, "wang", agent_id=1000002, secret="app-secret"),
    "wecom template": _wecom(ChannelKind.WECOM_TEMPLATE, "wm-1", contact_secret="contact-secret", sender="li"),
    "wecom kf": _wecom(ChannelKind.WECOM_KF, "wm-1", kf_secret="kf-secret", open_kfid="kf-1"),
    "wecom robot": _robot,
    "weapp": _weapp,
    "sms alibaba": _alibaba,
    "sms tencent": _tencent,
}
_CODES: dict[type, dict[str, Any]] = {
    Wecom: {"busy": -1, "ours": 60020, "theirs": 84061},
    Weapp: {"busy": -1, "ours": 47003, "theirs": 43101},
    AlibabaCloud: {"busy": "Throttling.User", "ours": "isv.AMOUNT_NOT_ENOUGH", "theirs": "isv.BUSINESS_LIMIT_CONTROL"},
    TencentCloud: {
        "busy": "RequestLimitExceeded.UinLimitExceeded",
        "ours": "FailedOperation.InsufficientBalanceInSmsPackage",
        "theirs": "FailedOperation.PhoneNumberInBlacklist",
    },
}
