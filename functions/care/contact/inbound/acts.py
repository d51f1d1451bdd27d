"""What follows from what providers tell."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from care.contact.channels import ChannelKind
from care.contact.receipts import Word

__all__ = ["Act", "Announced", "Granted", "Said", "Sender", "SenderKind", "Told", "What"]


class SenderKind(StrEnum):
    """What a sender is named by."""

    OPENID = "OPENID"
    PHONE = "PHONE"
    CORP_USER = "CORP_USER"
    CUSTOMER = "CUSTOMER"
    """Of 微信客服: an external user id."""


class What(StrEnum):
    """What somebody sent us; only words are read here."""

    WORDS = "WORDS"
    SPOKEN = "SPOKEN"
    """Words that a recogniser wrote down."""
    IMAGE = "IMAGE"
    VOICE = "VOICE"
    VIDEO = "VIDEO"
    FILE = "FILE"
    LOCATION = "LOCATION"
    LINK = "LINK"
    CARD = "CARD"

    @property
    def read(self) -> bool:
        return self in (What.WORDS, What.SPOKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Personal data. `unionid`: where the provider names it beside."""

    by: SenderKind
    id: str = field(repr=False)
    unionid: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A reply, a tap, or something that a person has to look at. Personal data. `at`: when, where that matters."""

    sender: Sender
    text: str = field(default="", repr=False)
    what: What = What.WORDS
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a message that we sent."""

    channel: ChannelKind
    receipt: str
    word: Word
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A template of the mini-program, by the provider's id: there is a grant, or there is none any more."""

    openid: str = field(repr=False)
    template: str
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """Messages of 微信客服 lie there to be fetched; with `token`, which is good for 10 minutes, as often as needed."""

    account: str
    token: str = field(repr=False)
    at: datetime


Act = Said | Told | Granted | Announced
