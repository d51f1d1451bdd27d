"""The channels that are configured. None is: the inbox alone shows what we say.

A provider's adapter is imported where it is configured: a function that has none pays for none (docs/adr/0008).
"""

from collections.abc import Callable, Iterator
from functools import partial

from care.contact.adapters.config import ChannelsConfig
from care.contact.adapters.http import Http
from care.contact.adapters.metered import Metered
from care.contact.adapters.meters import Meters
from care.contact.adapters.parts import Parts
from care.contact.adapters.tokens import TokenCache
from care.contact.channels import Channel, ChannelKind
from care.contact.templates import Templates, built_in
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.work import UnitOfWork
from care.members.cipher import Cipher

__all__ = ["build_channels", "make_parts"]


def make_parts(
    storage: Storage,
    uow: UnitOfWork,
    clock: Clock,
    cipher: Cipher,
    *,
    http: Http | None = None,
    templates: Templates | None = None,
) -> Parts:
    """Made once a sandbox: it keeps the tokens."""
    meters = Meters(storage=storage, uow=uow, clock=clock)
    return Parts(
        http=http or Http(),
        tokens=TokenCache(storage=storage, uow=uow, clock=clock, cipher=cipher),
        meters=Metered(meters, hide=partial(cipher.lookup, "meter")),
        clock=clock,
        templates=templates or built_in(),
    )


def build_channels(config: ChannelsConfig, parts: Callable[[], Parts]) -> dict[ChannelKind, Channel]:
    """ProviderTemplateFault if a provider's template does not fit ours: better now than when it is sent."""
    return dict(_channels(config, parts()) if config != ChannelsConfig() else ())


def _channels(config: ChannelsConfig, parts: Parts) -> Iterator[tuple[ChannelKind, Channel]]:
    if config.wecom:
        from care.contact.adapters.wecom import corp_channels

        yield from corp_channels(config.wecom, parts)
    if config.robot:
        from care.contact.adapters.robot import WecomRobot

        yield ChannelKind.WECOM_ROBOT, WecomRobot(config=config.robot, http=parts.http, meters=parts.meters)
    if config.weapp:
        from care.contact.adapters.weapp import subscribe_channel

        yield ChannelKind.WEAPP_SUBSCRIBE, subscribe_channel(config.weapp, parts)
    yield from _sms(config, parts)


def _sms(config: ChannelsConfig, parts: Parts) -> Iterator[tuple[ChannelKind, Channel]]:
    if config.alibaba:
        from care.contact.adapters.sms_alibaba import alibaba_channel

        yield ChannelKind.SMS, alibaba_channel(config.alibaba, parts)
    if config.tencent:
        from care.contact.adapters.sms_tencent import tencent_channel

        yield ChannelKind.SMS, tencent_channel(config.tencent, parts)
