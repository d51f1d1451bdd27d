"""Slots and bookings. A slot is a half-day of a community; days and hours are Shanghai's, times aware UTC."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Booking", "HalfDay", "Slot", "SlotCount"]


class HalfDay(StrEnum):
    """The two slots of a day."""

    MORNING = "MORNING"
    AFTERNOON = "AFTERNOON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A half-day of a community."""

    community: str
    day: date
    part: HalfDay


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotCount:
    """How many orders are booked for a slot."""

    community: str
    day: date
    part: HalfDay
    taken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """The slot of an order; `slot` None: it was given back."""

    order_id: str
    member_id: str
    slot: Slot | None = None
    version: int = 0
    """Counts its changes: an agenda item of an older one does nothing."""
