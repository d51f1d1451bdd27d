"""Who is mentioned in a note: `@` and the id of one of the staff. Pure."""

import re
from collections.abc import Collection, Iterator

from care.kernel.errors import BadInput
from care.tickets.teamwork.errors import UnknownMention

__all__ = ["MOST_MENTIONS", "mentioned"]

MOST_MENTIONS = 10
_AT = re.compile(r"(?<![A-Za-z0-9_.-])@(?=\S)", re.ASCII)
"""Not the @ of a mail address, and not one that stands alone."""
_GOES_ON = re.compile(r"[A-Za-z0-9_-]")


def mentioned(text: str, staff: Collection[str]) -> tuple[str, ...]:
    """Their ids, each once, in the order of the text. UnknownMention with the place; BadInput for too many."""
    found = tuple(dict.fromkeys(_each(text, staff)))
    if len(found) > MOST_MENTIONS:
        message = f"a note mentions at most {MOST_MENTIONS}"
        raise BadInput(message, field="text", high=MOST_MENTIONS)
    return found


def _each(text: str, staff: Collection[str]) -> Iterator[str]:
    for match in _AT.finditer(text):
        known = [each for each in staff if _stands(text, match.end(), each)]
        if not known:
            raise UnknownMention(field="text", offset=match.start())
        yield max(known, key=len)


def _stands(text: str, start: int, staff_id: str) -> bool:
    """Whether the id stands there, and is not the beginning of another word."""
    return text.startswith(staff_id, start) and not _GOES_ON.match(text, start + len(staff_id))
