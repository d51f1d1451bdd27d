"""Our account at 微信客服, as fetching and welcoming need it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

__all__ = ["Page", "TalkDesk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Messages in the order in which they came. `cursor`: where the next page begins, which may be empty yet."""

    messages: tuple[Mapping[str, Any], ...] = field(repr=False)
    cursor: str
    more: bool


@runtime_checkable
class TalkDesk(Protocol):
    """What it raises (ChannelRefused, HttpTrouble) says that it was not done, but for `welcome`."""

    @property
    def account(self) -> str:
        """open_kfid."""
        ...

    def fetch(self, cursor: str, token: str, limit: int) -> Page:
        """From `cursor` on; "": from the earliest that is kept, three days back. `token`: "", where none is good."""
        ...

    def unionids(self, customers: Collection[str]) -> dict[str, str]:
        """Of those whom the provider names; at most 100."""
        ...

    def pass_on(self, customer: str) -> None:
        """Their talk goes to the people who wait in 企业微信."""
        ...

    def welcome(self, code: str, text: str, message_id: str) -> None:
        """Once for a code, within 20 seconds. ChannelRefused: certainly not said; anything else: nobody knows."""
        ...
