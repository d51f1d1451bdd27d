"""G7: an application that nobody answers is approved by itself at its deadline; where it must not be, somebody is called."""

from typing import Any

import pytest

from care.accounts.figures import DAY_FEN, MEMBER_MONTH_FEN
from care.kernel.settings import Figure
from care.tickets.deadlines.figures import TIMEOUT_CASE_FEN
from fakes.front import AGENT, ME, line_of
from fakes.shop import FRESH, OIL
from fakes.timed import Timed

OPERATOR, MANAGER = "operator:O01", "manager:B1"
Seen = dict[str, Any]


class Desk(Timed):
    """Whose budgets can be closed and opened again."""

    def figures(self, figures: dict[Figure, int]) -> None:
        values = [{"key": figure.key, "value": value} for figure, value in figures.items()]
        soon = self._now(hours=0.1)
        self.call("PublishSettings", OPERATOR, input={"values": values, "effectiveAt": soon, "why": "活动期间收紧"})
        self.advance(minutes=10)

    def in_review(self, **wish: Any) -> Seen:
        """An application that no budget has room for, so that it waits for a person."""
        self.figures({DAY_FEN: 0})
        ticket = self.tap(**wish)
        self.settle()
        assert self.see(ticket)["state"] == "IN_REVIEW"
        return ticket

    def reopened_budget(self) -> None:
        self.figures({DAY_FEN: DAY_FEN.default})

    def stops(self, ticket: Seen) -> list[str | None]:
        """What stood in the way, as staff read it."""
        edges = self.call("TicketTeam", AGENT, id=ticket["id"])["innerTimeline"]["edges"]
        return [edge["node"]["note"] for edge in edges if edge["node"]["kind"] == "TIMED_OUT"]

    def called(self, ticket: Seen) -> list[str]:
        """The alerts about the case that lie with the desk."""
        edges = self.call("MyAlerts", AGENT, desk=True)["edges"]
        return [edge["node"]["text"] for edge in edges if edge["node"]["ticket"] and edge["node"]["ticket"]["id"] == ticket["id"]]

    def last_step(self, ticket: Seen) -> str:
        return str(self.timeline(ticket)[-1]["kind"])


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_what_nobody_answers_is_approved_by_itself(desk: Desk) -> None:
    ticket = desk.in_review()
    seen = desk.see(ticket)
    assert desk.local(seen["answerBy"]) == "03-03 10:10", "24 h, by the rule"
    desk.reopened_budget()
    desk.until(3, 3, 10, 9)
    assert desk.paid() == []
    desk.until(3, 3, 10, 11)
    seen = desk.see(ticket)
    assert (seen["state"], seen["remedy"], seen["chosenBy"], seen["answerBy"]) == (
        "RESOLVED", "FULL_REFUND", "TIMEOUT", None,
    )  # fmt: skip
    assert desk.paid()[0] == ("REFUND", 3980, 0)
    assert any("没能按时答复您" in text and "全额退款" in text for text in desk.told(ticket)), desk.told(ticket)
