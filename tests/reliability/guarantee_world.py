"""The world of the guarantee machine: three members, their orders, a staff with ranks, and a mall that answers when it
is told to; on a storage that keeps the caps in sight at each commit.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar, cast

import pytest

from api import loop
from api.viewer import Role, Viewer
from care.accounts.store import PAYOUTS
from care.dynamo.shelf import Shelf
from care.dynamo.writes import DynamoWrite
from fakes.mall import line, member, order
from fakes.memory_storage import Item
from fakes.mortal import Died, Fate, Mortal, MortalStorage
from reliability.guarantee_caps import Caps

__all__ = ["LEADER", "LINES", "MEMBERS", "OPERATOR", "ORDERS", "STAFF", "Deed", "Figures", "World"]

T = TypeVar("T")
Figures = tuple[tuple[str, int], ...]
"""Keys and values; held before anything happens."""
MEMBERS, ORDERS = ("M001", "M002", "M003"), ("O1", "O2", "O3", "O4", "O5", "O6")
STAFF = ("agent:A01", "agent:A02", "manager:B01", "manager:B02")
LEADER, OPERATOR = "leader:L001", "operator:O01"
LINES = [
    line(line_id="1", name="山东烟台苹果 5斤", category="FRESH", quantity=1, unit_price_fen=3980),
    line(line_id="2", sku="SKU-OIL", name="压榨花生油 5L", category="GRAIN_OIL", quantity=2, unit_price_fen=6450),
    line(line_id="3", sku="SKU-DEAR", name="橄榄油礼盒", category="GRAIN_OIL", quantity=3, unit_price_fen=20_000),
]


@dataclass(frozen=True, slots=True)
class Deed:
    """A request that was made: it can be made again under its key."""

    operation: str
    as_: str
    given: dict[str, Any]
    key: str


class Watched(MortalStorage):
    """Lets a rival act just before a commit; counts what is against caps at each; remembers what was decoded."""

    def __init__(self, fate: Fate) -> None:
        super().__init__(fate)
        self.rivals: list[Callable[[], object]] = []
        self.caps: Caps | None = None
        self.commits = 0
        self._decoded: dict[tuple[str, str, str], tuple[Item, Any]] = {}

    def transact(self, writes: Sequence[DynamoWrite]) -> None:
        while self.rivals:
            self.rivals.pop()()
        before = {write.home: self.items.get(write.home) for write in writes}
        try:
            super().transact(writes)
        finally:
            if any(self.items.get(home) is not item for home, item in before.items()):
                self.commits += 1
                if self.caps:
                    self.caps.check(writes, before, self.items)

    def all(self, shelf: Shelf[T]) -> list[T]:
        return [self._load(shelf, home, item) for home, item in self.items.items() if item["type"]["S"] == shelf.kind]

    def _load(self, shelf: Shelf[T], home: tuple[str, str, str], item: Item) -> T:
        known = self._decoded.get(home)
        if known is None or known[0] is not item:
            known = self._decoded[home] = (item, shelf.load(item))
        return cast("T", known[1])


class World(Mortal):
    """`doom` is the moment (Fate) at which the next invocation that comes so far dies; its event source repeats it."""

    def __init__(self, figures: Figures | None) -> None:
        super().__init__()
        self.caps = Caps(self.clock.now)
        self.doom: int | None = None
        self.deaths = 0
        self.raced = False
        """Whether a rival acted in the last deed."""
        self._inside = threading.local()
        self.watched = Watched(self.fate)
        self.app = replace(cast("Any", self.app), memory=self.watched)
        self.mall = lambda _request: None
        self.viewers.stated[LEADER] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community="阳光花园")
        if figures is not None:
            items, now = _beginning(figures)
            self.watched.items = dict(items)
            self.clock.move_to(now)
            self.caps.published.append((now, dict(figures)))
            self.watched.caps = self.caps

    # ------------------------------------------------------------ invocations

    def invoke(self, run: Callable[[], T]) -> T:
        """Once more where it died: under the same key, on a sandbox of its own."""
        if getattr(self._inside, "rival", False):
            return run()
        self.fate.made = 0
        self.fate.fatal = lambda moment: moment == self.doom
        try:
            return run()
        except Died:
            self.deaths, self.doom = self.deaths + 1, None
            self.reborn()
        finally:
            self.fate.fatal = _never
        return run()

    def rival(self, act: Callable[[], object]) -> None:
        """`act` happens in a sandbox of its own after the next decision has read and before it commits."""
        self.watched.rivals.append(lambda: self._elsewhere(act))

    def _elsewhere(self, act: Callable[[], object]) -> None:
        """A request has its event loop, and a process one request at a time: the rival needs its own of both."""
        failures: list[BaseException] = []

        def run() -> None:
            self._inside.rival = True
            try:
                act()
            except BaseException as failure:  # noqa: BLE001 - it is raised where the machine sees it
                failures.append(failure)

        fatal, self.fate.fatal = self.fate.fatal, _never
        with _another_process():
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()
        self.fate.fatal = fatal
        self.raced = True
        if failures:
            raise AssertionError("the rival failed") from failures[0]

    # ------------------------------------------------------------ what is there

    def now(self, **later: float) -> str:
        return (self.clock.now() + timedelta(**later)).isoformat()

    def found(self, shelf: Shelf[T]) -> list[T]:
        return self.watched.all(shelf)

    def payouts(self) -> list[Any]:
        return self.found(PAYOUTS)

    def state_order(self, number: int, kind: str, **more: Any) -> None:
        """The mall tells something of an order as it stands."""
        order_id, who = ORDERS[number], MEMBERS[number % len(MEMBERS)]
        body = order(order_id=order_id, member=member(id=who), lines=LINES, freight_fen=600)
        self.event(kind, **(body | more))


def _never(_moment: int) -> bool:
    return False


@contextmanager
def _another_process() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop, "_lock", threading.Lock())
        patch.setattr(loop, "_kept", [])
        try:
            yield
        finally:
            for each in loop._kept:
                each.close()


@cache
def _beginning(figures: Figures) -> tuple[dict[tuple[str, str, str], Item], datetime]:
    """Orders are placed and signed, staff are there, the figures hold."""
    world = World(None)
    world.event("LeaderChanged", leader_id="L001", community="阳光花园", region="华东", occurred_at=world.now())
    for staff_id, role, level, also in (
        ("A01", "AGENT", 1, []),
        ("A02", "AGENT", 3, []),
        ("B01", "MANAGER", 1, []),
        ("B02", "MANAGER", 3, ["M003"]),
    ):
        entry = {"staffId": staff_id, "name": f"同事{staff_id}", "roles": [role], "level": level, "also": also}
        world.call("RegisterStaffMember", "manager:B09", input=entry)
        world.call("SetPresence", f"{role.lower()}:{staff_id}", input={"present": True})
    values = [{"key": key, "value": value} for key, value in figures]
    given = {"values": values, "effectiveAt": world.now(minutes=6), "why": "试行"}
    world.call("PublishSettings", OPERATOR, input=given)
    for number in range(len(ORDERS)):
        world.state_order(number, "OrderPlaced", placed_at=world.now(hours=-24))
        world.state_order(number, "OrderSigned", signed_at=world.now(minutes=7))
    world.advance(minutes=10)
    return world.memory.items, world.clock.now()
