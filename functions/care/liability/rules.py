"""Which rule allocates a case, whom it names, and what rules must be (G9). Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from care.evidence.model import Problem
from care.liability.errors import BadShares, NoLastRule, RuleNeverReached
from care.liability.model import PLATFORM, Charge, LiabilityRule, Party, PartyKind, RuleShare
from care.policy.checks import bounds, code, name, repeats
from care.policy.faults import Flaw
from care.policy.model import Bearer, ReasonClass

__all__ = ["MOST_RULES", "CaseFacts", "charges_of", "freight_rule", "rule_flaws", "rule_for"]

MOST_RULES = 100
_ALL = 100
_NAMES = ("category", "supplier", "sku", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is known of the line that was paid for. What is not known fits no rule that names it."""

    reason: str | None = None
    reason_class: ReasonClass | None = None
    category: str | None = None
    problem: Problem | None = None
    supplier: str | None = None
    sku: str | None = None
    carrier: str | None = None
    leader_id: str | None = None


def rule_for(rules: Sequence[LiabilityRule], facts: CaseFacts) -> LiabilityRule:
    """The first rule that fits; rules end with one that fits everything."""
    return next(rule for rule in rules if all(getattr(facts, name) == wanted for name, wanted in _named(rule).items()))


def freight_rule(bearer: Bearer) -> LiabilityRule:
    """Of what goods cost to send back: whom the policy's rule names bears all of it (G10)."""
    party = PartyKind.SUPPLIER if bearer is Bearer.SUPPLIER else PartyKind.PLATFORM
    return LiabilityRule(code="RETURN_FREIGHT", shares=(RuleShare(party=party, percent=_ALL),))


def charges_of(rule: LiabilityRule, facts: CaseFacts) -> tuple[Charge, ...]:
    """Whom the rule names in this case. What a party that is not known would bear, the platform bears."""
    percents: dict[Party, int] = {}
    for share in rule.shares:
        party = _party(share.party, facts)
        percents[party] = percents.get(party, 0) + share.percent
    return tuple(Charge(party=party, percent=percent) for party, percent in sorted(percents.items()))


def rule_flaws(rules: Sequence[LiabilityRule]) -> list[Flaw]:
    """Everything that is wrong with rules; empty if they may be published."""
    return list(_flaws(rules))


def _flaws(rules: Sequence[LiabilityRule]) -> Iterator[Flaw]:
    yield from bounds("rules", len(rules), 1, MOST_RULES)
    yield from repeats("rules", (rule.code for rule in rules))
    if rules and _named(rules[-1]):
        yield NoLastRule(f"rules[{len(rules) - 1}]")
    for at, rule in enumerate(rules):
        place = f"rules[{at}]"
        yield from code(f"{place}.code", rule.code)
        for field in _NAMES:
            if (text := getattr(rule, field)) is not None:
                yield from name(f"{place}.{field}", text)
        if not _whole(rule):
            yield BadShares(f"{place}.shares")
        first = next((other for other in rules[:at] if _named(other).items() <= _named(rule).items()), None)
        if first is not None:
            yield RuleNeverReached(place, other=first.code)


def _whole(rule: LiabilityRule) -> bool:
    kinds = [share.party for share in rule.shares]
    percents = [share.percent for share in rule.shares]
    return len(set(kinds)) == len(kinds) and sum(percents) == _ALL and all(1 <= each <= _ALL for each in percents)


def _named(rule: LiabilityRule) -> dict[str, object]:
    """What the rule asks for."""
    asked = {field.name: getattr(rule, field.name) for field in fields(rule) if field.name not in {"code", "shares"}}
    return {field: wanted for field, wanted in asked.items() if wanted is not None}


def _party(kind: PartyKind, facts: CaseFacts) -> Party:
    known = {PartyKind.SUPPLIER: facts.supplier, PartyKind.CARRIER: facts.carrier, PartyKind.LEADER: facts.leader_id}
    id_ = known.get(kind)
    return Party(kind=kind, id=id_) if id_ else PLATFORM
