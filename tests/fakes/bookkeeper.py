"""The front with an order whose suppliers and carrier are known, and what bookkeepers see of who bears what."""

from typing import Any

from care.accounts.store import LEDGER
from fakes.front import ME, Front, line_of
from fakes.shop import FRESH, OIL

__all__ = ["MANAGER", "OPERATOR", "Bookkeeper", "borne", "thirds"]

OPERATOR, MANAGER = "operator:O01", "manager:B01"


class Bookkeeper(Front):
    """O900 of M001, just signed: apples of supplier S01 ("1", 39.80 yuan), oil of S02 ("2"), carried by SF."""

    def __init__(self) -> None:
        super().__init__()
        lines = [FRESH | {"supplier": "S01", "shipment_id": "T1"}, OIL | {"supplier": "S02", "shipment_id": "T1"}]
        self.place("O900", lines=lines)
        self.sign("O900", lines=lines)
        self.event(
            "ShipmentMoved", shipment_id="T1", order_id="O900", status="SIGNED", moved_at=self._now(), carrier="SF"
        )
        self.settle()

    def paid_for(self, reason: str, line_id: str = "1") -> dict[str, Any]:
        """A claim of O900, paid; the liability that came of it."""
        wanted = {"lineId": line_of(line_id, "O900"), "reason": reason}
        ticket = self.call("ApplyForAftercare", ME, input=wanted)["ticket"]
        if ticket["state"] == "CHOOSING":
            self.pick(ticket, ticket["menu"][0]["remedy"])
        self.settle()
        return self.liability(ticket["id"])

    def liability(self, ticket_id: str) -> dict[str, Any]:
        (found,) = self.call("TicketLiabilities", OPERATOR, ticketId=ticket_id)
        return dict(found)

    def step(self, operation: str, liability: dict[str, Any], as_: str = OPERATOR, **more: Any) -> dict[str, Any]:
        """A mutation of a liability that must succeed; the liability as it is then."""
        self.call(operation, as_, input={"liabilityId": liability["id"], **more})
        return self.liability(liability["ticketId"])

    def statement(self, party: str, month: str = "2026-03") -> dict[str, Any]:
        """Party and month, with all lines."""
        found = self.call("LiabilityStatement", OPERATOR, party=party, month=month, first=100)
        assert not found["lines"]["pageInfo"]["hasNextPage"]
        return dict(found) | {"lines": [edge["node"] for edge in found["lines"]["edges"]]}

    def nodes(self, operation: str, as_: str = OPERATOR, **variables: Any) -> list[dict[str, Any]]:
        """The nodes of a connection's first hundred."""
        return [edge["node"] for edge in self.call(operation, as_, first=100, **variables)["edges"]]

    def account(self, name: str) -> int:
        """What the ledger says an account holds: debits less credits."""
        lines = self.memory.all(LEDGER)
        return sum(each.amount for each in lines if each.debit == name) - sum(
            each.amount for each in lines if each.credit == name
        )


def borne(liability: dict[str, Any]) -> dict[str, int]:
    """Party → fen."""
    return {share["party"]["key"]: share["amount"]["fen"] for share in liability["shares"]}


def thirds(*keys: str) -> list[dict[str, Any]]:
    """Shares of 33, 33 and 34 % for three parties by their keys, as an input."""
    parties = [dict(zip(("kind", "partyId"), (*key.split(":"), None)[:2], strict=True)) for key in keys]
    return [{"party": each, "percent": percent} for each, percent in zip(parties, (33, 33, 34), strict=True)]
