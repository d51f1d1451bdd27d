"""A person's own words: they have bounds; what staff and leaders tell a member accuses nobody (C6)."""

from care.kernel.errors import BadInput
from care.policy.wording import BANNED, places
from care.scripts.service import Library
from care.tickets.errors import WordsBanned

__all__ = ["MOST_WORDS", "check_told", "check_words"]

MOST_WORDS = 1000
"""Characters."""


def check_words(words: str, field: str = "text") -> None:
    """BadInput for nothing at all, and for more than MOST_WORDS."""
    if not 1 <= len(words.strip()) <= MOST_WORDS:
        message = f"between 1 and {MOST_WORDS} characters"
        raise BadInput(message, field=field)


def check_told(words: str, library: Library, field: str = "text") -> None:
    """Words that a member will read: WordsBanned, by the list in force, and by the house's own whatever that says."""
    check_words(words, field)
    for each in places(words, dict.fromkeys((*library.current().banned, *BANNED))):
        raise WordsBanned(field=field, offset=each.offset, text=each.found)
