"""From the text of a message to a typed event, or BadInput that names what is wrong with it, and where."""

import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from care.kernel.errors import BadInput

__all__ = ["Envelope", "opened", "typed"]

T = TypeVar("T")
_PLACE = re.compile(r"^(?P<why>.*?)(?: - at `(?P<path>.+)`)?$", re.DOTALL)
_BROKEN = (msgspec.MsgspecError, RecursionError, UnicodeError)


class Envelope(msgspec.Struct, frozen=True, rename={"kind": "detail-type"}):
    """EventBridge's envelope, as far as it concerns us."""

    kind: str
    detail: msgspec.Raw


def opened(body: str) -> Envelope:
    """The envelope that a queue's message holds."""
    return _decoded(body, Envelope, "$")


def typed(envelope: Envelope, shapes: Mapping[str, type[T]]) -> T:
    """The event in the envelope; a path is relative to its detail."""
    shape = shapes.get(envelope.kind)
    if shape is None:
        raise BadInput("unknown event type", field="$.detail-type")
    return _decoded(envelope.detail, shape, "$.detail")


def _decoded(text: str | msgspec.Raw, shape: type[T], root: str) -> T:
    try:
        return msgspec.json.decode(text, type=shape)
    except _BROKEN as error:
        match = _PLACE.match(str(error))
        why, path = match.group("why", "path") if match else (str(error), None)
        raise BadInput(why or "cannot be read", field=root + (path or "$").removeprefix("$")) from error
