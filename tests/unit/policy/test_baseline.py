import pytest

from care.catalog.model import Category
from care.kernel.settings import Settings
from care.policy.baseline import baseline_policy
from care.policy.model import PolicyDraft, ReasonClass
from care.policy.precedence import Case, rule_for
from care.policy.rules import policy_flaws

POLICY = baseline_policy()


def test_the_baseline_could_be_published_itself() -> None:
    draft = PolicyDraft(rules=POLICY.rules, reasons=POLICY.reasons, remedies=POLICY.remedies)
    assert policy_flaws(draft, Settings()) == []


@pytest.mark.parametrize(
    ("category", "reason_class", "window_hours", "instant_limit_fen"),
    [
        (Category.FRESH, ReasonClass.NO_REASON, 2, 5_000),
        (Category.FRESH, ReasonClass.QUALITY, 2, 5_000),
        (Category.FRESH, ReasonClass.FOOD_SAFETY, None, 20_000),
        (Category.DAIRY, ReasonClass.NO_REASON, 7 * 24, 0),
        (Category.DAIRY, ReasonClass.QUALITY, 7 * 24, 3_000),
        (Category.DAIRY, ReasonClass.FOOD_SAFETY, None, 20_000),
        ("UNHEARD_OF", ReasonClass.QUALITY, 7 * 24, 3_000),
    ],
)
def test_the_defaults_of_g1(
    category: str, reason_class: ReasonClass, window_hours: int | None, instant_limit_fen: int
) -> None:
    rule = rule_for(POLICY.rules, Case(reason_class=reason_class, category=category))
    assert (rule.window_hours, rule.instant_limit_fen) == (window_hours, instant_limit_fen)


def test_every_menu_offers_a_choice() -> None:
    for rule in POLICY.rules:
        menu = [POLICY.remedy(code) for code in rule.remedies]
        assert len(menu) >= 2
        assert POLICY.remedy(rule.default_remedy) in menu


@pytest.mark.parametrize("label", ["变质", "异物", "哈喇味", "黑色颗粒"])
def test_what_raises_a_red_alert_is_food_safety(label: str) -> None:
    (reason,) = [reason for reason in POLICY.reasons if label in reason.label]
    assert reason.reason_class is ReasonClass.FOOD_SAFETY
    assert POLICY.reason(reason.code) == reason


def test_an_unknown_code_names_no_reason_and_no_remedy() -> None:
    assert POLICY.reason("NOBODY_KNOWS") is None
    with pytest.raises(KeyError):
        POLICY.remedy("NOBODY_KNOWS")
