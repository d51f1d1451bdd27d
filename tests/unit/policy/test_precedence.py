"""G1: of the rules that fit a case just one wins, whatever their order; and it can be told why."""

from dataclasses import replace
from itertools import starmap
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.kernel.settings import Settings
from care.policy.baseline import baseline_policy
from care.policy.coverage import coverage_flaws
from care.policy.faults import Gap, Overlap
from care.policy.model import Match, PolicyDraft, ReasonClass, Rule, Segment
from care.policy.precedence import Because, Case, Dimension, PassedOver, explain, rank, rule_for
from care.policy.rules import policy_flaws

BASE = baseline_policy()
DEFAULT = BASE.rules[3]
CASE = Case(
    reason_class=ReasonClass.QUALITY, sku="SKU1", supplier="老王果园", category="FRESH", channel="LIVE",
    segment=Segment.NEW, paid_fen=3980,
)  # fmt: skip
MATCHES = [
    Match(sku="SKU1"), Match(supplier="老王果园"), Match(category="FRESH"), Match(channel="LIVE"),
    Match(segment=Segment.NEW), Match(paid_from_fen=1), Match(),
]  # fmt: skip


def _rules(*matches: Match) -> tuple[Rule, ...]:
    return tuple(replace(DEFAULT, code=f"R{at}", match=match) for at, match in enumerate(matches))


@pytest.mark.parametrize("at", range(len(MATCHES) - 1))
def test_the_stronger_dimension_goes_before_all_weaker_ones_together(at: int) -> None:
    weaker = MATCHES[at + 1 :]
    together = Match(**{k: v for match in weaker for k, v in _set(match).items()})
    stronger, *_ = rules = _rules(MATCHES[at], *weaker, together)
    for order in (rules, rules[::-1]):
        assert rule_for(order, CASE) is stronger


@pytest.mark.parametrize("match", MATCHES[:-1])
def test_who_names_more_beside_the_same_goes_first(match: Match) -> None:
    more = replace(match, **_set(MATCHES[0] if match is not MATCHES[0] else MATCHES[1]))
    rules = _rules(match, more)
    assert rule_for(rules, CASE) is rules[1]


@pytest.mark.parametrize(
    "match",
    [
        Match(sku="SKU2"), Match(supplier="别家"), Match(category="DAIRY"), Match(channel="SHOP"),
        Match(segment=Segment.REGULAR), Match(paid_from_fen=3981), Match(paid_below_fen=3980),
        Match(sku="SKU1", channel="SHOP"),
    ],
)  # fmt: skip
def test_a_rule_that_does_not_fit_does_not_hold(match: Match) -> None:
    rules = _rules(match, Match())
    assert rule_for(rules, CASE) is rules[1]


def test_what_is_not_known_fits_no_rule_that_names_it() -> None:
    rules = _rules(*MATCHES)
    assert rule_for(rules, Case(reason_class=ReasonClass.QUALITY)) is rules[-1]


def test_a_band_holds_from_its_first_fen_to_below_its_last() -> None:
    rules = _rules(Match(paid_from_fen=100, paid_below_fen=200), Match())
    found = [rule_for(rules, replace(CASE, paid_fen=fen)).code for fen in (99, 100, 199, 200)]
    assert found == ["R1", "R0", "R0", "R1"]


def test_a_category_is_the_same_in_any_case_of_letters() -> None:
    rules = _rules(Match(category="FRESH"), Match())
    assert rule_for(rules, replace(CASE, category="fresh")) is rules[0]
    both = PolicyDraft(
        rules=(*BASE.rules, replace(DEFAULT, match=Match(category="fresh"))),
        reasons=BASE.reasons,
        remedies=BASE.remedies,
    )
    assert [(flaw.field, flaw.detail) for flaw in coverage_flaws(both) if isinstance(flaw, Overlap)] == [
        ("rules[5]", {"other": "rules[2]"})
    ]


def test_a_decision_is_explained() -> None:
    rules = _rules(
        Match(sku="SKU2"), Match(category="FRESH"), Match(category="FRESH", paid_from_fen=100, paid_below_fen=5000),
        Match(),
    )  # fmt: skip
    told = explain(rules, CASE)
    assert (told.rule.code, told.place) == ("R2", "rules[2]")
    assert told.because == (
        Because(dimension=Dimension.CATEGORY, value="FRESH"), Because(dimension=Dimension.PRICE, value="100-5000"),
    )  # fmt: skip
    assert told.passed_over == (
        PassedOver(rule="R0", differs_in=Dimension.SKU), PassedOver(rule="R1"), PassedOver(rule="R3"),
    )  # fmt: skip


def test_without_a_default_there_may_be_no_rule() -> None:
    with pytest.raises(LookupError):
        rule_for(_rules(Match(sku="SKU2")), CASE)


def _set(match: Match) -> dict[str, Any]:
    return {name: value for name in Match.__slots__ if (value := getattr(match, name)) is not None}


# ---------------------------------------------------------------- for any sound rules and any case

FENS = st.none() | st.integers(0, 6)
MATCH = st.builds(
    Match,
    sku=st.sampled_from([None, "S1", "S2"]), supplier=st.sampled_from([None, "P1", "P2"]),
    category=st.sampled_from([None, "FRESH", "火星特产"]), channel=st.sampled_from([None, "LIVE"]),
    segment=st.sampled_from([None, Segment.NEW, Segment.REGULAR]), paid_from_fen=FENS, paid_below_fen=FENS,
)  # fmt: skip
RULE = st.builds(
    lambda match, kind: replace(next(rule for rule in BASE.rules if rule.reason_class is kind), match=match),
    MATCH,
    st.sampled_from(ReasonClass),
)
CASES = st.builds(
    Case,
    reason_class=st.sampled_from(ReasonClass), sku=st.sampled_from([None, "S1", "S2"]),
    supplier=st.sampled_from([None, "P1"]), category=st.sampled_from([None, "fresh", "火星特产", "DAIRY"]),
    channel=st.sampled_from([None, "LIVE", "SHOP"]), segment=st.sampled_from([None, *Segment]),
    paid_fen=st.none() | st.integers(0, 8),
)  # fmt: skip


def _sound(more: list[Rule]) -> tuple[Rule, ...]:
    """The baseline's rules, and of `more` each one with which the whole is still sound."""
    draft = PolicyDraft(rules=BASE.rules, reasons=BASE.reasons, remedies=BASE.remedies)
    for at, rule in enumerate(more):
        longer = replace(draft, rules=(*draft.rules, replace(rule, code=f"MORE_{at}")))
        if not policy_flaws(longer, Settings()):
            draft = longer
    return draft.rules


@settings(deadline=None)
@given(more=st.lists(RULE, max_size=8), case=CASES, data=st.data())
def test_of_sound_rules_just_one_wins_in_any_order(more: list[Rule], case: Case, data: st.DataObject) -> None:
    rules = _sound(more)
    told = explain(rules, case)
    shuffled = data.draw(st.permutations(rules))
    assert rule_for(shuffled, case) == told.rule
    fitting = [rule for rule in rules if rule.reason_class is case.reason_class and _fits(rule.match, case)]
    highest = max(rank(rule.match) for rule in fitting)
    assert [rule for rule in fitting if rank(rule.match) == highest] == [told.rule]
    outranked = {each.rule for each in told.passed_over if each.differs_in is None}
    assert outranked == {rule.code for rule in fitting} - {told.rule.code}


def _fits(match: Match, case: Case) -> bool:
    """Written once more, plainly."""
    category = "FRESH" if case.category == "fresh" else case.category
    stated = ((match.sku, case.sku), (match.supplier, case.supplier), (match.category, category),
              (match.channel, case.channel), (match.segment, case.segment))  # fmt: skip
    paid, low, high = case.paid_fen, match.paid_from_fen, match.paid_below_fen
    in_band = (low is None and high is None) or (
        paid is not None and paid >= (low or 0) and (high is None or paid < high)
    )
    return in_band and all(starmap(lambda wanted, is_: wanted is None or wanted == is_, stated))


@given(kept=st.sets(st.sampled_from(range(len(BASE.rules)))), more=st.lists(RULE, max_size=4), case=CASES)
def test_a_draft_that_passes_the_check_leaves_no_case_without_a_rule(
    kept: set[int], more: list[Rule], case: Case
) -> None:
    rules = (*(BASE.rules[at] for at in kept), *more)
    flaws = list(coverage_flaws(PolicyDraft(rules=rules, reasons=BASE.reasons, remedies=BASE.remedies)))
    try:
        assert rule_for(rules, case).reason_class is case.reason_class
    except LookupError:
        assert any(isinstance(flaw, Gap) for flaw in flaws)
