"""G1: a text that names a window names the rule's own: `签收后7天内` on a rule of 168 hours from signing. Pure.

Only a time that follows what it is counted from is a window, or one that goes without a reason (`7天无理由`):
`48小时内告知处理结果` promises something else.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from care.policy.model import Anchor, ReasonClass, Rule

__all__ = ["Said", "said_windows", "window_in_words"]

_ANCHORS = {
    "签收": Anchor.SIGNED,
    "提货": Anchor.PICKED_UP,
    "自提": Anchor.PICKED_UP,
    "取货": Anchor.PICKED_UP,
    "送达": Anchor.DELIVERED,
    "送到": Anchor.DELIVERED,
    "收到": None,
    "收货": None,
    "到货": None,
}
"""None: said of goods that were signed for, picked up or delivered alike."""
_HOURS = {"小时": 1, "钟头": 1, "工作日": 0, "天": 24, "日": 24, "周": 168, "星期": 168, "个月": 720}
"""No rule counts working days, so no rule holds what is said in them."""
_DIGITS = {each: at for at, each in enumerate("零一二三四五六七八九")} | {"两": 2}
_NAMES = {Anchor.SIGNED: "签收", Anchor.PICKED_UP: "提货", Anchor.DELIVERED: "送达"}
_TIME = rf"(?P<number>\d{{1,4}}(?:\.\d)?|半|[{''.join(_DIGITS)}十百]{{1,5}})个?(?:自然)?(?P<unit>{'|'.join(_HOURS)})"
_WINDOW = re.compile(
    rf"(?P<anchor>{'|'.join(_ANCHORS)})(?:商品|货物|包裹)?(?:之日|当日|当天|日)?(?:之后|以后|后|起)?的?,?{_TIME}(?:之内|以内|内)"
)
_NO_REASON = re.compile(rf"{_TIME}(?:之内|以内|内)?(?:可以|可|都能|能)?无理由")
_SHELF_LIFE = re.compile("保质期(?:之内|以内|内)")


@dataclass(frozen=True, slots=True)
class Said:
    """A window as a text says it; `hours` None: within shelf life."""

    words: str
    hours: float | None
    anchor: Anchor | None
    of: ReasonClass | None = None
    """None: whatever the rule is for."""

    def holds(self, rule: Rule) -> bool:
        if self.of not in {None, rule.reason_class}:
            return True  # it is another rule's
        return self.hours == rule.window_hours and self.anchor in {None, rule.anchor}


def said_windows(text: str) -> Iterator[Said]:
    """Every window that a text names; blanks and wide characters make no difference."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    counted = list(_WINDOW.finditer(plain))
    for found in counted:
        yield Said(found[0], _hours(found), _ANCHORS[found["anchor"]])
    for found in _NO_REASON.finditer(plain):
        if found.start() not in {each.start("number") for each in counted}:
            yield Said(found[0], _hours(found), None, ReasonClass.NO_REASON)
    for found in _SHELF_LIFE.finditer(plain):
        yield Said(found[0], None, Anchor.SHELF_LIFE)


def window_in_words(rule: Rule) -> str:
    """The rule's own window: `签收后168小时(7天)`."""
    if rule.window_hours is None:
        return "保质期内"
    days, rest = divmod(rule.window_hours, 24)
    return f"{_NAMES[rule.anchor]}后{rule.window_hours}小时" + (f"({days}天)" if days and not rest else "")


def _hours(found: re.Match[str]) -> float:
    return _number(found["number"]) * _HOURS[found["unit"]]


def _number(text: str) -> float:
    """Also in Chinese, up to 999: 半, 七, 十五, 四十八, 一百二十."""
    if text == "半":
        return 0.5
    if text[0].isdecimal():
        return float(text)
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.lstrip("零").rpartition("十")
    return _DIGITS.get(hundreds, 0) * 100 + (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
