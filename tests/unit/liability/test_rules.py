"""The first rule that fits allocates; rules have an end, and none that is never reached."""

import pytest

from care.evidence.model import Problem
from care.liability.baseline import baseline_rules
from care.liability.errors import BadShares, NoLastRule, RuleNeverReached
from care.liability.model import PLATFORM, LiabilityRule, Party, PartyKind, RuleShare
from care.liability.rules import CaseFacts, charges_of, rule_flaws, rule_for
from care.policy.faults import BadCode, OutOfBounds, StatedTwice
from care.policy.model import ReasonClass

WHOLE = (RuleShare(party=PartyKind.PLATFORM, percent=100),)
LAST = LiabilityRule(code="LAST", shares=WHOLE)
HALVES = (RuleShare(party=PartyKind.SUPPLIER, percent=50), RuleShare(party=PartyKind.CARRIER, percent=50))


def test_all_that_a_rule_names_must_fit_and_the_first_that_fits_wins() -> None:
    rules = (
        LiabilityRule(code="MOULD", problem=Problem.MOULDY, supplier="S1", shares=WHOLE),
        LiabilityRule(code="S1", supplier="S1", shares=WHOLE),
        LiabilityRule(code="MILK", category="DAIRY", sku="M1", reason_class=ReasonClass.QUALITY, shares=WHOLE),
        LAST,
    )
    cases = {
        "MOULD": CaseFacts(problem=Problem.MOULDY, supplier="S1"),
        "S1": CaseFacts(problem=Problem.LEAKING, supplier="S1", category="DAIRY", sku="M1"),
        "MILK": CaseFacts(category="DAIRY", sku="M1", reason_class=ReasonClass.QUALITY),
        "LAST": CaseFacts(category="DAIRY", sku="M1"),
    }
    assert {rule_for(rules, facts).code: facts for facts in cases.values()} == cases


def test_the_platform_bears_for_whom_nobody_knows() -> None:
    rule = LiabilityRule(code="HALVES", shares=HALVES)
    known = charges_of(rule, CaseFacts(supplier="S1", carrier="SF"))
    assert {(charge.party.key, charge.percent) for charge in known} == {("SUPPLIER:S1", 50), ("CARRIER:SF", 50)}
    half = charges_of(rule, CaseFacts(carrier="SF"))
    assert {(charge.party, charge.percent) for charge in half} == {
        (PLATFORM, 50),
        (Party(kind=PartyKind.CARRIER, id="SF"), 50),
    }
    (all_of_it,) = charges_of(rule, CaseFacts())
    assert (all_of_it.party, all_of_it.percent) == (PLATFORM, 100)


def test_what_is_built_in_is_sound() -> None:
    assert rule_flaws(baseline_rules().rules) == []


@pytest.mark.parametrize(
    ("rules", "flaw", "place"),
    [
        ((), OutOfBounds, "rules"),
        ((LAST, LAST), StatedTwice, "rules"),
        ((LiabilityRule(code="A1", sku="X", shares=WHOLE),), NoLastRule, "rules[0]"),
        ((LAST, LiabilityRule(code="A1", sku="X", shares=WHOLE)), RuleNeverReached, "rules[1]"),
        ((LiabilityRule(code="a", sku="X", shares=WHOLE), LAST), BadCode, "rules[0].code"),
        ((LiabilityRule(code="A1", sku="X#Y", shares=WHOLE), LAST), BadCode, "rules[0].sku"),
        ((LiabilityRule(code="A1", sku="X", shares=()), LAST), BadShares, "rules[0].shares"),
        ((LiabilityRule(code="A1", sku="X", shares=WHOLE * 2), LAST), BadShares, "rules[0].shares"),
    ],
)
def test_a_flaw_is_told_with_its_place(rules: tuple[LiabilityRule, ...], flaw: type, place: str) -> None:
    assert (flaw, place) in {(type(each), each.field) for each in rule_flaws(rules)}
