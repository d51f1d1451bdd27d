"""XML as providers send it, by the standard library's expat, which is told to refuse what hostile XML is made of.

No document type, hence no entities of one's own, inside or outside; no processing instructions; UTF-8 only; bounded in
size, depth and number of elements. Attributes are passed over: the providers' messages have none.
"""

from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

from care.contact.inbound.faults import Malformed

__all__ = ["Fields", "read_xml"]

Fields = dict[str, Any]
"""By element: its text, the fields inside it, or a list of these where it comes more than once."""
_MOST_BYTES = 64 * 1024
_MOST_DEPTH = 8
_MOST_ELEMENTS = 1000
_ROOT = "xml"


@dataclass(slots=True)
class _Reader:
    """Collects what the parser tells. `open_`: the elements that have begun, each with its fields and text."""

    open_: list[tuple[str, Fields, list[str]]] = field(default_factory=list)
    elements: int = 0
    root: Fields | str | None = None

    def start(self, name: str, _attributes: object) -> None:
        self.elements += 1
        if len(self.open_) >= _MOST_DEPTH or self.elements > _MOST_ELEMENTS:
            raise Malformed("too deep, or too much")
        if not self.open_ and name != _ROOT:
            raise Malformed("another root")
        self.open_.append((name, {}, []))

    def text(self, text: str) -> None:
        if self.open_:
            self.open_[-1][2].append(text)

    def end(self, _name: str) -> None:
        name, fields, texts = self.open_.pop()
        content: Fields | str = fields or "".join(texts)
        if not self.open_:
            self.root = content
            return
        around = self.open_[-1][1]
        around[name] = _joined(around[name], content) if name in around else content

    def refuse(self, *_: object) -> NoReturn:
        raise Malformed("document type, entity or instruction")


def read_xml(body: bytes) -> Fields:
    """The fields inside `<xml>`. Malformed: not well-formed, hostile, too large, or empty."""
    if len(body) > _MOST_BYTES:
        raise Malformed("too large")
    if b"\0" in body:  # expat would take it for UTF-16, whatever it was told
        raise Malformed("no UTF-8")
    reader, parser = _Reader(), ParserCreate(encoding="utf-8")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = reader.refuse
    parser.ExternalEntityRefHandler = parser.UnparsedEntityDeclHandler = reader.refuse
    parser.ProcessingInstructionHandler = parser.SkippedEntityHandler = reader.refuse
    try:
        parser.Parse(body.decode(), True)  # noqa: FBT003 - expat's own
    except (ExpatError, ValueError) as error:
        raise Malformed("not well-formed") from error
    if not isinstance(reader.root, dict):
        raise Malformed("no fields")
    return reader.root


def _joined(before: object, more: Fields | str) -> list[Any]:
    return [*before, more] if isinstance(before, list) else [before, more]
