"""What every published series has in common (care.dynamo.editions is the mechanism)."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Edition"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What is published: it bears a number, takes effect at a stated time and never changes."""

    number: int
    effective_at: datetime
    published_by: str
    why: str
    published_at: datetime
    replaces: tuple[int, ...] = ()
    """Numbers of editions that waited for a later time and never take effect, because this one came."""
