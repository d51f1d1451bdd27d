"""企业微信's customer contact: an employee confirms a message, and then it goes to their customer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from care.contact.adapters.config import WecomConfig
from care.contact.adapters.metered import Metered
from care.contact.adapters.meters import Pace, Period, Ration, Taken, sliced
from care.contact.adapters.texts import shorten
from care.contact.adapters.wechat_api import WechatApi
from care.contact.channels import ChannelRefused, Outgoing, Receipt, Then
from care.contact.confirmation import Confirmation

__all__ = ["WecomTemplate"]

_ROOM = "/cgi-bin/externalcontact"
_DONE = 2
"""An employee's task that they have carried out."""


_OUTCOMES: Mapping[int | None, Confirmation] = {
    1: Confirmation.SENT,
    2: Confirmation.NOT_IN_TOUCH,
    3: Confirmation.TOO_MANY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WecomTemplate:
    """A message that an employee sends to a customer once they confirm it. Address: the external user id."""

    config: WecomConfig
    api: WechatApi
    meters: Metered

    def send(self, outgoing: Outgoing) -> Receipt:
        self.meters.take(self._taken(outgoing))
        answer = self.api.post(f"{_ROOM}/add_msg_template", self._content(outgoing))
        if outgoing.address in (answer.get("fail_list") or ()):
            raise ChannelRefused("wecom:fail_list", Then.FALLBACK)
        return Receipt(str(answer.get("msgid") or outgoing.message_id), waits=True)

    def confirmation(self, receipt: str, address: str) -> Confirmation:
        """What has become of a receipt that waits. ChannelRefused, HttpTrouble: not known now, ask later."""
        tasks = self.api.ask(f"{_ROOM}/get_groupmsg_task", {"msgid": receipt})
        employees = [str(each["userid"]) for each in tasks.get("task_list", ()) if each.get("status") == _DONE]
        for employee in employees:
            found = self.api.ask(f"{_ROOM}/get_groupmsg_send_result", {"msgid": receipt, "userid": employee})
            for each in found.get("send_list", ()):
                if each.get("external_userid") == address:
                    return _OUTCOMES.get(each.get("status"), Confirmation.WAITS)
        return Confirmation.WAITS

    def _content(self, outgoing: Outgoing) -> dict[str, object]:
        content: dict[str, object] = {
            "chat_type": "single",
            "external_userid": [outgoing.address],
            "text": {"content": shorten(outgoing.text, self.config.longest_bytes)},
        }
        return content | ({"sender": self.config.sender} if self.config.sender else {})

    def _taken(self, outgoing: Outgoing) -> Iterable[Taken]:
        app, whose = self.api.app, self.meters.hide(outgoing.address)
        yield sliced(Pace(self.config.api_a_minute, 60), f"{app}:template", outgoing.message_id)
        yield Taken(limit=Ration(self.config.customer_a_month, Period.MONTH), scope=f"{app}:{whose}:month")
