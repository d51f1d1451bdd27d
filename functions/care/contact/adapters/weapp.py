"""The mini-program's subscription notices. Address: the openid. One grant is one notice: the engine keeps count."""

from dataclasses import dataclass
from functools import partial

import msgspec

from care.contact.adapters.config import WeappConfig
from care.contact.adapters.http import Http
from care.contact.adapters.meanings import Provider
from care.contact.adapters.metered import Metered
from care.contact.adapters.meters import Pace, sliced
from care.contact.adapters.parts import Parts
from care.contact.adapters.provider_templates import check_subscribe, fill_all
from care.contact.adapters.tokens import Fetched
from care.contact.adapters.wechat_api import WechatApi, fetched
from care.contact.channels import ChannelRefused, Outgoing, Receipt, Then

__all__ = ["WeappSubscribe", "subscribe_channel"]


def subscribe_channel(config: WeappConfig, parts: Parts) -> "WeappSubscribe":
    """ProviderTemplateFault if a template does not fit ours, or the limits of its fields."""
    check_subscribe(config.templates, parts.templates)
    api = WechatApi(
        provider=Provider.WEAPP,
        base=config.base,
        app=f"weapp:{config.appid}",
        http=parts.http,
        tokens=parts.tokens,
        fetch=partial(_fetch, config, parts.http),
    )
    return WeappSubscribe(config=config, api=api, meters=parts.meters)


def _fetch(config: WeappConfig, http: Http, refused: str | None) -> Fetched:
    """Forced only where the provider gives out again what it has refused: it allows 20 forced ones a day."""
    token = _ask(config, http, force=False)
    return _ask(config, http, force=True) if token.token == refused else token


def _ask(config: WeappConfig, http: Http, *, force: bool) -> Fetched:
    content = {
        "grant_type": "client_credential",
        "appid": config.appid,
        "secret": config.secret,
        "force_refresh": force,
    }
    headers = {"content-type": "application/json"}
    answer = http.ask("POST", f"{config.base}/cgi-bin/stable_token", msgspec.json.encode(content), headers)
    return fetched(Provider.WEAPP, answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeappSubscribe:
    """What the fields may hold was checked when the templates were loaded (provider_templates.py)."""

    config: WeappConfig
    api: WechatApi
    meters: Metered

    def send(self, outgoing: Outgoing) -> Receipt:
        template = self.config.templates.get(outgoing.template)
        if template is None:
            raise ChannelRefused("NO_SUCH_TEMPLATE", Then.FALLBACK)
        content = {
            "touser": outgoing.address,
            "template_id": template.id,
            "page": template.page,
            "data": {key: {"value": text} for key, text in fill_all(template.fields, outgoing.values).items()},
            "miniprogram_state": self.config.state,
            "lang": "zh_CN",
        }
        self.meters.take([sliced(Pace(self.config.api_a_minute, 60), f"{self.api.app}:send", outgoing.message_id)])
        answer = self.api.post("/cgi-bin/message/subscribe/send", content)
        return Receipt(str(answer.get("msgid") or outgoing.message_id))
