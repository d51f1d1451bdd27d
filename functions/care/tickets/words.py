"""A person's own words: they have bounds, whoever says them."""

from care.kernel.errors import BadInput

__all__ = ["MOST_WORDS", "check_words"]

MOST_WORDS = 1000
"""Characters."""


def check_words(words: str, field: str = "text") -> None:
    """BadInput for nothing at all, and for more than MOST_WORDS."""
    if not 1 <= len(words.strip()) <= MOST_WORDS:
        message = f"between 1 and {MOST_WORDS} characters"
        raise BadInput(message, field=field)
