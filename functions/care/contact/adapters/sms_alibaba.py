"""SMS by Alibaba Cloud: SendSms, 2017-05-25."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from care.contact.adapters.alibaba_v3 import canonical_query, sign
from care.contact.adapters.calls import send
from care.contact.adapters.config import AlibabaConfig
from care.contact.adapters.http import Http, Unanswered
from care.contact.adapters.meanings import Provider, refusal
from care.contact.adapters.parts import Parts
from care.contact.adapters.provider_templates import check_sms
from care.contact.adapters.sms import Sms, SmsOrder
from care.kernel.clock import Clock, stamp
from care.kernel.ids import derived_id

__all__ = ["AlibabaSms", "alibaba_channel"]


def alibaba_channel(config: AlibabaConfig, parts: Parts) -> Sms:
    """ProviderTemplateFault if a registered text does not fit ours."""
    check_sms(config.templates, parts.templates, config.longest_value)
    provider = AlibabaSms(config=config, http=parts.http, clock=parts.clock)
    return Sms(provider=provider, templates=config.templates, a_minute=config.a_minute, meters=parts.meters)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlibabaSms:
    """See SmsProvider. The parameters stand in the query, as in the provider's own SDK."""

    config: AlibabaConfig
    http: Http
    clock: Clock

    def take(self, order: SmsOrder) -> str:
        query = {
            "PhoneNumbers": order.phone,
            "SignName": self.config.sign,
            "TemplateCode": order.code,
            "TemplateParam": msgspec.json.encode(order.values).decode(),
            "OutId": order.id,
        }
        url = f"{self.config.base}/?{canonical_query(query)}"
        answer = send(self.http, url, b"", self._signed(order, query))
        if "Code" not in answer:
            raise Unanswered("an answer without a code")
        if answer["Code"] != "OK":
            raise refusal(Provider.ALIBABA, str(answer["Code"]))
        return str(answer.get("BizId") or order.id)

    def _signed(self, order: SmsOrder, query: Mapping[str, str]) -> dict[str, str]:
        now = self.clock.now()
        return sign(
            key_id=self.config.key_id,
            key_secret=self.config.key_secret,
            host=urlsplit(self.config.base).netloc.lower(),
            action="SendSms",
            version="2017-05-25",
            query=query,
            at=now,
            nonce=derived_id("sms", order.id, stamp(now)),
        )
