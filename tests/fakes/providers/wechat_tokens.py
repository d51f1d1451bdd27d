"""Access tokens as both of WeChat's servers give them: for a time, the same one again, and some are revoked early."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from care.kernel.clock import Clock

__all__ = ["TokenDesk"]

LASTS = timedelta(seconds=7200)


@dataclass
class TokenDesk:
    """`given` counts tokens by app; `forced`, those that were asked for by force."""

    clock: Clock
    given: Counter[str] = field(default_factory=Counter)
    forced: Counter[str] = field(default_factory=Counter)
    current: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    sticky: bool = False
    """A revoked token is given out again, until one is asked for by force."""

    def give(self, app: str, *, force: bool = False) -> tuple[str, int]:
        token, until = self.current.get(app, ("", self.clock.now()))
        dead = until <= self.clock.now() or (token in self.revoked and not self.sticky)
        if force or dead:
            self.given[app] += 1
            self.forced[app] += force
            token, until = f"token-{app}-{self.given[app]}", self.clock.now() + LASTS
            self.current[app] = (token, until)
        return token, int((until - self.clock.now()).total_seconds())

    def revoke(self, app: str) -> None:
        self.revoked.add(self.current[app][0])

    def app_of(self, token: str | None) -> tuple[str, int]:
        """Whose token it is, and the error code (0: none)."""
        if not token:
            return "", 41001
        for app, (current, until) in self.current.items():
            if current == token and token not in self.revoked:
                return (app, 0) if self.clock.now() < until else ("", 42001)
        return "", 40014
