"""Plain words (G1): what a policy promises must be sure. Vague words are refused wherever a member could read them."""

import unicodedata
from collections.abc import Iterator

__all__ = ["vague_words"]

_VAGUE = (
    "酌情",
    "视情况",
    "视具体情况",
    "视情形",
    "尽量",
    "尽可能",
    "尽快",
    "尽力",
    "原则上",
    "一般情况下",
    "通常情况下",
    "特殊情况除外",
    "适当",
    "适度",
    "大概",
    "或许",
    "有可能",
    "最终解释权",
    "另行通知",
)


def vague_words(text: str) -> Iterator[str]:
    """The vague words of a text, also where blanks, marks or wide characters stand between or for them."""
    plain = "".join(each for each in unicodedata.normalize("NFKC", text) if each.isalnum())
    return (word for word in _VAGUE if word in plain)
