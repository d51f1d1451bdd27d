"""Meters in front of a channel: what is too much comes back later."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from care.contact.adapters.meters import Full, Meters, Taken
from care.contact.adapters.unsent import unsent
from care.contact.channels import ChannelRefused, Then
from care.kernel.errors import Conflict

__all__ = ["Metered"]

_LONGEST = timedelta(hours=1)
"""A limit that is full for longer is not waited for: the next channel."""
_BUSY = timedelta(seconds=2)
"""Others called at this very moment, again and again."""


@dataclass(frozen=True, slots=True)
class Metered:
    """ChannelRefused instead of Full. `hide`: what stands for an address in a key, which bears no personal data."""

    meters: Meters
    hide: Callable[[str], str]

    def take(self, taken: Iterable[Taken]) -> None:
        with unsent("METER_BROKEN"):
            try:
                self.meters.take(taken)
            except Full as full:
                raise _refusal(full) from full
            except Conflict as conflict:
                raise ChannelRefused("METER_BUSY", Then.RETRY, _BUSY) from conflict


def _refusal(full: Full) -> ChannelRefused:
    if full.after > _LONGEST:
        return ChannelRefused("OUR_OWN_LIMIT", Then.FALLBACK)
    return ChannelRefused("OUR_OWN_LIMIT", Then.RETRY, full.after)
