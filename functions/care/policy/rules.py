"""What policy and settings must be before they are published (G1, A3). Pure.

The checks of a policy: coverage.py (gaps, overlaps), terms.py (a rule), remedies.py (a remedy, what is put on top).
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from care.kernel.settings import FIGURES, Settings
from care.policy.checks import bounds, code, repeats, text
from care.policy.coverage import coverage_flaws
from care.policy.faults import Flaw, NothingSet, UnknownFigure
from care.policy.model import PolicyDraft, Reason
from care.policy.remedies import remedy_flaws
from care.policy.terms import rule_flaws

__all__ = ["MOST_ENTRIES", "policy_flaws", "settings_flaws"]

MOST_ENTRIES = 100
"""Rules, reasons or remedies: an edition must stay below DynamoDB's 400 KB."""


def policy_flaws(draft: PolicyDraft, settings: Settings) -> list[Flaw]:
    """Everything that is wrong with a draft; empty if it may be published."""
    known = {remedy.code for remedy in draft.remedies}
    return list(
        chain(
            _sizes(draft),
            coverage_flaws(draft),
            _codes(draft),
            chain.from_iterable(_reason(f"reasons[{at}]", each) for at, each in enumerate(draft.reasons)),
            chain.from_iterable(remedy_flaws(f"remedies[{at}]", each) for at, each in enumerate(draft.remedies)),
            chain.from_iterable(
                rule_flaws(f"rules[{at}]", each, known, settings) for at, each in enumerate(draft.rules)
            ),
        )
    )


def settings_flaws(values: Mapping[str, int]) -> list[Flaw]:
    """Every key that is unknown and every value outside its bounds."""
    if not values:
        return [NothingSet("values")]
    return [flaw for key, number in sorted(values.items()) for flaw in _figure(key, number)]


def _figure(key: str, number: int) -> Iterator[Flaw]:
    figure = FIGURES.get(key)
    if figure is None:
        yield UnknownFigure(key)
    else:
        yield from bounds(key, number, figure.low, figure.high, unit=figure.unit)


def _sizes(draft: PolicyDraft) -> Iterator[Flaw]:
    for place, entries in (("rules", draft.rules), ("reasons", draft.reasons), ("remedies", draft.remedies)):
        yield from bounds(place, len(entries), 1, MOST_ENTRIES)


def _codes(draft: PolicyDraft) -> Iterator[Flaw]:
    for place, entries in (("rules", draft.rules), ("reasons", draft.reasons), ("remedies", draft.remedies)):
        yield from repeats(place, (each.code for each in entries))


def _reason(place: str, reason: Reason) -> Iterator[Flaw]:
    yield from code(f"{place}.code", reason.code)
    yield from text(place, "label", reason.label)
