"""A life in which a person looks first (G11), and a member complains for the first time (P8)."""

from datetime import timedelta
from typing import Any

from api.relay import global_id
from fakes.mall import line, order
from fakes.product import Product

__all__ = ["held"]

MEMBER, MANAGER = "member:M001", "manager:B01"


def held(product: Product) -> None:
    """Two claims of a new account are held: one hold is confirmed, and the member withdraws; one is lifted and paid."""
    product.call("RegisterStaffMember", "manager:B00", input={"staffId": "B01", "name": "刘经理", "roles": ["MANAGER"]})
    soon = (product.clock.now() + timedelta(minutes=6)).isoformat()
    values = [{"key": "trust.hold_score", "value": 15}]
    product.call("PublishSettings", "operator:O01", input={"values": values, "effectiveAt": soon, "why": "收紧"})
    product.advance(minutes=10)
    placed_at, signed_at = ((product.clock.now() - timedelta(hours=each)).isoformat() for each in (24, 0))
    lines = [line(line_id=each, unit_price_fen=3980) for each in "12"]
    product.event("OrderPlaced", **order(lines=lines), placed_at=placed_at)
    product.event("OrderSigned", **order(lines=lines), signed_at=signed_at)
    product.settle()
    wrong, right = (_apply(product, each) for each in "12")
    product.call("ConfirmHold", MANAGER, input=_looked(product, right))
    product.call("WithdrawTicket", MEMBER, input={"ticketId": right})
    product.call("LiftHold", MANAGER, input=_looked(product, wrong))
    product.advance(days=1)


def _apply(product: Product, line_id: str) -> str:
    wanted = {"lineId": global_id("OrderLine", f"O001/{line_id}"), "reason": "DAMAGED"}
    ticket = product.call("ApplyForAftercare", MEMBER, input=wanted)["ticket"]
    product.settle()
    assert ticket["state"] == "IN_REVIEW"
    return str(ticket["id"])


def _looked(product: Product, ticket: str) -> dict[str, Any]:
    step = product.call("TicketHold", MANAGER, id=ticket)["step"]
    return {"ticketId": ticket, "seenStep": step, "why": "打过电话了"}
