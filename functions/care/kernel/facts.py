"""What facts from outside have in common: the mark by which the newest wins, and the forms of their fields.

Facts come in any order and repeatedly. Each bears a mark; of two that state the same thing the one with the later
mark wins, whichever came first. Text order of ids breaks a tie, so that every reader breaks it alike.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from care.kernel.ids import derived_id
from care.kernel.money import MOST_FEN

__all__ = ["Fen", "Id", "Instant", "Label", "MallEvent", "Mark", "Text", "whole_second"]

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.:@/+-]{1,64}$(?!\n)", description="An id of the mall's.")]
Label = Annotated[
    str, Meta(pattern=r"^[^\s#\x00-\x1f](?:[^#\x00-\x1f]{0,62}[^\s#\x00-\x1f])?$(?!\n)", description="A name or code.")
]
"""May be Chinese; bears no `#`, since it can be part of a key."""
Text = Annotated[str, Meta(max_length=200)]
Fen = Annotated[int, Meta(ge=0, le=MOST_FEN, description="Whole fen; 100 fen = 1 yuan.")]
Instant = Annotated[datetime, Meta(tz=True, description="ISO 8601 with an offset.")]


def whole_second(at: datetime) -> datetime:
    """`at` as aware UTC without its fraction: facts are kept, and their generations counted, by the second."""
    return at.astimezone(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """When something was stated, and by which statement."""

    at: datetime
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MallEvent:
    """What every event from the mall bears besides its own content."""

    version: Annotated[Literal[1], Meta(description="Version of the event's form.")] = 1
    event_id: Annotated[Id | None, Meta(description="The mall's id of the event; from the content where absent.")] = (
        None
    )
    occurred_at: Annotated[
        Instant | None,
        Meta(description="When the mall stated this; the time of the fact where absent. The latest statement wins."),
    ] = None

    @property
    def happened_at(self) -> datetime:
        """The time of the fact itself."""
        raise NotImplementedError

    @property
    def mark(self) -> Mark:
        """Orders statements by (occurred_at, event_id, content), so that no two that say different things are equal."""
        at = (self.occurred_at or self.happened_at).astimezone(UTC)
        content = derived_id(type(self).__name__, msgspec.json.encode(self.impersonal, order="sorted").decode())
        return Mark(at, f"{self.event_id}~{content}" if self.event_id else content)

    @property
    def impersonal(self) -> "MallEvent":
        """The event without personal data: marks lie in items where not even a digest of it may lie."""
        return self
