"""Every message about bad weather: what, under which key, until when (P5)."""

from datetime import datetime

from care.contact.model import Notice
from care.contact.questions import Option, Question
from care.kernel.clock import in_words
from care.logistics.holding.rules import to_collect
from care.logistics.slots import rules as slots
from care.logistics.weather.model import OfferedWay, OfferState, Spell, Way, WeatherOffer
from care.logistics.weather.rules import title_of, weather_words
from care.members.model import Purpose
from care.orders.model import Order
from care.orders.naming import name_goods

__all__ = ["WEATHER", "answered", "lifted", "offer_key", "weather_offer"]

WEATHER = "weather"
"""The kind of its questions."""
_ANSWERS = {
    OfferState.KEPT: "weather_kept",
    OfferState.MOVED: "weather_moved",
    OfferState.REFUND: "parcel_refund_wanted",
}


def offer_key(offer: WeatherOffer) -> str:
    return f"weather:{offer.key}:{offer.round}"


def weather_offer(offer: WeatherOffer, order: Order, spell: Spell, *, again: bool) -> Notice:
    """One for each round. Where there is nothing to choose it only tells. `again`: what was chosen is gone."""
    params = {
        "goods": _goods(order),
        "weather": weather_words(spell),
        "start": in_words(spell.starts_at),
        "end": in_words(spell.ends_at),
    }
    ways = "；".join(f"{number} {title_of(each)}" for number, each in enumerate(offer.ways, 1))
    template = "weather_notice" if not offer.ways else "weather_again" if again else "weather_offer"
    return Notice(
        key=offer_key(offer),
        member_id=offer.member_id,
        template=template,
        params=({"goods": params["goods"]} if again and ways else params) | ({"ways": ways} if ways else {}),
        purpose=Purpose.SERVICE,
        answers=offer.asked_at if again else None,
        useless_after=spell.ends_at,
        about=order.id,
        question=_question(offer, spell) if offer.ways else None,
    )


def answered(offer: WeatherOffer, order: Order, way: OfferedWay, now: datetime) -> Notice | None:
    """What follows from the member's own reply; of what is kept its own message tells."""
    if way.way is Way.HOLD:
        return None
    slot = {"slot": slots.in_words(way.slot)} if way.slot else {}
    return Notice(
        key=f"weather_answered:{offer.key}:{offer.round}",
        member_id=offer.member_id,
        template=_ANSWERS[offer.state],
        params={"goods": _goods(order), **slot},
        purpose=Purpose.SERVICE,
        answers=now,
        about=order.id,
    )


def lifted(offer: WeatherOffer, order: Order, spell: Spell) -> Notice:
    return Notice(
        key=f"weather_lifted:{offer.key}:{offer.round}",
        member_id=offer.member_id,
        template="weather_lifted",
        params={"goods": _goods(order), "weather": weather_words(spell)},
        purpose=Purpose.SERVICE,
        about=order.id,
    )


def _question(offer: WeatherOffer, spell: Spell) -> Question:
    return Question(
        kind=WEATHER,
        subject=offer.key,
        generation=offer.round,
        options=tuple(Option(key=str(number), title=title_of(each)) for number, each in enumerate(offer.ways, 1)),
        until=spell.ends_at,
    )


def _goods(order: Order) -> str:
    return name_goods([line.name for line in to_collect(order)])
