"""A Product with orders in it, and short words for what members and staff do: for tests of tickets and what follows."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from care.dynamo.requests import Answer, Request
from care.dynamo.writes import DynamoWrite
from care.kernel.clock import SHANGHAI
from care.outreach.model import FirstComplaint
from care.outreach.store import first_complaint_at, keep_first_complaint
from care.tickets.apply_for_aftercare import Application, apply_for_aftercare
from care.tickets.authority.wishes import Wish
from care.tickets.check_eligibility import Eligibility, check_eligibility
from care.tickets.choose_remedy import choose_remedy
from care.tickets.decide_ticket import Decision, decide_ticket
from care.tickets.model import Ticket
from care.tickets.offers import seal_offer
from care.tickets.timeline import Actor
from fakes.mall import line, member, order
from fakes.product import Product

__all__ = ["AGENT", "FRESH", "MEMBER", "OIL", "Shop"]

MEMBER = Actor(role="member", id="M001")
AGENT = Actor(role="staff", id="A01")
FRESH = line(line_id="1", name="山东烟台苹果 5斤", category="FRESH", quantity=1, unit_price_fen=3980)
OIL = line(line_id="2", sku="SKU-OIL", name="压榨花生油 5L", category="GRAIN_OIL", quantity=1, unit_price_fen=12900)


class Shop(Product):
    """One order O001 of M001 with a fresh line "1" (39.80 yuan) and an oil line "2" (129 yuan), just signed for."""

    complained_before = True
    """Else the first claim of each member is answered by a call, a coupon and a message besides (P8)."""

    def __init__(self, *, signed: bool = True) -> None:
        super().__init__()
        self._numbers = count(1)
        self.place("O001", lines=[FRESH, OIL])
        if signed:
            self.sign("O001", lines=[FRESH, OIL])
        self.settle()

    def place(self, order_id: str, member_id: str = "M001", **changes: Any) -> None:
        self.past_complaint(member_id)
        self.event("OrderPlaced", **self._order(order_id, member_id, changes), placed_at=self._now(hours=-24))

    def past_complaint(self, member_id: str) -> None:
        """The member has complained before, unless nobody has."""
        if self.complained_before and self.memory.get(*first_complaint_at(member_id)) is None:
            about = {"ticket_id": "past", "task_id": "past", "gift_fen": 0}
            first = FirstComplaint(member_id=member_id, at=self.clock.now(), **about)  # type: ignore[arg-type]
            self.app.uow.run(lambda batch: batch.add(keep_first_complaint(first)))

    def sign(self, order_id: str, member_id: str = "M001", **changes: Any) -> None:
        self.event("OrderSigned", **self._order(order_id, member_id, changes), signed_at=self._now())

    def cancel(self, order_id: str, member_id: str = "M001", **changes: Any) -> None:
        self.event("OrderCancelled", **self._order(order_id, member_id, changes), cancelled_at=self._now())

    def mall_refunds(self, line_id: str, amount_fen: int, refund_id: str = "R1") -> None:
        """The mall gives money back by itself."""
        lines = [{"line_id": line_id, "amount_fen": amount_fen}]
        self.event(
            "OrderRefunded", version=1, order_id="O001", refund_id=refund_id, lines=lines, occurred_at=self._now()
        )

    def meanwhile(self, rival: Callable[[], object]) -> None:
        """`rival` acts between the next decision's reads and its transaction."""
        transact, rivals = self.memory.transact, [rival]

        def rival_first(writes: Sequence[DynamoWrite]) -> None:
            if rivals:
                rivals.pop()()
            transact(writes)

        self.memory.transact = rival_first  # type: ignore[method-assign]

    def request(self, operation: str = "test") -> Request:
        """A request under a key of its own."""
        return Request(
            caller="member:M001", operation=operation, key=f"key-{next(self._numbers):06}", content=operation
        )

    def eligibility(self, line_id: str = "1") -> Eligibility:
        return check_eligibility(self.app.desk, "M001", "O001", line_id)

    def apply(
        self, line_id: str = "1", reason: str = "DAMAGED", offer: str | None = None, request: Request | None = None
    ) -> Ticket:
        application = Application(member_id="M001", order_id="O001", line_id=line_id, reason=reason, offer=offer)
        answer = apply_for_aftercare(self.app.desk, application, request or self.request())
        return self.ticket(answer.result)

    def choose(self, ticket: Ticket, remedy: str, request: Request | None = None) -> Answer:
        token = self.token(ticket, remedy)
        return choose_remedy(self.app.desk, ticket.member_id, ticket.id, token, request or self.request())

    def token(self, ticket: Ticket, remedy: str) -> str:
        return seal_offer(self.app.desk.sealer, next(each for each in ticket.menu if each.remedy == remedy))

    def decide(self, ticket: Ticket, remedy: str | None = None) -> Answer:
        seen = self.again(ticket).step
        decision = Decision(ticket_id=ticket.id, words="给您添麻烦了", seen_step=seen, wish=Wish(remedy=remedy))
        return decide_ticket(self.app.desk, AGENT, decision, self.request())

    def ticket(self, ticket_id: str) -> Ticket:
        return self.app.tickets.get_many([ticket_id])[ticket_id]

    def again(self, ticket: Ticket) -> Ticket:
        """The ticket as it is now."""
        return self.ticket(ticket.id)

    def kinds(self, ticket: Ticket) -> list[str]:
        """What its timeline says, in order."""
        return [str(entry.kind) for entry in self.app.tickets.timeline(ticket.id, 100, None)[0]]

    def _order(self, order_id: str, member_id: str, changes: dict[str, Any]) -> dict[str, Any]:
        return order(order_id=order_id, member=member(id=member_id), **changes)

    def _now(self, *, hours: float = 0) -> str:
        return (self.clock.now() + timedelta(hours=hours)).astimezone(SHANGHAI).isoformat()
