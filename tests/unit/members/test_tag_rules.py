import msgspec
import pytest

from care.kernel.settings import Settings
from care.members.model import Stats, TagName
from care.members.tag_rules import TagRule, facts_of, holding, load_rules

RULE = {
    "name": "r",
    "tag": "SENSITIVE",
    "all_of": [{"field": "claims", "op": ">=", "value": 2}],
    "expires_days": 10,
    "reason": "…",
}


def tags(**stats: int) -> set[TagName]:
    return set(holding(load_rules(), Stats(**stats), Settings()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stats", "tag"),
    [
        ({"orders": 10}, TagName.HIGH_VALUE),
        ({"spent_fen": 100_000}, TagName.HIGH_VALUE),
        ({"claims": 2}, TagName.SENSITIVE),
        ({"low_scores": 2}, TagName.SENSITIVE),
        ({"high_scores": 3}, TagName.PRODUCT_FAN),
        ({"orders": 1}, TagName.NEWCOMER),
        ({"orders": 2}, TagName.NEWCOMER),
    ],
)
def test_who_bears_a_tag_by_the_default_figures(stats: dict[str, int], tag: TagName) -> None:
    assert tags(**stats) == {tag}


@pytest.mark.parametrize(
    "stats",
    [{}, {"orders": 3}, {"orders": 9, "spent_fen": 99_999}, {"claims": 1, "low_scores": 1}, {"high_scores": 2}],
)
def test_who_bears_none(stats: dict[str, int]) -> None:
    assert tags(**stats) == set()


def test_an_operator_moves_a_threshold() -> None:
    settings = Settings(version=1, values={"members.high_value_orders": 3})
    assert set(holding(load_rules(), Stats(orders=3), settings)) == {TagName.HIGH_VALUE}


def test_the_first_rule_that_holds_gives_the_tag() -> None:
    rule = holding(load_rules(), Stats(orders=10, spent_fen=100_000), Settings())[TagName.HIGH_VALUE]
    assert rule.source == "rule:high-value-orders"


def test_a_rule_may_look_at_one_category() -> None:
    rule = RULE | {"all_of": [{"field": "by_category.FRESH", "op": "==", "value": 4}]}
    rules = [msgspec.convert(rule, TagRule)]
    assert holding(rules, Stats(by_category={"FRESH": 4}), Settings())
    assert not holding(rules, Stats(by_category={"DAIRY": 4}), Settings())


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "claims", "op": ">="},
        {"field": "claims", "op": ">=", "value": 1, "figure": "members.fan_scores"},
        {"field": "claims", "op": ">=", "figure": "members.no_such"},
        {"field": "first_order_at", "op": ">=", "value": 1},
        {"field": "luck", "op": ">=", "value": 1},
        {"field": "claims", "op": "!=", "value": 1},
    ],
)
def test_a_rule_that_names_what_does_not_exist_is_not_loaded(condition: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(RULE | {"all_of": [condition]}, TagRule)


@pytest.mark.parametrize("change", [{"all_of": []}, {"expires_days": 0}, {"tag": "KING"}])
def test_a_rule_needs_conditions_days_and_a_tag(change: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(RULE | change, TagRule)


def test_the_facts_of_a_tag_are_what_its_rules_look_at() -> None:
    rules = load_rules()
    before = facts_of(rules, TagName.SENSITIVE, Stats(claims=2, orders=1))
    assert facts_of(rules, TagName.SENSITIVE, Stats(claims=2, orders=7)) == before
    assert facts_of(rules, TagName.SENSITIVE, Stats(claims=3, orders=1)) != before
