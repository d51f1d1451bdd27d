"""A story in the making: what the mall sends, what people do, and when; each a line (docs/stories.md)."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["DAY_ONE", "Buyer", "Good", "Script", "at"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY_ONE = datetime(2026, 3, 2, tzinfo=SHANGHAI)
"""Monday 2 March 2026."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of the story: day 1 is Monday, 2 March 2026."""
    return DAY_ONE + timedelta(days=day - 1, hours=hour, minutes=minute)


@dataclass(frozen=True, slots=True)
class Good:
    """Something to buy; `price` in fen."""

    sku: str
    name: str
    category: str
    price: int
    shelf_life_days: int | None = None
    supplier: str = "SUP-1"


@dataclass(frozen=True, slots=True)
class Buyer:
    """A member."""

    id: str
    name: str
    phone: str
    community: str = "阳光花园"


@dataclass
class Script:
    """Collects lines; orders are remembered, so that each event bears the whole order, as a mall sends it."""

    leader_id: str = "L001"
    region: str = "华东"
    lines: list[dict[str, Any]] = field(default_factory=list)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    _key: int = 0

    def say(self, words: str) -> None:
        """A line for people."""
        self.lines.append({"note": words})

    def event(self, when: datetime, kind: str, detail: dict[str, Any]) -> None:
        self.lines.append({"at": when.isoformat(), "event": kind, "detail": {"version": 1, **detail}})

    def call(self, when: datetime, who: str, operation: str, **more: Any) -> None:
        """`more`: variables, save, expect_error, community. An idempotency key is added where `key` is not False."""
        variables = more.pop("variables", {})
        if more.pop("key", True):
            self._key += 1
            variables = {**variables, "idempotencyKey": more.pop("same_key", f"story-{self._key:05}")}
        self.lines.append({"at": when.isoformat(), "call": operation, "as": who, "variables": variables, **more})

    def mall(self, behaviour: str, **more: Any) -> None:
        """How the mall answers from here on: confirms, fails, silent, fails_once, reverses."""
        self.lines.append({"mall": behaviour, **more})

    def photo(self, when: datetime, number: int, slip: str) -> None:
        """A phone sends the photo of that number; `slip` refers to the upload slip."""
        self.lines.append({"at": when.isoformat(), "photo": number, "to": slip})

    def wait(self, until: datetime) -> None:
        self.lines.append({"at": until.isoformat()})

    def placed(self, when: datetime, order_id: str, buyer: Buyer, *goods: Good, **changes: Any) -> None:
        """An order of one piece each."""
        order = {
            "order_id": order_id,
            "member": {
                "id": buyer.id,
                "name": buyer.name,
                "phone": buyer.phone,
                "community": buyer.community,
                "openid": f"o-{buyer.id}",
            },
            "leader_id": self.leader_id,
            "region": self.region,
            "lines": [_line(number, good, f"S-{order_id}") for number, good in enumerate(goods, 1)],
            **changes,
        }
        self.orders[order_id] = order
        self.event(when, "OrderPlaced", {**order, "placed_at": when.isoformat()})

    def step(self, when: datetime, kind: str, order_id: str, time_of: str, **more: Any) -> None:
        """One of the order's further events."""
        self.event(when, kind, {**self.orders[order_id], time_of: when.isoformat(), **more})

    def moved(self, when: datetime, order_id: str, status: str, place: str) -> None:
        detail = {"shipment_id": f"S-{order_id}", "order_id": order_id, "status": status, "place": place}
        self.event(when, "ShipmentMoved", {**detail, "moved_at": when.isoformat()})

    def delivered(self, order_id: str, shipped: datetime, signed: datetime, by: str = "member") -> None:
        """Shipped, moved, arrived at the pickup point, signed for."""
        self.step(shipped, "OrderShipped", order_id, "shipped_at")
        self.moved(shipped + timedelta(hours=2), order_id, "IN_TRANSIT", "杭州分拨中心")
        self.step(signed - timedelta(hours=1), "OrderArrived", order_id, "arrived_at")
        self.step(signed, "OrderSigned", order_id, "signed_at", by=by)

    def text(self) -> str:
        """The file: lines in the order of their times, each with what it bears."""
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in _in_time(self.lines))


def _line(number: int, good: Good, shipment_id: str) -> dict[str, Any]:
    return {
        "line_id": str(number),
        "sku": good.sku,
        "name": good.name,
        "category": good.category,
        "batch": f"B-{good.sku}-0301",
        "supplier": good.supplier,
        "quantity": 1,
        "unit_price_fen": good.price,
        "paid_fen": good.price,
        "shipment_id": shipment_id,
    }


def _in_time(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stable by time; a line without a time goes with the one after it."""
    held: list[dict[str, Any]] = []
    timed: list[tuple[datetime, list[dict[str, Any]]]] = []
    for line in lines:
        held.append(line)
        if "at" in line:
            timed.append((datetime.fromisoformat(line["at"]), held))
            held = []
    ordered = [line for _, group in sorted(timed, key=lambda pair: pair[0]) for line in group]
    return ordered + held
