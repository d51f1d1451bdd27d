"""The shop as those who use it see it: shipped operations, mall events and time; nothing behind them."""

from typing import Any

from api.relay import global_id
from fakes.shop import Shop

__all__ = ["AGENT", "ME", "NEIGHBOUR", "Front", "line_of"]

ME, NEIGHBOUR, AGENT = "member:M001", "member:M002", "agent:A01"


def line_of(line_id: str, order_id: str = "O001") -> str:
    """The global id of an order line, as MyOrders shows it."""
    return global_id("OrderLine", f"{order_id}/{line_id}")


class Front(Shop):
    """O001 of M001, just signed: a fresh line "1" (39.80 yuan) and an oil line "2" (129 yuan)."""

    def sheet(self, line_id: str = "1", order_id: str = "O001") -> dict[str, Any]:
        """What lies behind 申请售后."""
        return dict(self.call("Eligibility", ME, lineId=line_of(line_id, order_id)))

    def verdict(self, line_id: str = "1", reason: str = "DAMAGED") -> dict[str, Any]:
        (found,) = [each for each in self.sheet(line_id)["reasons"] if each["reason"] == reason]
        return dict(found)

    def token_for(self, remedy: str, line_id: str = "1", reason: str = "DAMAGED") -> str:
        """An offer's token, before the tap."""
        return _token(self.verdict(line_id, reason)["menu"], remedy)

    def wish(self, line_id: str = "1", reason: str = "DAMAGED", **more: Any) -> dict[str, Any]:
        """What the tap says."""
        return {"lineId": line_of(line_id), "reason": reason, **more}

    def tap(self, line_id: str = "1", reason: str = "DAMAGED", **more: Any) -> dict[str, Any]:
        """Apply; the ticket as it is answered, before anything else happens."""
        return dict(self.call("ApplyForAftercare", ME, input=self.wish(line_id, reason, **more))["ticket"])

    def pick(self, ticket: dict[str, Any], remedy: str) -> dict[str, Any]:
        """Choose from the ticket's menu."""
        wanted = {"ticketId": ticket["id"], "offer": _token(ticket["menu"], remedy)}
        return dict(self.call("ChooseRemedy", ME, input=wanted)["ticket"])

    def see(self, ticket: dict[str, Any], as_: str = ME) -> dict[str, Any]:
        """The case in detail."""
        return dict(self.call("TicketDetail", as_, id=ticket["id"]))

    def timeline(self, ticket: dict[str, Any], as_: str = ME) -> list[dict[str, Any]]:
        return [edge["node"] for edge in self.see(ticket, as_)["timeline"]["edges"]]

    def among_staff(self, ticket: dict[str, Any]) -> list[dict[str, Any]]:
        """What only staff read of the case."""
        return [edge["node"] for edge in self.call("TicketTeam", AGENT, id=ticket["id"])["innerTimeline"]["edges"]]

    def told(self, ticket: dict[str, Any]) -> list[str]:
        """The texts that the member got about the case itself, the first first."""
        edges = reversed(self.call("MyMessages", ME, first=100)["edges"])
        return [edge["node"]["text"] for edge in edges if edge["node"]["aboutId"] == ticket["id"]]

    def assignee(self, ticket: dict[str, Any]) -> str | None:
        query = "query Whose($id: ID!) { node(id: $id) { ... on Ticket { assignee } } }"
        node = self.ask(query, AGENT, id=ticket["id"]).data["node"]
        return str(node["assignee"]) if node["assignee"] else None

    def paid(self) -> list[tuple[str, int, int]]:
        """(kind, fen, points) of what the mall was asked for, each payout once, in order."""
        asked = {request.payout.id: request.payout for request in self.app.asked}
        return [(str(each.kind), each.amount_fen, each.points) for each in asked.values()]

    def tap_closure(self, *, fine: bool) -> None:
        """Answer the one closure check that waits."""
        (edge,) = self.call("MyOpenClosureChecks", ME)["edges"]
        self.call("AnswerClosureCheck", ME, input={"checkId": edge["node"]["id"], "fine": fine})
        self.settle()


def _token(menu: list[dict[str, Any]], remedy: str) -> str:
    return next(str(offer["token"]) for offer in menu if offer["remedy"] == remedy)
