"""微信客服: a talk that a customer began, both ways."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from care.contact.adapters.config import WecomConfig
from care.contact.adapters.http import HttpTrouble
from care.contact.adapters.metered import Metered
from care.contact.adapters.meters import Pace, Taken, sliced
from care.contact.adapters.texts import shorten
from care.contact.adapters.wechat_api import WechatApi
from care.contact.channels import ChannelRefused, Outgoing, Receipt, Then
from care.contact.talks.desk import Page

__all__ = ["WecomKf"]

_MORE = 1
_MOST_CUSTOMERS = 100
_POOL = 2
"""The state of a talk that waits for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WecomKf:
    """Address: the external user id. How many may be said to them, and until when, is counted in talks/window.py."""

    config: WecomConfig
    api: WechatApi
    meters: Metered

    @property
    def account(self) -> str:
        return self.config.open_kfid

    def send(self, outgoing: Outgoing) -> Receipt:
        self.meters.take([sliced(Pace(self.config.api_a_minute, 60), f"{self.api.app}:send", outgoing.message_id)])
        answer = self.api.post(
            "/cgi-bin/kf/send_msg",
            {"touser": outgoing.address, "open_kfid": self.account}
            | {"msgid": outgoing.message_id}
            | self._text(outgoing.text),
        )
        return Receipt(str(answer.get("msgid") or outgoing.message_id))

    def welcome(self, code: str, text: str, message_id: str) -> None:
        self.api.post("/cgi-bin/kf/send_msg_on_event", {"code": code, "msgid": message_id} | self._text(text))

    def fetch(self, cursor: str, token: str, limit: int) -> Page:
        """A token that is not taken is left out: then the provider allows few calls only, which a meter keeps."""
        if token:
            try:
                return self._fetch(cursor, limit, {"token": token})
            except ChannelRefused as refusal:
                if refusal.then is Then.RETRY:
                    raise
        self.meters.take([Taken(limit=Pace(self.config.kf_bare_a_minute, 60), scope=f"{self.api.app}:bare")])
        return self._fetch(cursor, limit, {})

    def pass_on(self, customer: str) -> None:
        wanted = {"open_kfid": self.account, "external_userid": customer, "service_state": _POOL}
        self.api.ask("/cgi-bin/kf/service_state/trans", wanted)

    def unionids(self, customers: Collection[str]) -> dict[str, str]:
        wanted = sorted(customers)[:_MOST_CUSTOMERS]
        answer = self.api.ask("/cgi-bin/kf/customer/batchget", {"external_userid_list": wanted})
        rows = [each for each in answer.get("customer_list") or () if isinstance(each, dict)]
        return {str(each.get("external_userid")): str(each["unionid"]) for each in rows if each.get("unionid")}

    def _fetch(self, cursor: str, limit: int, token: dict[str, str]) -> Page:
        wanted: dict[str, Any] = {"open_kfid": self.account, "limit": limit, **token}
        answer = self.api.ask("/cgi-bin/kf/sync_msg", wanted | ({"cursor": cursor} if cursor else {}))
        messages = answer.get("msg_list") or []
        if not isinstance(messages, list) or not all(isinstance(each, dict) for each in messages):
            raise HttpTrouble("no messages in the answer")
        more, following = answer.get("has_more") == _MORE, str(answer.get("next_cursor") or "")
        return Page(messages=tuple(messages), cursor=following, more=more)

    def _text(self, text: str) -> dict[str, object]:
        return {"msgtype": "text", "text": {"content": shorten(text, self.config.longest_bytes)}}
