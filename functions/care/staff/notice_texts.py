"""What staff read in their inbox: data in `notice_texts.json`, by kind, checked when it is loaded.

A kind is never taken out nor renamed, since notices bear it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import msgspec

__all__ = ["NoticeFault", "check_notice", "notice_text"]


class NoticeFault(ValueError):
    """A mistake in the texts, or in the code that uses one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """`variables` names each variable with its greatest length; a longer value is cut, the text never is."""

    kind: str
    text: str
    variables: Mapping[str, int]


def check_notice(kind: str, params: Mapping[str, str]) -> None:
    """NoticeFault unless there is such a kind and `params` are exactly its variables."""
    wanted = _of(kind).variables
    if params.keys() != wanted.keys():
        raise NoticeFault(f"{kind} takes {sorted(wanted)}, not {sorted(params)}")


def notice_text(kind: str, params: Mapping[str, str]) -> str:
    """The text in zh-CN."""
    check_notice(kind, params)
    found = _of(kind)
    return found.text.format_map({name: _cut(params[name], most) for name, most in found.variables.items()})


def _of(kind: str) -> NoticeText:
    if kind not in _texts():
        raise NoticeFault(f"no notice is called {kind}")
    return _texts()[kind]


@cache
def _texts() -> dict[str, NoticeText]:
    read = msgspec.json.decode(Path(__file__).with_name("notice_texts.json").read_bytes(), type=list[NoticeText])
    for each in read:
        if {name for _, name, _, _ in Formatter().parse(each.text) if name is not None} != set(each.variables):
            raise NoticeFault(f"{each.kind}: declared and used variables differ")
    by_kind = {each.kind: each for each in read}
    if len(by_kind) < len(read):
        raise NoticeFault("two notices share a kind")
    return by_kind


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
