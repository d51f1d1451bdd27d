"""How often one may try to log in: counted in the database, so that all sandboxes count together.

An address is counted before WeChat is asked, an account once WeChat has said whose it is. Neither lies in a key as it
is. A limit holds in any window (care.contact.adapters.meters).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from care.contact.adapters.meters import Full, Meters, Pace, Taken, sliced
from care.kernel.errors import Conflict
from care.kernel.settings import Settings
from care.login.errors import TooManyLogins
from care.login.figures import address_limit, openid_limit, window
from care.login.rules import network

__all__ = ["Attempts"]

_BUSY_SECONDS = 2
"""Others tried at this very moment, again and again."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """TooManyLogins says after how many `seconds` there is a place again. `hide` stands for who tries, in keys."""

    meters: Meters
    settings: Callable[[], Settings]
    hide: Callable[[str], str]

    def from_address(self, address: str, code: str) -> None:
        """`code` only spreads the count of a wide limit over several items."""
        settings = self.settings()
        scope = f"login:{self.hide(network(address))}:address"
        self._take(sliced(Pace(address_limit(settings), _seconds(settings)), scope, code))

    def of_openid(self, openid: str) -> None:
        settings = self.settings()
        pace = Pace(openid_limit(settings), _seconds(settings))
        self._take(Taken(limit=pace, scope=f"login:{self.hide(openid)}:openid"))

    def _take(self, taken: Taken) -> None:
        try:
            self.meters.take([taken])
        except Full as full:
            raise TooManyLogins(seconds=ceil(full.after.total_seconds())) from full
        except Conflict as conflict:
            raise TooManyLogins(seconds=_BUSY_SECONDS) from conflict


def _seconds(settings: Settings) -> int:
    return int(window(settings).total_seconds())
