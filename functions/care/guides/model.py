"""Guides, what was pushed of them, and whether it was of use (P3)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from care.kernel.ids import derived_id

__all__ = [
    "Draft",
    "Guide",
    "GuideCount",
    "GuideFor",
    "GuideKind",
    "GuidePush",
    "GuideStep",
    "GuidesSeen",
    "Place",
    "Pushed",
    "push_id",
]


class GuideKind(StrEnum):
    """What a guide is good for."""

    RECIPE = "RECIPE"
    STORAGE = "STORAGE"
    USE = "USE"


class GuideStep(StrEnum):
    """When a guide is pushed."""

    SHIPPED = "SHIPPED"
    SIGNED = "SIGNED"
    DAY_2 = "DAY_2"


class GuideFor(StrEnum):
    """What a guide is for: one product, or a kind of goods without a guide of its own."""

    SKU = "SKU"
    CATEGORY = "CATEGORY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a guide is for, when and what it tells: no two guides share one. `name`: the sku, or the category."""

    scope: GuideFor
    name: str
    step: GuideStep
    kind: GuideKind

    @property
    def id(self) -> str:
        return derived_id("guide", self.scope, self.name, self.step, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a member reads. Links are https."""

    title: str
    text: str
    pictures: tuple[str, ...] = ()
    video: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """An edition of a guide; the newest is the one that is told. `draft` None: it was taken out."""

    id: str
    place: Place
    number: int
    """1 for the first edition."""
    draft: Draft | None = None
    who: str
    why: str
    at: datetime
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """A guide in a push: its edition, and which of the goods it is for."""

    guide_id: str
    number: int
    title: str
    goods: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePush:
    """What one message told of an order at one step."""

    id: str
    order_id: str
    member_id: str
    step: GuideStep
    at: datetime
    guides: tuple[Pushed, ...]
    opened_at: datetime | None = None
    rated_at: datetime | None = None
    useful: bool | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidesSeen:
    """When a member was last sent each guide, by its id."""

    member_id: str
    sent: dict[str, datetime] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideCount:
    """What became of an edition's pushes."""

    guide_id: str
    number: int
    sent: int = 0
    opened: int = 0
    useful: int = 0
    not_useful: int = 0


def push_id(order_id: str, step: GuideStep, generation: int) -> str:
    """`generation`: the second of the signing that it follows; 0 at shipping."""
    return derived_id("guide-push", order_id, step, generation)
