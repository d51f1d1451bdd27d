"""What a provider's error codes mean for a message: data in `refusals.json`, by provider and code."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec

from care.contact.adapters.http import Unanswered
from care.contact.channels import ChannelRefused, Then

__all__ = ["Meaning", "Meant", "Provider", "TokenRefused", "meaning", "meanings", "refusal"]


class Provider(StrEnum):
    """Whose codes."""

    WECOM = "wecom"
    WEAPP = "weapp"
    ALIBABA = "alibaba"
    TENCENT = "tencent"


class Meant(StrEnum):
    """What follows. The first four are the engine's; the others an adapter deals with itself."""

    DROP = "DROP"
    FALLBACK = "FALLBACK"
    RETRY = "RETRY"
    ALARM = "ALARM"
    TOKEN = "TOKEN"  # noqa: S105 - a verdict
    """The access token is over: once more with a new one."""
    UNKNOWN = "UNKNOWN"
    """The provider itself does not know whether it went out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """`after`: seconds until another try is worth it."""

    then: Meant
    means: str
    after: int | None = None


class TokenRefused(Exception):
    """The access token is over."""


_NOT_DOCUMENTED = Meaning(then=Meant.ALARM, means="not documented")


@cache
def meanings() -> dict[Provider, dict[str, Meaning]]:
    text = Path(__file__).with_name("refusals.json").read_bytes()
    return msgspec.json.decode(text, type=dict[Provider, dict[str, Meaning]])


def meaning(provider: Provider, code: str) -> Meaning:
    """By the whole code, else by what stands before its dots (`Throttling.User`: `Throttling`). Unknown: an alarm."""
    table = meanings()[provider]
    while code not in table and "." in code:
        code = code.rpartition(".")[0]
    return table.get(code, _NOT_DOCUMENTED)


def refusal(provider: Provider, code: str) -> Exception:
    """ChannelRefused, TokenRefused or Unanswered, as the code means."""
    found = meaning(provider, code)
    if found.then is Meant.TOKEN:
        return TokenRefused(code)
    if found.then is Meant.UNKNOWN:
        return Unanswered(f"{provider}:{code}")
    after = timedelta(seconds=found.after) if found.after else None
    return ChannelRefused(f"{provider}:{code}", Then(found.then), after)
