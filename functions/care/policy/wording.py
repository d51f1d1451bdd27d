"""Plain words (G1, C6): what we promise must be sure, and what we say must not sound like a call centre, nor accuse.

Vague words are refused wherever a member could read them; banned phrases in scripts and messages.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["BANNED", "Place", "places", "vague_places", "vague_words"]

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

BANNED = (
    "亲,",
    "亲~",
    "亲!",
    "亲亲,",
    "亲亲~",
    "亲爱的顾客",
    "不好意思哦",
    "不好意思呢",
    "抱歉呢",
    "抱歉哦",
    "请您理解",
    "请您谅解",
    "请理解一下",
    "稍安勿躁",
    "您别激动",
    "我也没办法",
    "我们也没办法",
    "公司规定",
    "规定就是这样",
    "不归我们管",
    "不是我们的问题",
    "请示领导",
    "您自己的原因",
    "恶意",
    "欺诈",
    "骗赔",
    "羊毛党",
    "职业索赔",
    "黑名单",
    "骗子",
    "骗钱",
    "骗我们",
    "骗退款",
    "撒谎",
    "说谎",
    "说假话",
    "碰瓷",
    "讹诈",
    "讹钱",
    "敲诈",
    "勒索",
    "无理取闹",
    "胡搅蛮缠",
    "蛮不讲理",
    "刁民",
    "占便宜",
    "薅羊毛",
    "白吃白喝",
    "想白拿",
    "故意弄坏",
    "伪造照片",
    "照片造假",
    "素质低",
    "没素质",
    "不讲道理",
    "爱退不退",
    "随便投诉",
    "诈骗",
    "诈取",
    "骗保",
    "骗补偿",
    "说瞎话",
    "捏造事实",
    "编造理由",
    "耍赖",
    "无赖",
    "讹人",
    "讹我们",
    "贪小便宜",
    "蹭吃",
    "故意找茬",
    "没事找事",
    "不要脸",
    "厚脸皮",
    "神经病",
    "没有素质",
    "素质差",
    "素质太",
    "愚蠢",
    "白痴",
    "爱买不买",
    "爱要不要",
)
"""Phrases that no member shall hear, until an operator publishes another list (care.scripts)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands: `offset` characters from the text's start, as `found` there; `word` is what was sought."""

    offset: int
    found: str
    word: str


def vague_words(text: str) -> Iterator[str]:
    """The vague words of a text, also where blanks, marks or wide characters stand between or for them."""
    return (word for word in _VAGUE if any(places(text, [word])))


def vague_places(text: str) -> Iterator[Place]:
    """Where the vague words of a text stand."""
    return places(text, _VAGUE)


def places(text: str, words: Iterable[str]) -> Iterator[Place]:
    """Where `words` stand, word by word. Wide and narrow characters are the same, blanks count for nothing, nor do
    marks, unless the word itself has one: `亲,` is not found in 母亲节.
    """
    for word in words:
        wanted = "".join(each for _, each in _characters(word, marks=True))
        if not wanted:
            continue
        origins, plain = _plain(text, marks=not wanted.isalnum())
        at = plain.find(wanted)
        while at >= 0:
            first, last = origins[at], origins[at + len(wanted) - 1]
            yield Place(first, text[first : last + 1], word)
            at = plain.find(wanted, at + len(wanted))


def _plain(text: str, *, marks: bool) -> tuple[list[int], str]:
    kept = list(_characters(text, marks=marks))
    return [origin for origin, _ in kept], "".join(each for _, each in kept)


def _characters(text: str, *, marks: bool) -> Iterator[tuple[int, str]]:
    for origin, character in enumerate(text):
        for each in unicodedata.normalize("NFKC", character).casefold():
            if each.isalnum() or (marks and each.isprintable() and not each.isspace()):
                yield origin, each
