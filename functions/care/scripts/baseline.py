"""Number 0: the library that ships, in force until an operator publishes a change."""

from functools import cache
from pathlib import Path

import msgspec

from care.dynamo.editions import BUILT_IN
from care.policy.wording import BANNED
from care.scripts.model import LibraryVersion, Script

__all__ = ["baseline_library"]


@cache
def baseline_library() -> LibraryVersion:
    """The scripts of scripts.json beside this file, and the built-in banned phrases."""
    text = Path(__file__).with_name("scripts.json").read_bytes()
    return LibraryVersion(
        **BUILT_IN,
        scripts=msgspec.json.decode(text, type=tuple[Script, ...]),
        banned=BANNED,
    )
