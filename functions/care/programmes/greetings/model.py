"""What a greeting is, and how far it has come (L7)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from care.members.model import TagName

__all__ = [
    "CardState",
    "Effect",
    "Greeting",
    "GreetingAudience",
    "GreetingCard",
    "GreetingKind",
    "GreetingState",
    "GreetingStep",
    "Habit",
    "LastOrder",
    "Preview",
    "Wave",
]


class GreetingKind(StrEnum):
    """What a member gets."""

    MESSAGE = "MESSAGE"
    """Thanks, as a message."""
    CARD = "CARD"
    """Thanks by hand (手写感谢卡): a task for one of us."""
    SUGGESTION = "SUGGESTION"
    """Something that fits what they buy, as a message."""


class GreetingState(StrEnum):
    """DRAFT → SUBMITTED → RUNNING ⇄ PAUSED → DONE; a refused one is DRAFT again; STOPPED ends it from anywhere.

    DONE: all waves have gone out. What they planned may still wait: until its end it can be paused, or stopped.
    """

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    STOPPED = "STOPPED"
    DONE = "DONE"


class GreetingStep(StrEnum):
    """What those who run a greeting can do with it."""

    SUBMIT = "SUBMIT"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    STOP = "STOP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Who bought any of `skus` at least `times` in the last `days`, and none of `never` in them."""

    skus: tuple[str, ...] = ()
    times: int = 1
    days: int = 90
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LastOrder:
    """Whose last order was placed between so many days ago; with or without tags."""

    least_days: int = 0
    most_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingAudience:
    """One of `any_of`, `habit` and `last_order` says whom it starts from; to these all else applies. What is not stated
    does not count.
    """

    any_of: tuple[TagName, ...] = ()
    habit: Habit | None = None
    last_order: LastOrder | None = None
    all_of: tuple[TagName, ...] = ()
    none_of: tuple[TagName, ...] = ()
    least_orders: int = 0
    category: str | None = None
    """Has bought of it."""
    community: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The audience as it was counted, page by page. Who is suppressed is counted once, by the first reason."""

    complete: bool = False
    looked_at: int = 0
    meant: int = 0
    opted_out: int = 0
    held_out: int = 0
    open_alert: int = 0
    sample: tuple[str, ...] = ()
    """Ids of the first of those who would be written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Of those who were meant: how many were told or left alone, and how many of each bought what was suggested."""

    told: int = 0
    told_bought: int = 0
    held_out: int = 0
    held_out_bought: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """`edition` counts the drafts, `run` the times that it was set going, `waves` those that have gone out."""

    id: str
    title: str
    festival: str
    words: str
    audience: GreetingAudience
    kind: GreetingKind = GreetingKind.MESSAGE
    suggested: tuple[str, ...] = ()
    """Products, of a SUGGESTION: what came of it is what of these was bought."""
    audience_at: datetime | None = None
    """By when days ago are counted: all its waves mean the same members."""
    starts_at: datetime
    ends_at: datetime
    """Nothing of it is sent after this."""
    state: GreetingState = GreetingState.DRAFT
    edition: int = 1
    run: int = 0
    waves: int = 0
    turn: int = 0
    """Which tag of `any_of` it goes through."""
    after: str = ""
    """Where among that tag's bearers the wave before ended."""
    preview: Preview = Preview()
    told: int = 0
    """Members to whom a message was planned."""
    outcomes: dict[str, int] = field(default_factory=dict)
    """By state of the message and why, such as `SENT`, `SUPPRESSED:OPTED_OUT`; of a card `OPEN`, `DONE`."""
    effect: Effect = Effect()
    written_by: str
    written_at: datetime
    decided_by: str | None = None
    refused_because: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Whom one wave told, and what has become of their messages as far as was counted."""

    greeting_id: str
    number: int
    member_ids: tuple[str, ...]
    again: dict[str, int] = field(default_factory=dict)
    """Whose message was taken back by a pause, and in which run they were told anew; 0: not yet."""
    outcomes: dict[str, int] = field(default_factory=dict)
    version: int = 0


class CardState(StrEnum):
    """TO_WRITE → WRITTEN | NOT_WRITTEN."""

    TO_WRITE = "TO_WRITE"
    WRITTEN = "WRITTEN"
    NOT_WRITTEN = "NOT_WRITTEN"
    SUPPRESSED = "SUPPRESSED"
    """The member gets none; `reason` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingCard:
    """A card that one of us writes by hand for a member (手写感谢卡)."""

    greeting_id: str
    member_id: str
    festival: str
    words: str
    """What it should say; the writer may find their own."""
    assignee: str = ""
    by: datetime
    state: CardState = CardState.TO_WRITE
    reason: str = ""
    note: str = ""
    """What the writer had to say."""
    ended_at: datetime | None = None
    ended_by: str = ""
    version: int = 0

    @property
    def id(self) -> str:
        return f"{self.greeting_id}#{self.member_id}"
