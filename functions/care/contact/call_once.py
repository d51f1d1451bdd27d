"""A channel is called once for each try; whatever it does then is an answer (P6, docs/adr/0006)."""

import logging
from collections.abc import Callable

from care.contact.channels import Channel, ChannelKind, ChannelRefused, Outgoing, Then
from care.contact.model import Reason
from care.contact.outcome import Answer, Broke, Refused, Took

__all__ = ["call_once"]

_log = logging.getLogger(__name__)


def call_once(
    channel: Channel, kind: ChannelKind, outgoing: Outgoing, alarmed: Callable[[ChannelKind, str], None]
) -> Answer:
    """Took, Refused, or Broke: nobody knows. `alarmed` hears of refusals that somebody has to look at."""
    try:
        receipt = channel.send(outgoing)
    except ChannelRefused as refusal:
        if refusal.then is Then.ALARM:
            alarmed(kind, refusal.code)
            _log.error("a channel needs somebody", extra={"channel": kind, "code": refusal.code})
        return Refused(refusal.code, refusal.then, refusal.after)
    except Exception as error:  # noqa: BLE001 - whatever broke: it may have been delivered
        broke = type(error).__name__
        _log.warning("a send broke", extra={"message_id": outgoing.message_id, "error": broke})
        return Broke(Reason.SEND_BROKE, broke)
    return Took(receipt.id, waits=receipt.waits)
