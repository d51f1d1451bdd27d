"""What a client's login code says: the way to whoever knows. WeChat does; a local cloud has its own."""

from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["Codes", "Identity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who WeChat says is there. Personal data: never logged, never stored as it is."""

    openid: str = field(repr=False)
    unionid: str | None = field(default=None, repr=False)


class Codes(Protocol):
    """Takes login codes, each once."""

    def identify(self, code: str) -> Identity:
        """Whose code it is. CodeNotTaken, LoginBlocked, LoginLater."""
        ...
