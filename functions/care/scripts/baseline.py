"""Number 0: the library that ships, in force until an operator publishes a change."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec

from care.policy.wording import BANNED
from care.scripts.model import LibraryVersion, Script

__all__ = ["baseline_library"]

_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_BUILT_IN = "built-in"


@cache
def baseline_library() -> LibraryVersion:
    """The scripts of scripts.json beside this file, and the built-in banned phrases."""
    text = Path(__file__).with_name("scripts.json").read_bytes()
    return LibraryVersion(
        number=0,
        effective_at=_ALWAYS,
        published_by=_BUILT_IN,
        why=_BUILT_IN,
        published_at=_ALWAYS,
        scripts=msgspec.json.decode(text, type=tuple[Script, ...]),
        banned=BANNED,
    )
