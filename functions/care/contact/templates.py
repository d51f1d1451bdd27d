"""The texts that members read: data in `templates.json`, checked when they are loaded.

A template is never taken out nor renamed, since messages bear its key.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import msgspec

from care.members.model import Purpose

__all__ = ["GREETING", "Template", "TemplateFault", "Templates", "built_in"]

GREETING = "greeting"
"""A variable that every template may use and none declares: the member's name, known only when the text is made."""
_GREETING_LENGTH = 20
_BANNED = re.compile(r"亲[,，~～!！]|亲亲|不好意思哦|请您理解|请您谅解|抱歉呢")
"""What sounds like a call centre (C6)."""


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
    variables: Mapping[str, int]
    max_length: int

    def faults(self) -> list[str]:
        return [f"{self.key}: {fault}" for fault in (*self._variable_faults(), *self._text_faults())]

    def check(self, params: Mapping[str, str]) -> None:
        """TemplateFault unless `params` are exactly the declared variables."""
        if params.keys() != self.variables.keys():
            raise TemplateFault(f"{self.key} takes {sorted(self.variables)}, not {sorted(params)}")

    def check_purpose(self, purpose: Purpose) -> None:
        """TemplateFault unless the template is for this purpose: opt-outs go by it."""
        if purpose is not self.purpose:
            raise TemplateFault(f"{self.key} is for {self.purpose}, not {purpose}")

    def render(self, params: Mapping[str, str], name: str | None) -> str:
        """The text for a member called `name`; at most `max_length` characters."""
        self.check(params)
        values = {each: _cut(params[each], length) for each, length in self.variables.items()}
        greeting = f"{_cut(name, _GREETING_LENGTH - 3)}，您好" if name else "您好"
        return self.text.format_map(values | {GREETING: greeting})

    def _variable_faults(self) -> list[str]:
        used = {name for _, name, _, _ in Formatter().parse(self.text) if name is not None}
        wrong = used ^ {*self.variables, GREETING} if GREETING in used else used ^ set(self.variables)
        return [f"{{{name}}} is not both declared and used" for name in sorted(wrong)]

    def _text_faults(self) -> list[str]:
        faults = [f"must not say {found[0]}" for found in _BANNED.finditer(self.text)]
        if self._longest() > self.max_length:
            faults.append(f"may become {self._longest()} characters long, {self.max_length} are allowed")
        return faults

    def _longest(self) -> int:
        lengths = {**self.variables, GREETING: _GREETING_LENGTH}
        return sum(len(text) + lengths.get(name or "", 0) for text, name, _, _ in Formatter().parse(self.text))


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
