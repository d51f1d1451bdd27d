"""What a caller reads: every code in Chinese and in English. A test holds that no code lacks either."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from strawberry.utils.str_converters import to_camel_case

from api.errors import ApiError
from api.texts import (
    accounts,
    contact,
    evidence,
    frame,
    guides,
    hours,
    liability,
    login,
    logistics,
    members,
    orders,
    outreach,
    policy,
    programmes,
    scripts,
    settlement,
    staff,
    tickets,
)
from api.texts.bad_input import in_chinese
from api.texts.names import NAMES
from care.kernel.errors import BadInput, CareError

__all__ = ["CATALOGUE", "Language", "language_of", "text", "told"]


class Language(StrEnum):
    """The languages that the API speaks."""

    ZH = "zh-CN"
    EN = "en"


_MODULES = (
    frame,
    guides,
    staff,
    hours,
    policy,
    members,
    orders,
    contact,
    scripts,
    evidence,
    accounts,
    settlement,
    logistics,
    tickets,
    outreach,
    liability,
    programmes,
    login,
)
"""One module of texts per domain, in the order of the domains."""


def _collect() -> dict[str, tuple[str, str]]:
    catalogue: dict[str, tuple[str, str]] = {}
    for module in _MODULES:
        doubled = catalogue.keys() & module.TEXTS.keys()
        if doubled:
            message = f"{module.__name__} states again {sorted(doubled)}"
            raise ValueError(message)
        catalogue |= module.TEXTS
    return catalogue


CATALOGUE: Final[Mapping[str, tuple[str, str]]] = _collect()
"""Code → (Chinese, English). `{name}` stands for a detail of the error."""


def text(code: str, language: Language, detail: Mapping[str, str | int] | None = None) -> str:
    """The sentence for `code`; that of REFUSED where the code has none."""
    chinese, english = CATALOGUE.get(code) or CATALOGUE["REFUSED"]
    sentence = english if language is Language.EN else chinese
    return sentence.format_map(_Blanks({name: _named(name, value, language) for name, value in (detail or {}).items()}))


def told(error: ApiError | CareError, language: Language) -> str:
    """The sentence for an error. What is wrong with an input, the rule that refused it says itself."""
    if isinstance(error, BadInput) and str(error) != error.code:
        return str(error) if language is Language.EN else in_chinese(str(error)) or text(error.code, language)
    place = to_camel_case(error.field) if error.field else "—"
    return text(error.code, language, {"place": place} | error.detail)


def _named(name: str, value: str | int, language: Language) -> str | int:
    """A detail of codes in words: people read no codes."""
    if name not in _OF_CODES:
        return value
    names = [_name(each) for each in str(value).split(", ")]
    return "; ".join(english for _, english in names) if language is Language.EN else "、".join(zh for zh, _ in names)


def _name(code: str) -> tuple[str, str]:
    """In Chinese and in English; of a party its id besides: `SUPPLIER:S01`, 供应商S01."""
    if code in NAMES:
        return NAMES[code]
    kind, _, rest = code.partition(":")
    chinese, english = NAMES.get(kind, (kind, kind))
    return f"{chinese}{rest}", f"{english} {rest}".rstrip()


def language_of(accept: str | None) -> Language:
    """The best of `Accept-Language` that we speak; Chinese when none is."""
    best, best_weight = Language.ZH, 0.0
    for part in (accept or "")[:200].split(","):
        tag, _, rest = part.strip().partition(";")
        language, weight = _SPOKEN.get(tag.strip().lower().split("-")[0]), _weight(rest)
        if language and weight > best_weight:
            best, best_weight = language, weight
    return best


_OF_CODES = frozenset({"why", "state", "reason_class", "situation", "step", "kind", "needs", "party"})
_SPOKEN = {"zh": Language.ZH, "en": Language.EN}


def _weight(rest: str) -> float:
    name, _, value = rest.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


class _Blanks(dict[str, str | int]):
    """A detail that an error does not bear reads as a dash: a text never fails to be read."""

    def __missing__(self, key: str) -> str:
        return "—"
