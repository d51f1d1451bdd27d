"""The closed list of what a script may name, and how a text is filled.

The member's name is not among what a ticket tells: `{greeting}` stays in the text and is put in when it is read.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from care.kernel.clock import in_words
from care.kernel.money import yuan
from care.scripts.model import Situation

__all__ = ["GREETING", "VARIABLES", "Known", "Name", "Variable", "addressed", "fill", "names", "stray_braces"]

GREETING = "greeting"
_NAME = re.compile(r"\{([^{}]*)\}")
_OF_A_CLAIM = frozenset(Situation) - {Situation.LOW_SCORE, Situation.PRAISE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a case can tell; None: not yet, or never. Money in fen."""

    goods: str
    opened_at: datetime
    reason: str | None = None
    options: tuple[str, ...] = ()
    choose_by: datetime | None = None
    remedy: str | None = None
    worth_fen: int | None = None
    done_within_hours: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """`otherwise` stands in where the case cannot tell."""

    name: str
    about: str
    read: Callable[[Known], str | None]
    otherwise: str
    longest: int
    situations: frozenset[Situation] = frozenset(Situation)

    def value(self, known: Known) -> str:
        found = self.read(known) or self.otherwise
        return found if len(found) <= self.longest else found[: self.longest - 1] + "…"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in braces and where it stands."""

    offset: int
    text: str
    name: str


def names(text: str) -> Iterator[Name]:
    """All names in braces, in their order."""
    return (Name(found.start(), found.group(), found.group(1)) for found in _NAME.finditer(text))


def stray_braces(text: str) -> Iterator[Name]:
    """Braces that enclose no name."""
    blank = _NAME.sub(lambda found: " " * len(found.group()), text)
    return (Name(found.start(), found.group(), "") for found in re.finditer(r"[{}]", blank))


def fill(text: str, known: Known) -> str:
    """The text with all that the case tells; `{greeting}` stays, so that no name is stored."""

    def value(found: re.Match[str]) -> str:
        variable = VARIABLES[found.group(1)]
        return found.group() if variable.name == GREETING else variable.value(known)

    return _NAME.sub(value, text)


def addressed(text: str, greeting: str) -> str:
    """A filled text as it is read."""
    return text.replace("{" + GREETING + "}", greeting)


def _options(known: Known) -> str | None:
    return "，或者".join(f"“{each}”" for each in known.options) or None


def _quoted(text: str | None) -> str | None:
    return f"“{text}”" if text else None


VARIABLES = {
    each.name: each
    for each in (
        Variable(
            name=GREETING,
            about="王芳，您好 (您好 where the name is not known); put in when it is read",
            read=lambda _known: None,
            otherwise="您好",
            longest=20,
        ),
        Variable(
            name="goods", about="The goods, or the task", read=lambda known: known.goods, otherwise="商品", longest=40
        ),
        Variable(
            name="opened_at",
            about="When the member told us: 3月4日10:00",
            read=lambda known: in_words(known.opened_at),
            otherwise="之前",
            longest=12,
        ),
        Variable(
            name="reason",
            about="What the member gave as a reason, in quotes",
            read=lambda known: _quoted(known.reason),
            otherwise="您反映的情况",
            longest=22,
            situations=_OF_A_CLAIM,
        ),
        Variable(
            name="options",
            about="The titles of the menu, in quotes, joined by 或者",
            read=_options,
            otherwise="您认可的解决办法",
            longest=200,
            situations=_OF_A_CLAIM,
        ),
        Variable(
            name="choose_by",
            about="Until when the menu stands",
            read=lambda known: in_words(known.choose_by) if known.choose_by else None,
            otherwise="您方便的时候",
            longest=12,
            situations=_OF_A_CLAIM,
        ),
        Variable(
            name="remedy",
            about="The remedy that was taken, in quotes",
            read=lambda known: _quoted(known.remedy),
            otherwise="答应您的办法",
            longest=42,
            situations=_OF_A_CLAIM,
        ),
        Variable(
            name="amount",
            about="What the remedy is worth: 39.80元",
            read=lambda known: f"{yuan(known.worth_fen)}元" if known.worth_fen else None,
            otherwise="这笔款项",
            longest=16,
            situations=_OF_A_CLAIM,
        ),
        Variable(
            name="done_within",
            about="Within what time the remedy is done: 24小时",
            read=lambda known: f"{known.done_within_hours}小时" if known.done_within_hours else None,
            otherwise="答应您的时间",
            longest=8,
            situations=_OF_A_CLAIM,
        ),
    )
}
"""By name."""
