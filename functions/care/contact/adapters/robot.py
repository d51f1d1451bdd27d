"""A group robot of 企业微信. Address: the name under which the robot's key is configured."""

from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec

from care.contact.adapters.calls import send
from care.contact.adapters.config import RobotConfig
from care.contact.adapters.http import Http, Unanswered
from care.contact.adapters.meanings import Provider, TokenRefused, refusal
from care.contact.adapters.metered import Metered
from care.contact.adapters.meters import Pace, Taken
from care.contact.adapters.texts import shorten
from care.contact.channels import ChannelRefused, Outgoing, Receipt, Then

__all__ = ["WecomRobot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WecomRobot:
    """Writes into the group that the robot sits in; more than 20 a minute is refused."""

    config: RobotConfig
    http: Http
    meters: Metered

    def send(self, outgoing: Outgoing) -> Receipt:
        key = self.config.keys.get(outgoing.address)
        if key is None:
            raise ChannelRefused("NO_SUCH_ROBOT", Then.FALLBACK)  # not every leader has let one in
        self.meters.take([Taken(limit=Pace(self.config.a_minute, 60), scope=f"robot:{outgoing.address}")])
        content = {"msgtype": "text", "text": {"content": shorten(outgoing.text, self.config.longest_bytes)}}
        url = f"{self.config.base}/cgi-bin/webhook/send?{urlencode({'key': key})}"
        answer = send(self.http, url, msgspec.json.encode(content), {"content-type": "application/json"})
        _judge(answer)
        return Receipt(f"robot:{outgoing.message_id}")


def _judge(answer: dict[str, object]) -> None:
    if "errcode" not in answer:
        raise Unanswered("an answer without a code")
    if answer["errcode"] == 0:
        return
    error = refusal(Provider.WECOM, str(answer["errcode"]))
    if isinstance(error, TokenRefused):  # a robot has a key, no token
        error = ChannelRefused(f"{Provider.WECOM}:{error}", Then.ALARM)
    raise error
