"""Meters in front of a channel: what is too much comes back later."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from care.contact.adapters.meters import Full, Meters, Taken
from care.contact.channels import ChannelRefused, Then
from care.kernel.errors import Conflict

__all__ = ["Metered"]

_LONGEST = timedelta(hours=1)
"""A limit that is full for longer is not waited for: the next channel."""


@dataclass(frozen=True, slots=True)
class Metered:
    """ChannelRefused instead of Full. `hide`: what stands for an address in a key, which bears no personal data."""

    meters: Meters
    hide: Callable[[str], str]

    def take(self, taken: Iterable[Taken]) -> None:
        try:
            self.meters.take(taken)
        except Full as full:
            then = Then.RETRY if full.after <= _LONGEST else Then.FALLBACK
            raise ChannelRefused("OUR_OWN_LIMIT", then, full.after if then is Then.RETRY else None) from full
        except Conflict as conflict:
            raise ChannelRefused("METER_BUSY", Then.RETRY, timedelta(seconds=2)) from conflict
