"""企业微信: to staff by an app, to customers by an employee (who confirms) or within a talk of 微信客服."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from care.contact.adapters.config import WecomConfig
from care.contact.adapters.http import Http
from care.contact.adapters.meanings import Provider
from care.contact.adapters.metered import Metered
from care.contact.adapters.meters import Pace, Period, Ration, Taken, sliced
from care.contact.adapters.parts import Parts
from care.contact.adapters.texts import shorten
from care.contact.adapters.tokens import Fetched
from care.contact.adapters.wechat_api import WechatApi, fetched
from care.contact.adapters.wecom_kf import WecomKf
from care.contact.adapters.wecom_template import WecomTemplate
from care.contact.channels import Channel, ChannelKind, ChannelRefused, Outgoing, Receipt, Then

__all__ = ["WecomApp", "corp_channels"]

_DUPLICATE_SECONDS = 1800
"""The longest that the provider looks back: the same text to the same person within this is shown once."""
_PER_ACCOUNT = 200


def corp_channels(config: WecomConfig, parts: Parts) -> Iterator[tuple[ChannelKind, Channel]]:
    """Those whose secret is there; each is another app of the corp, with a token of its own."""
    meters = parts.meters
    if config.secret and config.agent_id is not None:
        api = _api(config, str(config.agent_id), config.secret, parts)
        yield ChannelKind.WECOM_APP, WecomApp(config=config, api=api, meters=meters)
    if config.contact_secret:
        api = _api(config, "contact", config.contact_secret, parts)
        yield ChannelKind.WECOM_TEMPLATE, WecomTemplate(config=config, api=api, meters=meters)
    if config.kf_secret and config.open_kfid:
        api = _api(config, "kf", config.kf_secret, parts)
        yield ChannelKind.WECOM_KF, WecomKf(config=config, api=api, meters=meters)


def _api(config: WecomConfig, app: str, secret: str, parts: Parts) -> WechatApi:
    return WechatApi(
        provider=Provider.WECOM,
        base=config.base,
        app=f"wecom:{config.corp_id}:{app}",
        http=parts.http,
        tokens=parts.tokens,
        fetch=partial(_fetch, config, secret, parts.http),
    )


def _fetch(config: WecomConfig, secret: str, http: Http, _refused: str | None) -> Fetched:
    query = urlencode({"corpid": config.corp_id, "corpsecret": secret})
    return fetched(Provider.WECOM, http.ask("GET", f"{config.base}/cgi-bin/gettoken?{query}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class WecomApp:
    """An app's message. Address: the user id of a member of the corp.

    What exceeds 30 a minute or 1000 an hour for one member is dropped by the provider without a word: our meters hold
    it back before. Whom it missed it names in a taken call's answer, in lower case.
    """

    config: WecomConfig
    api: WechatApi
    meters: Metered

    def send(self, outgoing: Outgoing) -> Receipt:
        self.meters.take(self._taken(outgoing))
        answer = self.api.post("/cgi-bin/message/send", self._content(outgoing))
        for list_ in ("invaliduser", "unlicenseduser"):
            if outgoing.address.lower() in str(answer.get(list_) or "").lower().split("|"):
                raise ChannelRefused(f"wecom:{list_}", Then.FALLBACK)
        return Receipt(str(answer.get("msgid") or outgoing.message_id))

    def _content(self, outgoing: Outgoing) -> dict[str, object]:
        return {
            "touser": outgoing.address,
            "msgtype": "text",
            "agentid": self.config.agent_id,
            "text": {"content": shorten(outgoing.text, self.config.longest_bytes)},
            "enable_duplicate_check": 1,
            "duplicate_check_interval": _DUPLICATE_SECONDS,
        }

    def _taken(self, outgoing: Outgoing) -> Iterable[Taken]:
        config, app, whose = self.config, self.api.app, self.meters.hide(outgoing.address)
        yield sliced(Pace(config.api_a_minute, 60), f"{app}:send", outgoing.message_id)
        yield Taken(limit=Ration(config.accounts * _PER_ACCOUNT, Period.DAY), scope=f"{app}:day")
        yield Taken(limit=Pace(config.member_a_minute, 60), scope=f"{app}:{whose}:minute")
        yield Taken(limit=Pace(config.member_an_hour, 3600), scope=f"{app}:{whose}:hour")
