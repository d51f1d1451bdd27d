"""G10, C2: what a remedy, and what a segment gets on top of it, may consist of. Pure."""

from collections.abc import Iterator

from care.policy.checks import bounds, code, name, repeats, text
from care.policy.faults import BadPart, Flaw, NotOnTop, ReturnForNothing
from care.policy.model import Extra, PartKind, Remedy, RemedyPart

__all__ = ["extra_flaws", "remedy_flaws"]

_AMOUNTS: dict[PartKind, dict[str, tuple[int, int]]] = {
    PartKind.REFUND: {"percent": (1, 100)},
    PartKind.FREIGHT: {},
    PartKind.COUPON: {"fen": (1, 100_000)},
    PartKind.POINTS: {"points": (1, 100_000)},
    PartKind.REISSUE: {},
    PartKind.RETURN: {},
    PartKind.EXCHANGE: {},
    PartKind.GIFT: {"fen": (1, 100_000)},
    PartKind.CARD: {"fen": (1, 100_000), "quantity": (1, 52)},
    PartKind.PLACE: {"fen": (1, 100_000)},
}
"""The numbers that each kind needs, with their bounds."""
_NAMED = frozenset({PartKind.GIFT, PartKind.CARD, PartKind.PLACE})
"""These need a sku besides."""
_ON_TOP = frozenset({PartKind.COUPON, PartKind.POINTS, PartKind.GIFT, PartKind.CARD, PartKind.PLACE})
MOST_PARTS = 3
MOST_ON_TOP = 2
"""Together no more than one booking takes (care.accounts.rules)."""


def remedy_flaws(place: str, remedy: Remedy) -> Iterator[Flaw]:
    yield from code(f"{place}.code", remedy.code)
    yield from text(place, "title", remedy.title)
    yield from bounds(f"{place}.done_within_hours", remedy.done_within_hours, 1, 720)
    yield from _parts(place, remedy.parts, 0, MOST_PARTS)
    if [part.kind for part in remedy.parts] == [PartKind.RETURN]:
        yield ReturnForNothing(f"{place}.parts")


def extra_flaws(place: str, extra: Extra) -> Iterator[Flaw]:
    """Benefits only: money, freight and goods of the line are the remedy's own, and never more than the line's."""
    yield from text(place, "title", extra.title, most=20)
    yield from _parts(place, extra.parts, 1, MOST_ON_TOP)
    for at, part in enumerate(extra.parts):
        if part.kind not in _ON_TOP:
            yield NotOnTop(f"{place}.parts[{at}].kind", kind=part.kind.value)


def _parts(place: str, parts: tuple[RemedyPart, ...], least: int, most: int) -> Iterator[Flaw]:
    yield from bounds(f"{place}.parts", len(parts), least, most)
    yield from repeats(f"{place}.parts", (part.kind.value for part in parts))
    for at, part in enumerate(parts):
        yield from _part(f"{place}.parts[{at}]", part)


def _part(place: str, part: RemedyPart) -> Iterator[Flaw]:
    """Exactly what its kind needs."""
    numbers = {"percent": part.percent, "fen": part.fen, "points": part.points, "quantity": part.quantity}
    needed, named = _AMOUNTS[part.kind], part.kind in _NAMED
    given = {each for each, number in numbers.items() if number is not None}
    if given != set(needed) or (part.sku is not None) != named:
        needs = ", ".join([*needed, *(["sku"] if named else [])])
        yield BadPart(place, kind=part.kind.value, needs=needs or "-")
        return
    if part.sku is not None:
        yield from name(f"{place}.sku", part.sku)
    for each, (low, high) in needed.items():
        yield from bounds(f"{place}.{each}", numbers[each] or 0, low, high)
