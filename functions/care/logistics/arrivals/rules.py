"""Which statement of a plan holds, when it is told, and whether there is anything to tell (P5). Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from care.kernel.clock import SHANGHAI
from care.logistics.arrivals.events import ArrivalPlanned
from care.logistics.arrivals.model import Arrival, PlannedGoods

__all__ = ["DigestTerms", "looked", "over_at", "stated", "telling"]

_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTerms:
    """`hour`: of the day before, in Shanghai; `settle`: what is stated meanwhile is told together."""

    hour: int
    settle: timedelta
    most: int
    """Times that a group is told of one day, the first one included."""


def stated(known: Arrival | None, event: ArrivalPlanned) -> Arrival | None:
    """The plan after a statement; None where a later one is known."""
    if known and known.mark >= event.mark:
        return None
    goods = tuple(
        PlannedGoods(sku=each.sku, name=each.name, pieces=each.pieces, members=each.members) for each in event.goods
    )
    if known:
        return replace(known, leader_id=event.leader_id, goods=goods, mark=event.mark)
    return Arrival(
        community=event.community,
        leader_id=event.leader_id,
        day=event.day,
        goods=goods,
        mark=event.mark,
        until=over_at(event.day) + _KEPT,
    )


def looked(plan: Arrival, now: datetime, terms: DigestTerms) -> Arrival:
    """The plan with the look that it needs: none where one is to come anyway, nothing is new, or the day is over."""
    awaited = plan.look_at is not None and plan.look_at > now
    if awaited or not telling(plan, now, terms):
        return plan
    eve = datetime.combine(plan.day - timedelta(days=1), time(terms.hour), tzinfo=SHANGHAI)
    return replace(plan, look=plan.look + 1, look_at=max(eve.astimezone(now.tzinfo), now + terms.settle))


def telling(plan: Arrival, now: datetime, terms: DigestTerms) -> bool:
    """Whether the group is to be told: it has not heard this, it is not too late, and it was not told too often."""
    new = plan.goods != (plan.told or ())
    return new and plan.times < terms.most and now < over_at(plan.day)


def over_at(day: date) -> datetime:
    """When the day is over, in Shanghai."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=SHANGHAI)
