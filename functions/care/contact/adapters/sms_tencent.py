"""SMS by Tencent Cloud: SendSms, 2021-01-11."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec

from care.contact.adapters.calls import send
from care.contact.adapters.config import TencentConfig
from care.contact.adapters.http import Http, Unanswered
from care.contact.adapters.meanings import Provider, refusal
from care.contact.adapters.parts import Parts
from care.contact.adapters.provider_templates import check_sms
from care.contact.adapters.sms import Sms, SmsOrder
from care.contact.adapters.tencent_tc3 import sign
from care.kernel.clock import Clock

__all__ = ["TencentSms", "tencent_channel"]


def tencent_channel(config: TencentConfig, parts: Parts) -> Sms:
    """ProviderTemplateFault if a registered text does not fit ours."""
    check_sms(config.templates, parts.templates, config.longest_value)
    provider = TencentSms(config=config, http=parts.http, clock=parts.clock)
    return Sms(provider=provider, templates=config.templates, a_minute=config.a_minute, meters=parts.meters)


@dataclass(frozen=True, slots=True, kw_only=True)
class TencentSms:
    """See SmsProvider. The provider knows values by their order only."""

    config: TencentConfig
    http: Http
    clock: Clock

    def take(self, order: SmsOrder) -> str:
        content = {
            "PhoneNumberSet": [f"+86{order.phone}"],
            "SmsSdkAppId": self.config.app_id,
            "SignName": self.config.sign,
            "TemplateId": order.code,
            "TemplateParamSet": list(order.values.values()),
            "SessionContext": order.id,
        }
        body = msgspec.json.encode(content)
        answer = send(self.http, f"{self.config.base}/", body, self._signed(body))
        return str(_status(answer).get("SerialNo") or order.id)

    def _signed(self, body: bytes) -> dict[str, str]:
        signed = sign(
            secret_id=self.config.secret_id,
            secret_key=self.config.secret_key,
            service="sms",
            host=urlsplit(self.config.base).netloc.lower(),
            body=body,
            at=self.clock.now(),
        )
        return signed | {"x-tc-action": "SendSms", "x-tc-version": "2021-01-11", "x-tc-region": self.config.region}


def _status(answer: dict[str, Any]) -> dict[str, Any]:
    """What became of the one number: the call may succeed and the number be refused."""
    response = answer.get("Response")
    if not isinstance(response, dict):
        raise Unanswered("an answer without a response")
    if error := response.get("Error"):
        raise refusal(Provider.TENCENT, str(error.get("Code")))
    statuses = response.get("SendStatusSet") or []
    if len(statuses) != 1:
        raise Unanswered("an answer without the number's status")
    if statuses[0].get("Code") != "Ok":
        raise refusal(Provider.TENCENT, str(statuses[0].get("Code")))
    return dict(statuses[0])
