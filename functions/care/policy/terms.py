"""G1, G4, C1: what the terms of one rule must be. Pure."""

from collections.abc import Iterator

from care.kernel.money import MOST_FEN
from care.kernel.settings import Settings
from care.policy.checks import bounds, code, name, repeats, text
from care.policy.faults import (
    AnchorUnfit,
    DefaultNotOnMenu,
    Flaw,
    FoodSafetyWindow,
    MenuTooShort,
    UnknownRemedy,
    WordsContradict,
)
from care.policy.figures import FOOD_SAFETY_INSTANT_FEN, MOST_INSTANT_FEN
from care.policy.model import Anchor, Match, ReasonClass, Rule
from care.policy.remedies import extra_flaws
from care.policy.said_window import said_windows, window_in_words

__all__ = ["MOST_ON_MENU", "rule_flaws"]

MOST_ON_MENU = 10
"""More is no choice; a ticket holds its menu."""


def rule_flaws(place: str, rule: Rule, known: set[str], settings: Settings) -> Iterator[Flaw]:
    """`known` are the codes of the remedies that the draft has."""
    yield from code(f"{place}.code", rule.code)
    yield from _match(f"{place}.match", rule.match)
    yield from text(place, "wording", rule.wording)
    yield from text(place, "host_line", rule.host_line)
    yield from _words(place, rule)
    yield from bounds(f"{place}.choose_within_hours", rule.choose_within_hours, 1, 168)
    yield from bounds(f"{place}.answer_within_hours", rule.answer_within_hours, 1, 168)
    yield from _menu(place, rule, known)
    yield from _window(place, rule)
    yield from _instant(place, rule, settings)
    yield from repeats(f"{place}.extras", (extra.segment.value for extra in rule.extras))
    for at, extra in enumerate(rule.extras):
        yield from extra_flaws(f"{place}.extras[{at}]", extra)


def _words(place: str, rule: Rule) -> Iterator[Flaw]:
    """What is said of the window is what the rule does."""
    if any(_window(place, rule)):
        return  # first the rule, then its words
    for field, words in (("wording", rule.wording), ("host_line", rule.host_line)):
        for said in said_windows(words):
            if not said.holds(rule):
                yield WordsContradict(f"{place}.{field}", said=said.words, rule=window_in_words(rule))


def _match(place: str, match: Match) -> Iterator[Flaw]:
    if match.category is not None:
        yield from code(f"{place}.category", match.category)
    for field in ("sku", "supplier", "channel"):
        if (stated := getattr(match, field)) is not None:
            yield from name(f"{place}.{field}", stated)
    low = 0
    if match.paid_from_fen is not None:
        low = match.paid_from_fen
        yield from bounds(f"{place}.paid_from_fen", low, 0, MOST_FEN - 1)
    if match.paid_below_fen is not None:
        yield from bounds(f"{place}.paid_below_fen", match.paid_below_fen, low + 1, MOST_FEN)


def _menu(place: str, rule: Rule, known: set[str]) -> Iterator[Flaw]:
    least = 1 if rule.reason_class is ReasonClass.NO_REASON else 2
    if len(rule.remedies) < least:
        yield MenuTooShort(f"{place}.remedies", least=least)
    yield from bounds(f"{place}.remedies", len(rule.remedies), 0, MOST_ON_MENU)
    yield from repeats(f"{place}.remedies", rule.remedies)
    for each in dict.fromkeys(rule.remedies):
        if each not in known:
            yield UnknownRemedy(f"{place}.remedies", code=each)
    if rule.default_remedy not in rule.remedies:
        yield DefaultNotOnMenu(f"{place}.default_remedy", code=rule.default_remedy)


def _window(place: str, rule: Rule) -> Iterator[Flaw]:
    """Hours are counted from what happens to the goods; shelf life has none, and food safety goes by it."""
    if rule.window_hours is not None:
        yield from bounds(f"{place}.window_hours", rule.window_hours, 1, 24 * 365)
        if rule.reason_class is ReasonClass.FOOD_SAFETY:
            yield FoodSafetyWindow(f"{place}.window_hours")
    if (rule.window_hours is None) != (rule.anchor is Anchor.SHELF_LIFE):
        yield AnchorUnfit(f"{place}.anchor", anchor=rule.anchor.value)


def _instant(place: str, rule: Rule, settings: Settings) -> Iterator[Flaw]:
    """Food safety is paid at once up to a sum that no policy may lower."""
    least = settings.of(FOOD_SAFETY_INSTANT_FEN) if rule.reason_class is ReasonClass.FOOD_SAFETY else 0
    most = max(least, settings.of(MOST_INSTANT_FEN))
    yield from bounds(f"{place}.instant_limit_fen", rule.instant_limit_fen, least, most, unit="fen")
