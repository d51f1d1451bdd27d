"""What policy and settings must be before they are published (G1, A3). Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from care.kernel.settings import FIGURES, Settings
from care.policy.faults import (
    BadCode,
    BadPart,
    Blank,
    DefaultNotOnMenu,
    Flaw,
    FoodSafetyWindow,
    Gap,
    MenuTooShort,
    NothingSet,
    OutOfBounds,
    Overlap,
    StatedTwice,
    TooLong,
    UnknownFigure,
    UnknownRemedy,
    Vague,
)
from care.policy.figures import FOOD_SAFETY_INSTANT_FEN, MOST_INSTANT_FEN
from care.policy.model import PartKind, PolicyDraft, Reason, ReasonClass, Remedy, RemedyPart, Rule
from care.policy.wording import vague_words

__all__ = ["MOST_ENTRIES", "MOST_ON_MENU", "policy_flaws", "settings_flaws"]

_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,31}")
_AMOUNTS = {
    PartKind.REFUND: ("percent", 1, 100),
    PartKind.COUPON: ("fen", 1, 100_000),
    PartKind.POINTS: ("points", 1, 100_000),
}
_LONGEST = {"label": 20, "title": 40, "wording": 200, "host_line": 60}
MOST_ENTRIES = 100
"""Rules, reasons or remedies: an edition must stay below DynamoDB's 400 KB."""
MOST_ON_MENU = 10
"""More is no choice; a ticket holds its menu."""


def policy_flaws(draft: PolicyDraft, settings: Settings) -> list[Flaw]:
    """Everything that is wrong with a draft; empty if it may be published."""
    return list(
        chain(
            _sizes(draft),
            _gaps(draft),
            _repeats(draft),
            chain.from_iterable(_reason(f"reasons[{at}]", each) for at, each in enumerate(draft.reasons)),
            chain.from_iterable(_remedy(f"remedies[{at}]", each) for at, each in enumerate(draft.remedies)),
            chain.from_iterable(_rule(f"rules[{at}]", each, draft, settings) for at, each in enumerate(draft.rules)),
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
        yield from _bounds(key, number, figure.low, figure.high, unit=figure.unit)


def _sizes(draft: PolicyDraft) -> Iterator[Flaw]:
    for place, entries in (("rules", draft.rules), ("reasons", draft.reasons), ("remedies", draft.remedies)):
        yield from _bounds(place, len(entries), 1, MOST_ENTRIES)


def _gaps(draft: PolicyDraft) -> Iterator[Flaw]:
    """Every reason class has a default rule and a reason that leads to it."""
    ruled = {rule.reason_class for rule in draft.rules if rule.category is None}
    reached = {reason.reason_class for reason in draft.reasons}
    for place, covered in (("rules", ruled), ("reasons", reached)):
        for each in ReasonClass:
            if each not in covered:
                yield Gap(place, reason_class=each.value)


def _repeats(draft: PolicyDraft) -> Iterator[Flaw]:
    seen: dict[tuple[str | None, ReasonClass], int] = {}
    for at, rule in enumerate(draft.rules):
        first = seen.setdefault((rule.category, rule.reason_class), at)
        if first != at:
            yield Overlap(f"rules[{at}]", other=f"rules[{first}]")
    for place, codes in (
        ("reasons", [each.code for each in draft.reasons]),
        ("remedies", [each.code for each in draft.remedies]),
    ):
        for code, count in Counter(codes).items():
            if count > 1:
                yield StatedTwice(place, code=code)


def _reason(place: str, reason: Reason) -> Iterator[Flaw]:
    yield from _code(f"{place}.code", reason.code)
    yield from _text(place, "label", reason.label)


def _remedy(place: str, remedy: Remedy) -> Iterator[Flaw]:
    yield from _code(f"{place}.code", remedy.code)
    yield from _text(place, "title", remedy.title)
    yield from _bounds(f"{place}.done_within_hours", remedy.done_within_hours, 1, 720)
    kinds = Counter(part.kind for part in remedy.parts)
    for at, part in enumerate(remedy.parts):
        yield from _part(f"{place}.parts[{at}]", part)
        if kinds[part.kind] > 1:
            yield StatedTwice(f"{place}.parts[{at}]", code=part.kind.value)


def _part(place: str, part: RemedyPart) -> Iterator[Flaw]:
    """Exactly the one amount that its kind has."""
    amounts = {"percent": part.percent, "fen": part.fen, "points": part.points}
    name, low, high = _AMOUNTS[part.kind]
    given = [each for each, amount in amounts.items() if amount is not None]
    if given != [name]:
        yield BadPart(place, kind=part.kind.value, needs=name)
        return
    yield from _bounds(f"{place}.{name}", amounts[name] or 0, low, high)


def _rule(place: str, rule: Rule, draft: PolicyDraft, settings: Settings) -> Iterator[Flaw]:
    if rule.category is not None:
        yield from _code(f"{place}.category", rule.category)
    yield from _text(place, "wording", rule.wording)
    yield from _text(place, "host_line", rule.host_line)
    yield from _bounds(f"{place}.choose_within_hours", rule.choose_within_hours, 1, 168)
    yield from _menu(place, rule, {remedy.code for remedy in draft.remedies})
    yield from _window(place, rule)
    yield from _instant(place, rule, settings)


def _menu(place: str, rule: Rule, known: set[str]) -> Iterator[Flaw]:
    least = 1 if rule.reason_class is ReasonClass.NO_REASON else 2
    if len(rule.remedies) < least:
        yield MenuTooShort(f"{place}.remedies", least=least)
    yield from _bounds(f"{place}.remedies", len(rule.remedies), 0, MOST_ON_MENU)
    for code, count in Counter(rule.remedies).items():
        if code not in known:
            yield UnknownRemedy(f"{place}.remedies", code=code)
        if count > 1:
            yield StatedTwice(f"{place}.remedies", code=code)
    if rule.default_remedy not in rule.remedies:
        yield DefaultNotOnMenu(f"{place}.default_remedy", code=rule.default_remedy)


def _window(place: str, rule: Rule) -> Iterator[Flaw]:
    if rule.window_hours is None:
        return
    if rule.reason_class is ReasonClass.FOOD_SAFETY:
        yield FoodSafetyWindow(f"{place}.window_hours")
    yield from _bounds(f"{place}.window_hours", rule.window_hours, 1, 24 * 365)


def _instant(place: str, rule: Rule, settings: Settings) -> Iterator[Flaw]:
    """Food safety is paid at once up to a sum that no policy may lower."""
    least = settings.of(FOOD_SAFETY_INSTANT_FEN) if rule.reason_class is ReasonClass.FOOD_SAFETY else 0
    most = max(least, settings.of(MOST_INSTANT_FEN))
    yield from _bounds(f"{place}.instant_limit_fen", rule.instant_limit_fen, least, most, unit="fen")


def _code(place: str, code: str) -> Iterator[Flaw]:
    if not _CODE.fullmatch(code):
        yield BadCode(place, code=code)


def _text(place: str, name: str, text: str) -> Iterator[Flaw]:
    place = f"{place}.{name}"
    if not text.strip():
        yield Blank(place)
    if len(text) > _LONGEST[name]:
        yield TooLong(place, most=_LONGEST[name])
    for word in vague_words(text):
        yield Vague(place, word=word)


def _bounds(place: str, number: int, low: int, high: int, **told: str) -> Iterator[Flaw]:
    if not low <= number <= high:
        yield OutOfBounds(place, low=low, high=high, **told)
