"""The texts that members read: data in `templates.json`, checked when they are loaded.

A template is never taken out nor renamed, since messages bear its key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter

import msgspec

from care.contact.calls.model import CallFor
from care.members.model import Purpose
from care.members.rules import LONGEST_GREETING, greeting
from care.policy.model import Segment
from care.policy.wording import BANNED, places, vague_places

__all__ = ["GREETING", "Template", "TemplateFault", "Templates", "built_in"]

GREETING = "greeting"
"""A variable that every template may use and none declares: the member's name, known only when the text is made."""


class TemplateFault(ValueError):
    """A mistake in the templates, or in the code that uses one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`variables` names each declared variable with its greatest length; a longer value is cut, the text never is."""

    key: str
    purpose: Purpose
    about: str
    """What its notices are about, by the name that the API has for it: `Ticket`."""
    text: str
    by_segment: Mapping[Segment, str] = field(default_factory=dict)
    """Instead of `text` for these segments: trust is rebuilt with the new, the regular are apologised to (C3)."""
    simple: str = ""
    """Instead of either for members in simple mode, and for whoever calls: short, to be read aloud (A1)."""
    call: tuple[CallFor, ...] = ()
    """Who is called with it (P6)."""
    variables: Mapping[str, int]
    max_length: int

    def faults(self) -> list[str]:
        texts = (self.text, *self.by_segment.values(), *([self.simple] if self.simple else []))
        faults = [fault for text in texts for fault in self._faults(text)]
        if self.call and not self.simple:
            faults.append("is said by phone and has no words to be read aloud")
        return [f"{self.key}: {fault}" for fault in faults]

    def check(self, params: Mapping[str, str]) -> None:
        """TemplateFault unless `params` are exactly the declared variables."""
        if params.keys() != self.variables.keys():
            raise TemplateFault(f"{self.key} takes {sorted(self.variables)}, not {sorted(params)}")

    def check_purpose(self, purpose: Purpose) -> None:
        """TemplateFault unless the template is for this purpose: opt-outs go by it."""
        if purpose is not self.purpose:
            raise TemplateFault(f"{self.key} is for {self.purpose}, not {purpose}")

    def render(
        self, params: Mapping[str, str], name: str | None, segment: Segment | None = None, *, simple: bool = False
    ) -> str:
        """The text for a member called `name`, of a segment; at most `max_length` characters."""
        text = self.by_segment.get(segment, self.text) if segment else self.text
        text = self.simple if simple and self.simple else text
        return text.format_map(self.values(params, name))

    def values(self, params: Mapping[str, str], name: str | None) -> dict[str, str]:
        """What the places of the text are filled with, each no longer than declared; with the greeting."""
        self.check(params)
        values = {each: _cut(params[each], length) for each, length in self.variables.items()}
        return values | {GREETING: greeting(name)}

    def _faults(self, text: str) -> Iterator[str]:
        used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        wrong = used ^ {*self.variables, GREETING} if GREETING in used else used ^ set(self.variables)
        yield from (f"{{{name}}} is not both declared and used" for name in sorted(wrong))
        for each in (*places(text, BANNED), *vague_places(text)):
            yield f"must not say {each.found}"
        if (longest := self._longest(text)) > self.max_length:
            yield f"may become {longest} characters long, {self.max_length} are allowed"

    def _longest(self, text: str) -> int:
        lengths = {**self.variables, GREETING: LONGEST_GREETING}
        return sum(len(part) + lengths.get(name or "", 0) for part, name, _, _ in Formatter().parse(text))


class Templates:
    """Templates by key."""

    def __init__(self, templates: list[Template]) -> None:
        """TemplateFault that names every fault."""
        self._by_key = {each.key: each for each in templates}
        faults = [fault for each in templates for fault in each.faults()]
        if len(self._by_key) < len(templates):
            faults.append("two templates share a key")
        if faults:
            raise TemplateFault("; ".join(faults))

    def __iter__(self) -> Iterator[Template]:
        return iter(self._by_key.values())

    def get(self, key: str) -> Template:
        if key not in self._by_key:
            raise TemplateFault(f"no template is called {key}")
        return self._by_key[key]


@cache
def built_in() -> Templates:
    """The templates that ship with the product."""
    text = Path(__file__).with_name("templates.json").read_bytes()
    return Templates(msgspec.json.decode(text, type=list[Template]))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
