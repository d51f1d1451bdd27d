"""The channels that are configured. None is: the inbox alone shows what we say."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from care.contact.adapters.config import AlibabaConfig, ChannelsConfig, TencentConfig, WecomConfig
from care.contact.adapters.http import Http
from care.contact.adapters.metered import Metered
from care.contact.adapters.meters import Meters
from care.contact.adapters.provider_templates import check_sms, check_subscribe
from care.contact.adapters.robot import WecomRobot
from care.contact.adapters.sms import Sms, SmsProvider
from care.contact.adapters.sms_alibaba import AlibabaSms
from care.contact.adapters.sms_tencent import TencentSms
from care.contact.adapters.tokens import TokenCache
from care.contact.adapters.weapp import WeappSubscribe, weapp_api
from care.contact.adapters.wecom import WecomApp, WecomKf, WecomTemplate, wecom_api
from care.contact.channels import Channel, ChannelKind
from care.contact.templates import Templates, built_in
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.work import UnitOfWork
from care.members.cipher import Cipher

__all__ = ["Adapters"]


@dataclass(kw_only=True)
class Adapters:
    """Put together from the configuration and what every use case stands on."""

    config: ChannelsConfig
    storage: Storage
    uow: UnitOfWork
    clock: Clock
    cipher: Cipher
    http: Http
    templates: Templates | None = None

    def channels(self) -> dict[ChannelKind, Channel]:
        """ProviderTemplateFault if a provider's template does not fit ours: better now than when it is sent."""
        return dict([*self._wecom(), *self._weapp(), *self._sms()])

    @cached_property
    def tokens(self) -> TokenCache:
        return TokenCache(storage=self.storage, uow=self.uow, clock=self.clock, cipher=self.cipher)

    @cached_property
    def meters(self) -> Metered:
        counted = Meters(storage=self.storage, uow=self.uow, clock=self.clock)
        return Metered(counted, hide=partial(self.cipher.lookup, "meter"))

    def _wecom(self) -> Iterator[tuple[ChannelKind, Channel]]:
        if robot := self.config.robot:
            yield ChannelKind.WECOM_ROBOT, WecomRobot(config=robot, http=self.http, meters=self.meters)
        if config := self.config.wecom:
            yield from self._corp(config)

    def _corp(self, config: WecomConfig) -> Iterator[tuple[ChannelKind, Channel]]:
        if config.secret and config.agent_id is not None:
            api = wecom_api(config, str(config.agent_id), config.secret, self.http, self.tokens)
            yield ChannelKind.WECOM_APP, WecomApp(config=config, api=api, meters=self.meters)
        if config.contact_secret:
            api = wecom_api(config, "contact", config.contact_secret, self.http, self.tokens)
            yield ChannelKind.WECOM_TEMPLATE, WecomTemplate(config=config, api=api, meters=self.meters)
        if config.kf_secret and config.open_kfid:
            api = wecom_api(config, "kf", config.kf_secret, self.http, self.tokens)
            yield ChannelKind.WECOM_KF, WecomKf(config=config, api=api, meters=self.meters)

    def _weapp(self) -> Iterator[tuple[ChannelKind, Channel]]:
        if config := self.config.weapp:
            check_subscribe(config.templates, self.templates or built_in())
            api = weapp_api(config, self.http, self.tokens)
            yield ChannelKind.WEAPP_SUBSCRIBE, WeappSubscribe(config=config, api=api, meters=self.meters)

    def _sms(self) -> Iterator[tuple[ChannelKind, Channel]]:
        if alibaba := self.config.alibaba:
            yield ChannelKind.SMS, self._sms_by(AlibabaSms(config=alibaba, http=self.http, clock=self.clock), alibaba)
        if tencent := self.config.tencent:
            yield ChannelKind.SMS, self._sms_by(TencentSms(config=tencent, http=self.http, clock=self.clock), tencent)

    def _sms_by(self, provider: SmsProvider, config: AlibabaConfig | TencentConfig) -> Sms:
        check_sms(config.templates, self.templates or built_in(), config.longest_value)
        return Sms(provider=provider, templates=config.templates, a_minute=config.a_minute, meters=self.meters)
