"""A local cloud with orders in it, and the mall that answers: for tests in which functions die."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from itertools import count
from typing import Any

from api.relay import global_id
from care.kernel.clock import SettableClock
from fakes import lives, mall
from fakes.house import START
from local_cloud import LocalCloud
from local_cloud.story.mall import Mall
from reliability.reaper import Reaper, reaping

__all__ = ["Village", "a_village"]

Item = dict[str, Any]


class Village:
    """A local cloud with orders in it, and the mall that answers."""

    def __init__(self, cloud: LocalCloud, reaper: Reaper) -> None:
        self.cloud = cloud
        self.reaper = reaper
        self.mall = Mall(cloud)
        self._numbers = count(1)
        queue = cloud.stack.ref("MallEventsQueue")
        # who died is called again without waiting
        cloud.stack.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "0"})

    def order(self) -> str:
        """A new order, just signed for, of a member of its own."""
        number = next(self._numbers)
        detail = mall.order(order_id=f"O{number:03}", member=mall.member(id=f"M{number:03}"), lines=lives.LINES)
        now = self.cloud.clock.now()
        self.cloud.put_event("OrderPlaced", detail | {"placed_at": mall.at(-24, since=now)})
        self.cloud.put_event("OrderSigned", detail | {"signed_at": mall.at(since=now)})
        self.cloud.drain()
        return f"{number:03}"

    def call(self, operation: str, number: str, **wanted: Any) -> Item | None:
        """As the member of an order; None where the function died."""
        variables = {"input": wanted, "idempotencyKey": f"{operation}-{number}"}
        answer = self.cloud.call(operation, f"member:M{number}", variables)
        if "data" not in answer:
            return None
        (payload,) = answer["data"].values()
        assert payload["userErrors"] == []
        return dict(payload)

    def apply(self, number: str, line: str) -> Item | None:
        return self.call(
            "ApplyForAftercare", number, lineId=global_id("OrderLine", f"O{number}/{line}"), reason="DAMAGED"
        )

    def let_time_pass(self, **by: float) -> None:
        """The mall answers a minute after it was asked."""
        end = self.cloud.clock.now() + timedelta(**by)
        self.settle()
        while self.cloud.step(min(end, self.mall.next_answer() or end)) or self.cloud.clock.now() < end:
            self.settle()
        self.settle()

    def settle(self) -> None:
        self.cloud.drain()
        self.mall.listen()
        while answers := self.mall.answers_due(self.cloud.clock.now()):
            for answer in answers:
                self.cloud.put_event(answer.kind, answer.detail)
            self.cloud.drain()
            self.mall.listen()

    def rows(self, kind: str, **where: str) -> list[Item]:
        items = (item for table in self.cloud.tables().values() for item in table if item.get("type") == kind)
        return [item for item in items if where.items() <= item.items()]

    def counts(self) -> dict[str, Counter[tuple[str, ...]]]:
        """How many of each there are, by what was decided about them. A message is decided once, sent or not."""
        by = {
            "payout": ("kind", "state"),
            "ticket": ("kind", "state"),
            "survey": ("state",),
            "check": ("state",),
            "invitation": ("kind", "state"),
            "message": ("template",),
            "tagged": ("name",),
            "ledger": ("cause",),
        }
        return {
            kind: Counter(tuple(str(row[name]) for name in names) for row in self.rows(kind))
            for kind, names in by.items()
        }

    def dead(self) -> list[Any]:
        """What lies in the dead lane and in the dead-letter queues."""
        lane = [item for item in self.cloud.table("agenda") if item["lane"] == "dead"]
        return lane + [each for queue in self.cloud.dead_letter_queues() for each in self.cloud.messages(queue)]


@contextmanager
def a_village() -> Iterator[Village]:
    """A fresh one; there is room for one at a time."""
    with reaping() as reaper, LocalCloud.start(clock=SettableClock(START), log=StringIO()) as cloud:
        yield Village(cloud, reaper)
