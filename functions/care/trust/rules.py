"""The score of a standing, with every reason spelled out (G11). Pure.

As the figures are set, no sign alone makes a hold, but for photos that were sent again and again: who claims often may
just be unlucky, a family shares an address.
A score decides nothing about a claim but that a person looks at it first.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from care.kernel.clock import SHANGHAI
from care.kernel.settings import Settings
from care.members.model import Member
from care.orders.model import Order
from care.trust.figures import (
    CLAIMS_LEAST,
    CLAIMS_PERCENT,
    CLAIMS_POINTS,
    HOLD_SCORE,
    NEIGHBOURS_LEAST,
    NEIGHBOURS_POINTS,
    NEW_DAYS,
    NEW_POINTS,
    PHOTO_POINTS,
    PHOTOS_MOST,
    VALUE_FEN,
    VALUE_PERCENT,
    VALUE_POINTS,
    WINDOW_DAYS,
)
from care.trust.model import Assessment, Day, Finding, Signal, Standing

__all__ = ["assess", "day_of", "with_repeated_photo"]


def assess(
    standing: Standing | None, order: Order | None, member: Member | None, now: datetime, settings: Settings
) -> Assessment:
    """Judge a claim about `order`; None: the member as such. Who has no standing has nothing against them."""
    known = standing or Standing(id="")
    days = settings.of(WINDOW_DAYS)
    recent = known.within(day_of(now), days)
    found = (
        *_claim_rate(recent, days, settings),
        *_claim_value(recent, days, settings),
        *_photos(recent, days, settings),
        *_newness(order, member, now, settings),
        *_neighbours(known, settings),
    )
    reasons = tuple(each for each in found if each.points)
    score = sum(each.points for each in reasons)
    vouched = known.voucher is not None and now < known.voucher.until
    return Assessment(score=score, reasons=reasons, hold=score >= settings.of(HOLD_SCORE) and not vouched)


def with_repeated_photo(standing: Standing, at: datetime) -> Standing:
    """As it will stand once a photo that was seen before has been counted."""
    key = day_of(at).isoformat()
    more = standing.days.get(key, Day()) + Day(repeated_photos=1)
    return replace(standing, days=standing.days | {key: more})


def day_of(at: datetime) -> date:
    """The day of Shanghai's that a moment belongs to."""
    return at.astimezone(SHANGHAI).date()


def _claim_rate(recent: Day, days: int, settings: Settings) -> Iterator[Finding]:
    percent = _percent(recent.claims, recent.orders)
    if recent.claims >= settings.of(CLAIMS_LEAST) and percent >= settings.of(CLAIMS_PERCENT):
        figures = {"days": days, "claims": recent.claims, "orders": recent.orders, "percent": percent}
        yield _finding(Signal.CLAIM_RATE, settings.of(CLAIMS_POINTS), figures)


def _claim_value(recent: Day, days: int, settings: Settings) -> Iterator[Finding]:
    percent = _percent(recent.asked_fen, recent.bought_fen)
    if recent.asked_fen >= settings.of(VALUE_FEN) and percent >= settings.of(VALUE_PERCENT):
        figures = {"days": days, "asked_fen": recent.asked_fen, "paid_fen": recent.paid_fen}
        figures |= {"bought_fen": recent.bought_fen, "percent": percent}
        yield _finding(Signal.CLAIM_VALUE, settings.of(VALUE_POINTS), figures)


def _photos(recent: Day, days: int, settings: Settings) -> Iterator[Finding]:
    if recent.repeated_photos:
        points = settings.of(PHOTO_POINTS) * min(recent.repeated_photos, settings.of(PHOTOS_MOST))
        yield _finding(Signal.REPEATED_PHOTO, points, {"days": days, "photos": recent.repeated_photos})


def _newness(order: Order | None, member: Member | None, now: datetime, settings: Settings) -> Iterator[Finding]:
    """An account is as old as its first order was when this one was placed."""
    first = member.stats.first_order_at if member else None
    then = (order.placed_at if order else None) or now
    if first is not None and (age := (then - first).days) < settings.of(NEW_DAYS):
        yield _finding(Signal.NEW_ACCOUNT, settings.of(NEW_POINTS), {"age_days": max(age, 0)})


def _neighbours(standing: Standing, settings: Settings) -> Iterator[Finding]:
    if standing.neighbours >= settings.of(NEIGHBOURS_LEAST):
        yield _finding(Signal.SHARED_ADDRESS, settings.of(NEIGHBOURS_POINTS), {"members": standing.neighbours})


def _finding(signal: Signal, points: int, figures: dict[str, int]) -> Finding:
    return Finding(signal=signal, points=points, figures=figures)


def _percent(part: int, whole: int) -> int:
    return 100 * part // max(whole, 1)
