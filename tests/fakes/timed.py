"""A Front with an eye on the clocks: what staff see of a case's service levels (G7)."""

from datetime import datetime
from typing import Any

from api.relay import global_id, parse_global_id
from care.kernel.clock import SHANGHAI
from fakes.front import AGENT, ME, Front, line_of
from fakes.mall import line
from fakes.shop import FRESH, OIL

__all__ = ["Timed"]

Seen = dict[str, Any]
DEAR = line(line_id="3", sku="SKU-DEAR", name="橄榄油礼盒", category="GRAIN_OIL", quantity=1, unit_price_fen=45_000)


class Timed(Front):
    """It begins on Monday, 2 March 2026, at 10:00 in Shanghai. Times are written `03-02 10:30`."""

    def clocks(self, ticket: Seen) -> dict[str, Seen]:
        """The newest clock of each step."""
        return {clock["step"]: clock for clock in self.watched(ticket)["clocks"]}

    def clock_of(self, ticket: Seen, step: str) -> Seen:
        return self.clocks(ticket)[step]

    def due(self, ticket: Seen, step: str) -> str | None:
        return self.local(self.clock_of(ticket, step)["dueAt"])

    def states(self, ticket: Seen) -> dict[str, str]:
        return {step: clock["state"] for step, clock in self.clocks(ticket).items()}

    def watched(self, ticket: Seen) -> Seen:
        return dict(self.call("TicketClocks", AGENT, id=ticket["id"]))

    def promise(self, ticket: Seen) -> Seen | None:
        found = self.see(ticket)["promise"]
        return dict(found) if found else None

    def local(self, instant: str | None) -> str | None:
        return f"{datetime.fromisoformat(instant).astimezone(SHANGHAI):%m-%d %H:%M}" if instant else None

    def say(self, ticket: Seen, text: str, as_: str = AGENT, **more: Any) -> None:
        self.call("ReplyToTicket", as_, input={"ticketId": ticket["id"], "text": text, **more})
        self.settle()

    def decide_as_agent(self, ticket: Seen, remedy: str | None = None, **more: Any) -> None:
        wanted = {"ticketId": ticket["id"], "text": "给您添麻烦了", "remedy": remedy, **more}
        self.call("DecideTicket", AGENT, input=wanted)

    def until(self, month: int, day: int, hour: int, minute: int = 0) -> None:
        """Let time pass up to a moment of 2026 in Shanghai."""
        then = datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)
        self.advance(seconds=(then - self.clock.now()).total_seconds())

    def claim_anew(self, order_id: str = "O002", line_id: str = "2", reason: str = "DAMAGED") -> Seen:
        """Another order, signed and applied for just now. Line "3" costs too much to be paid at once, ever."""
        self.place(order_id, lines=[FRESH, OIL, DEAR])
        self.sign(order_id, lines=[FRESH, OIL, DEAR])
        self.settle()
        wanted = {"lineId": line_of(line_id, order_id), "reason": reason}
        return dict(self.call("ApplyForAftercare", ME, input=wanted)["ticket"])

    def duty(self) -> list[Seen]:
        """The duty desk's queue."""
        return [dict(edge["node"]) for edge in self.call("TicketQueue", AGENT, assignee="duty")["edges"]]

    def raw(self, ticket: Seen) -> str:
        found = parse_global_id(ticket["id"])
        assert found is not None
        assert global_id(*found) == ticket["id"]
        return found[1]
