"""SMS. Address: a phone number. Two providers stand behind one Protocol."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from care.contact.adapters.metered import Metered
from care.contact.adapters.meters import Pace, sliced
from care.contact.adapters.provider_templates import SmsTemplate, fill_all
from care.contact.channels import ChannelRefused, Outgoing, Receipt, Then

__all__ = ["Sms", "SmsOrder", "SmsProvider"]

_MAINLAND = re.compile(r"(?:\+?86)?(1\d{10})")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsOrder:
    """One SMS: `values` by name, in the registered text's order. `id` comes back with the provider's report."""

    id: str
    phone: str
    code: str
    values: Mapping[str, str]


class SmsProvider(Protocol):
    """Takes an SMS from us."""

    def take(self, order: SmsOrder) -> str:
        """The provider's id of it. Errors as Channel.send."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """The channel; the registered texts were checked when they were loaded (provider_templates.py)."""

    provider: SmsProvider
    templates: Mapping[str, SmsTemplate]
    a_minute: int
    meters: Metered

    def send(self, outgoing: Outgoing) -> Receipt:
        template = self.templates.get(outgoing.template)
        if template is None:
            raise ChannelRefused("NO_SUCH_TEMPLATE", Then.FALLBACK)
        phone = _MAINLAND.fullmatch(re.sub(r"[\s-]", "", outgoing.address))
        if phone is None:
            raise ChannelRefused("NO_PHONE_NUMBER", Then.FALLBACK)
        values = fill_all(template.values, outgoing.values)
        self.meters.take([sliced(Pace(self.a_minute, 60), "sms:send", outgoing.message_id)])
        return Receipt(
            self.provider.take(SmsOrder(id=outgoing.message_id, phone=phone[1], code=template.code, values=values))
        )
