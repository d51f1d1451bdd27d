"""A parcel as the facts add up to it (P4, P5). Times are aware UTC, by the second where they come from outside."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

__all__ = [
    "LANDED",
    "ON_ITS_WAY",
    "Movement",
    "Parcel",
    "Stall",
    "StallOption",
    "StallState",
    "Step",
    "StepWishes",
    "Waybill",
    "parcel_key",
]


class Step(StrEnum):
    """What a movement is to the member, in the order in which it goes well."""

    SHIPPED = "SHIPPED"
    IN_TRANSIT = "IN_TRANSIT"
    ARRIVED_CITY = "ARRIVED_CITY"
    OUT_FOR_DELIVERY = "OUT_FOR_DELIVERY"
    AT_PICKUP = "AT_PICKUP"
    SIGNED = "SIGNED"
    PROBLEM = "PROBLEM"
    RETURNED = "RETURNED"


LANDED = frozenset({Step.SIGNED, Step.RETURNED})
"""Nothing more is awaited of the carrier."""
ON_ITS_WAY = frozenset({Step.SHIPPED, Step.IN_TRANSIT, Step.ARRIVED_CITY, Step.OUT_FOR_DELIVERY, Step.PROBLEM})
"""The carrier's next move is awaited; at a pickup point it is the member's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One movement. The same step at the same second is the same movement, whoever tells of it."""

    at: datetime
    step: Step
    source: str
    """What the fact is called; of two that tell the same the first by its name is kept."""
    place: str | None = None


class StallOption(StrEnum):
    """What a member can do about a stall, by the number that they reply."""

    CHASE = "1"
    REFUND = "2"
    WAIT = "3"


class StallState(StrEnum):
    """ASKED → CHASED | WAITING → ASKED (the next round) …, or REFUND. It is over once the parcel moves."""

    ASKED = "ASKED"
    CHASED = "CHASED"
    WAITING = "WAITING"
    REFUND = "REFUND"


_AFTER = {
    StallOption.CHASE: StallState.CHASED,
    StallOption.REFUND: StallState.REFUND,
    StallOption.WAIT: StallState.WAITING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stall:
    """That a parcel has not moved since `since`. A round is one question and its one answer."""

    since: datetime
    round: int
    state: StallState
    asked_at: datetime
    answered_at: datetime | None = None
    look_at: datetime | None = None
    """When it is asked about again, if nothing has moved by then."""

    def answered(self, option: StallOption, now: datetime, look_at: datetime | None) -> "Stall":
        return replace(self, state=_AFTER[option], answered_at=now, look_at=look_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A shipment of one order. Its order may not be known yet."""

    order_id: str
    shipment_id: str
    waybill: str
    carrier: str | None = None
    movements: tuple[Movement, ...] = ()
    """The oldest first; bounded (`rules.with_movement`)."""
    told: tuple[Step, ...] = ()
    """Steps that were judged for telling, told or not."""
    learned: bool = False
    """Its hours are in the norms."""
    stall: Stall | None = None
    """The last one: over where the parcel has moved since."""
    version: int = 0

    @property
    def key(self) -> str:
        return parcel_key(self.order_id, self.shipment_id)

    @property
    def last(self) -> Movement:
        return self.movements[-1]

    @property
    def landed(self) -> bool:
        return any(each.step in LANDED for each in self.movements)

    @property
    def open_stall(self) -> Stall | None:
        """The stall that it is in; None where it has moved since."""
        return self.stall if self.stall and self.stall.since == self.last.at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waybill:
    """Which parcels of ours a carrier's number stands for: one that goes to a leader may be of many orders."""

    number: str
    parcels: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWishes:
    """The steps that a member wants to be told of (P5)."""

    member_id: str
    steps: tuple[Step, ...] = tuple(Step)
    version: int = 0


def parcel_key(order_id: str, shipment_id: str) -> str:
    """Ids bear no `#`."""
    return f"{order_id}#{shipment_id}"
