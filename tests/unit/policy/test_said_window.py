"""What a text says of a window."""

from dataclasses import replace

import pytest

from care.policy.baseline import baseline_policy
from care.policy.model import Anchor
from care.policy.said_window import said_windows, window_in_words

BASE = baseline_policy()


@pytest.mark.parametrize(
    ("text", "hours", "anchor"),
    [
        ("签收后2小时内退", 2, Anchor.SIGNED),
        ("签收2小时内退", 2, Anchor.SIGNED),
        ("签收 后 ７ 天 内", 168, Anchor.SIGNED),
        ("签收后七天内", 168, Anchor.SIGNED),
        ("签收起十五日内", 360, Anchor.SIGNED),
        ("自提后四十八小时以内", 48, Anchor.PICKED_UP),
        ("送达后两周之内", 336, Anchor.DELIVERED),
        ("收到货物", None, None),
        ("收货后一个月内", 720, None),
        ("签收后7个自然日内", 168, Anchor.SIGNED),
        ("保质期内一律受理", None, Anchor.SHELF_LIFE),
        ("自签收之日起七日内", 168, Anchor.SIGNED),
        ("签收当天起三十天内", 720, Anchor.SIGNED),
        ("收到商品后7天内", 168, None),
        ("签收后一百二十小时内", 120, Anchor.SIGNED),
        ("签收后半小时内", 0.5, Anchor.SIGNED),
        ("签收后1.5天内", 36, Anchor.SIGNED),
        ("签收后7个工作日内", 0, Anchor.SIGNED),
        ("支持七天无理由退货", 168, None),
    ],
)
def test_a_window_is_read(text: str, hours: float | None, anchor: Anchor | None) -> None:
    found = [(each.hours, each.anchor) for each in said_windows(text)]
    assert found == ([] if (hours, anchor) == (None, None) else [(hours, anchor)])


@pytest.mark.parametrize(
    "text", ["申请后48小时内选择处理方案", "24小时内到账", "50元以内当场到账", "7天后开售", "签收后1至3天到账"]
)
def test_other_times_are_no_windows(text: str) -> None:
    assert list(said_windows(text)) == []


def test_the_built_in_texts_hold_what_their_rules_do() -> None:
    for rule in BASE.rules:
        said = [each for words in (rule.wording, rule.host_line) for each in said_windows(words)]
        assert len(said) == 2, rule.code
        assert all(each.holds(rule) for each in said), rule.code


def test_what_goes_without_a_reason_is_said_of_its_own_rule_only() -> None:
    (said,) = said_windows("不影响7天无理由退货")
    fresh, quality = (next(each for each in BASE.rules if each.reason_class == of) for of in ("NO_REASON", "QUALITY"))
    assert fresh.window_hours != 168
    assert not said.holds(fresh)
    assert said.holds(quality)


def test_goods_that_were_received_may_be_counted_from_any_event() -> None:
    (said,) = said_windows("收货后2小时内")
    assert all(said.holds(replace(BASE.rules[0], anchor=each)) for each in (Anchor.SIGNED, Anchor.PICKED_UP))


def test_the_rules_window_in_words() -> None:
    first = BASE.rules[0]
    assert window_in_words(first) == "签收后2小时"
    assert window_in_words(replace(first, window_hours=168, anchor=Anchor.DELIVERED)) == "送达后168小时(7天)"
    assert window_in_words(BASE.rules[-1]) == "保质期内"
