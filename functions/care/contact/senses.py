"""What a short reply in everyday words is about (A1), by `spoken_words.json`: 要退钱, 再等等. Pure.

It errs towards a person: words that deny, ask or count, and words of two senses, are of none.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

__all__ = ["sense_of", "senses_in"]

_LONGEST = 12
"""Characters; who says more has more to say than an option."""
_UNSURE = frozenset("不没别莫未吗么呢几哪谁啥怎何多久或0123456789")
"""Left beside the words of a sense, these make of a wish its opposite, a question or a choice of two."""


def sense_of(plain: str) -> str | None:
    """The one sense of a reply (without blanks and marks); None where it has none, or may have another."""
    if len(plain) > _LONGEST:
        return None
    senses = senses_in(plain)
    rest = plain
    for word in sorted((each for words in _words().values() for each in words), key=len, reverse=True):
        rest = rest.replace(word, "")
    return next(iter(senses)) if len(senses) == 1 and not _UNSURE & set(rest) else None


def senses_in(plain: str) -> frozenset[str]:
    """All senses of which it has a word."""
    return frozenset(sense for sense, words in _words().items() if any(word in plain for word in words))


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    text = Path(__file__).with_name("spoken_words.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, tuple[str, ...]])
