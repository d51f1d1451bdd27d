"""What bookkeepers do in the town: a settlement with a row that nobody knows, liabilities, a dispute, rules."""

import io
from datetime import timedelta
from typing import Any

from care.accounts.settlement.rows import Row, read_rows
from care.kernel.clock import SHANGHAI
from fakes.front import Front

__all__ = ["book_calls", "open_books"]

OPERATOR, MANAGER = "operator:O01", "manager:B01"
LEADER = {"kind": "LEADER", "partyId": "L001"}
RULES = [{"code": "ALL", "shares": [{"party": "PLATFORM", "percent": 100}]}]
_CSV = b"""settlement_id,key,attempt,kind,amount_fen,settled_at
S1,nobody.0,1,REFUND,500,2026-03-02T20:00:00+08:00
"""


def open_books(town: Front) -> None:
    """A row of the mall's that is extra; rules; what claims cost is disputed, or the leader's to bear."""
    yesterday = (town.clock.now().astimezone(SHANGHAI) - timedelta(days=1)).date()
    importer = town.app.settlement_import
    importer.take(
        importer.begin("S1", yesterday, yesterday),
        [each for each in read_rows(io.BytesIO(_CSV)) if isinstance(each, Row)],
    )
    town.call("PublishLiabilityRules", OPERATOR, input={"rules": RULES} | _later(town))
    disputed = {"liabilityId": _liability(town, "member:M003"), "party": {"kind": "PLATFORM"}, "words": "仓库有记录"}
    town.call("DisputeLiability", OPERATOR, input=disputed)
    borne = {"liabilityId": _liability(town, "member:M004"), "shares": [{"party": LEADER, "percent": 100}]}
    town.call("AllocateLiability", OPERATOR, input=borne | {"why": "验收不细"})


def book_calls(town: Front) -> dict[str, tuple[str, dict[str, Any]]]:
    """Operation → who may run it, and with what variables it succeeds."""
    month = f"{town.clock.now().astimezone(SHANGHAI):%Y-%m}"
    mine, theirs, ours = (_liability(town, f"member:{each}") for each in ("M001", "M003", "M004"))
    (found,) = town.call("Discrepancies", OPERATOR)["edges"]
    inputs: dict[str, tuple[str, dict[str, Any]]] = {
        "ResolveDiscrepancy": (
            OPERATOR,
            {"discrepancyId": found["node"]["id"], "outcome": "EXPLAINED", "why": "测试商户"},
        ),
        "AllocateLiability": (
            OPERATOR,
            {"liabilityId": mine, "shares": [{"party": LEADER, "percent": 100}], "why": "验收不细"},
        ),
        "DisputeLiability": (OPERATOR, {"liabilityId": mine, "party": {"kind": "PLATFORM"}, "words": "有记录"}),
        "DecideLiabilityDispute": (OPERATOR, {"liabilityId": theirs, "why": "记录不全"}),
        "WriteOffLiability": (MANAGER, {"liabilityId": ours, "party": LEADER, "why": "金额太小"}),
        "PublishLiabilityRules": (OPERATOR, {"rules": RULES} | _later(town)),
    }
    reads: dict[str, tuple[str, dict[str, Any]]] = {
        "Settlements": (OPERATOR, {}),
        "SettlementDetail": (OPERATOR, {"id": town.call("Settlements", OPERATOR)["edges"][0]["node"]["id"]}),
        "Discrepancies": (OPERATOR, {}),
        "Liabilities": (OPERATOR, {}),
        "TicketLiabilities": (OPERATOR, {"ticketId": _ticket(town, "member:M001")}),
        "LiabilityStatements": (OPERATOR, {"month": month}),
        "LiabilityStatement": (OPERATOR, {"month": month, "party": "PLATFORM"}),
        "LiabilityRules": (OPERATOR, {}),
        "LiabilityRulesVersions": (OPERATOR, {}),
    }
    return reads | {name: (who, {"input": each}) for name, (who, each) in inputs.items()}


def _liability(town: Front, who: str) -> str:
    """That of the member's first claim, which was paid in its first round."""
    (first, *_later_rounds) = town.call("TicketLiabilities", OPERATOR, ticketId=_ticket(town, who))
    return str(first["id"])


def _ticket(town: Front, who: str) -> str:
    """The member's first claim."""
    return str(town.call("MyTickets", who, first=100)["edges"][-1]["node"]["id"])


def _later(town: Front) -> dict[str, str]:
    return {"effectiveAt": (town.clock.now() + timedelta(hours=1)).isoformat(), "why": "照旧"}
