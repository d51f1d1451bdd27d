"""Reads what is known of an order line: one call for order, claim and account, one for product and leader."""

from dataclasses import dataclass

from care.accounts.store import line_account
from care.catalog.store import product_at
from care.kernel.errors import NotFound
from care.orders.model import Line, Order
from care.orders.store import order_at
from care.policy.model import PolicyVersion, Reason
from care.staff.store import leader_at
from care.tickets.desk import Desk
from care.tickets.errors import UnknownReason
from care.tickets.model import LineClaim
from care.tickets.rules import LineFacts, Verdict, judge
from care.tickets.store import claim_at
from care.tickets.take_remedy import Bought

__all__ = ["LineCase", "read_case", "reason_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCase:
    """An order line as a decision sees it."""

    order: Order
    line: Line
    region: str | None
    claim: LineClaim | None
    facts: LineFacts

    @property
    def bought(self) -> Bought:
        return Bought(order=self.order, line=self.line)

    def judge(self, desk: Desk, reason: Reason, policy: PolicyVersion) -> Verdict:
        return judge(self.facts, reason, policy, desk.settings(), desk.clock.now())


def read_case(desk: Desk, member_id: str, order_id: str, line_id: str) -> LineCase:
    """The case of one's own line; NotFound for another's, as for none."""
    wanted = [order_at(order_id), claim_at(order_id, line_id), line_account(order_id, line_id)]
    found = desk.storage.fetch(wanted)
    order = found.get(*wanted[0])
    line = order.line(line_id) if order else None
    if order is None or line is None or order.member_id != member_id:
        raise NotFound(field="line_id")
    account = found.get(*wanted[2])
    at_product, at_leader = product_at(line.sku), leader_at(order.leader_id)
    around = desk.storage.fetch([at_product, at_leader])
    product, leader = around.get(*at_product), around.get(*at_leader)
    facts = LineFacts(
        member_id=member_id,
        order_id=order_id,
        line_id=line_id,
        category=line.category,
        paid_fen=line.paid_fen,
        committed_fen=account.committed_fen if account else 0,
        signed_at=line.signed_at,
        cancelled=line.cancelled,
        shelf_life_days=product.shelf_life_days if product else None,
    )
    region = order.region or (leader.region if leader else None)
    return LineCase(order=order, line=line, region=region, claim=found.get(*wanted[1]), facts=facts)


def reason_of(policy: PolicyVersion, code: str) -> Reason:
    reason = policy.reason(code)
    if reason is None:
        raise UnknownReason(field="reason")
    return reason
