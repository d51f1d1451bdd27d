"""Which guides an order calls for at a step (P3). Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.catalog.model import known_category
from care.guides.model import Guide, GuideFor, GuideKind, GuidesSeen, GuideStep, Place, Pushed
from care.orders.model import Line, Order

__all__ = ["MOST_GUIDES", "called_for", "lines_at", "places_of", "seen_after", "still_new"]

MOST_GUIDES = 5
"""In one message; those for a product come before those for a kind of goods."""
_MOST_SEEN = 200


def lines_at(order: Order, step: GuideStep, generation: int, claimed: Collection[str]) -> list[Line]:
    """The lines that a push is about: not cancelled, never claimed for, and signed at that second."""
    live = (line for line in order.lines if not line.cancelled and line.id not in claimed)
    return [line for line in live if step is GuideStep.SHIPPED or _signed_at(line) == generation]


def places_of(line: Line, step: GuideStep) -> Iterator[tuple[Place, Place | None]]:
    """Of each kind: the place of the product's own guide, and of the one for its kind of goods."""
    category = known_category(line.category)
    for kind in GuideKind:
        own = Place(scope=GuideFor.SKU, name=line.sku, step=step, kind=kind)
        wider = Place(scope=GuideFor.CATEGORY, name=category, step=step, kind=kind) if category else None
        yield own, wider


def called_for(lines: Iterable[Line], step: GuideStep, guides: Mapping[str, Guide]) -> list[Pushed]:
    """What is told: each guide once, with the goods that it is for."""
    found: dict[str, _Wanted] = {}
    for line in lines:
        for places in places_of(line, step):
            told = (guides.get(place.id) for place in places if place)
            guide = next((each for each in told if each and each.draft), None)
            if guide:
                found.setdefault(guide.id, _Wanted(guide, {})).goods[line.name] = None
    return [each.pushed for each in sorted(found.values(), key=lambda each: each.order)][:MOST_GUIDES]


def still_new(wanted: Iterable[Pushed], seen: GuidesSeen, now: datetime, again: timedelta) -> list[Pushed]:
    """Without those that the member was sent not long ago."""
    return [each for each in wanted if each.guide_id not in seen.sent or seen.sent[each.guide_id] + again <= now]


def seen_after(seen: GuidesSeen, pushed: Iterable[Pushed], now: datetime, again: timedelta) -> dict[str, datetime]:
    """What is remembered: only what still counts, the newest."""
    sent = {each: at for each, at in seen.sent.items() if at + again > now} | {each.guide_id: now for each in pushed}
    return dict(sorted(sent.items(), key=lambda entry: entry[1])[-_MOST_SEEN:])


@dataclass(frozen=True, slots=True)
class _Wanted:
    guide: Guide
    goods: dict[str, None]

    @property
    def order(self) -> tuple[bool, str, str]:
        place = self.guide.place
        return place.scope is not GuideFor.SKU, place.kind, place.name

    @property
    def pushed(self) -> Pushed:
        draft = self.guide.draft
        return Pushed(
            guide_id=self.guide.id,
            number=self.guide.number,
            title=draft.title if draft else "",
            goods=tuple(self.goods),
        )


def _signed_at(line: Line) -> int | None:
    return int(line.signed_at.timestamp()) if line.signed_at else None
