"""Authority in the town (G5): the leader gave 20 yuan, asked for 60, and a manager has not answered so far."""

from typing import Any

from care.kernel.clock import SHANGHAI
from fakes.front import Front, line_of

__all__ = ["authority_calls", "use_authority"]

LEADER, MANAGER = "leader:L001", "manager:B01"


def use_authority(town: Front) -> None:
    """On lines of M003, who lives in the leader's community."""
    entry = {"staffId": "B01", "name": "刘经理", "roles": ["MANAGER"], "regions": ["华东"]}
    town.call("RegisterStaffMember", "manager:B09", input=entry)
    for order_id, amount in (("O402", 2000), ("O401", 6000)):
        town.call("RefundAsLeader", LEADER, input=_refund(order_id, "2", amount))
    town.settle()


def authority_calls(town: Front) -> dict[str, tuple[str, dict[str, Any]]]:
    """Operation → who may run it, and with what variables it succeeds."""
    (edge,) = town.call("ApprovalsToAnswer", MANAGER)["edges"]
    asked = {"ticketId": edge["node"]["ticket"]["id"], "nth": edge["node"]["nth"]}
    day = f"{town.clock.now().astimezone(SHANGHAI):%Y-%m-%d}"
    return {
        "ApprovalsToAnswer": (MANAGER, {}),
        "ApproveDecision": (MANAGER, {"input": asked}),
        "RefuseDecision": (MANAGER, {"input": asked | {"text": "先补照片"}}),
        "AuthorityUses": (MANAGER, {"by": LEADER, "day": day}),
        "RefundAsLeader": (LEADER, {"input": _refund("O403", "2", 2000)}),
    }


def _refund(order_id: str, line_id: str, amount_fen: int) -> dict[str, Any]:
    return {"lineId": line_of(line_id, order_id), "reason": "DAMAGED", "amountFen": amount_fen, "text": "给您退一部分"}
