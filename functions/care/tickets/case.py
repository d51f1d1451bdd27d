"""Reads what is known of an order line: one call for order, claim and account, one for product, leader and member."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from care.accounts.model import LineAccount
from care.accounts.spending import Limits
from care.accounts.store import line_account
from care.catalog.model import Product
from care.catalog.store import product_at
from care.evidence.model import Evidence
from care.kernel.errors import BadInput, NotFound
from care.members.model import Member
from care.members.store import member_at
from care.orders.model import Line, Order
from care.orders.store import order_at
from care.policy.model import PolicyVersion, Reason
from care.staff.model import Leader
from care.staff.store import leader_at
from care.tickets.desk import Desk
from care.tickets.errors import UnknownReason
from care.tickets.evidence import named_photos, photos_at
from care.tickets.facts import LineFacts
from care.tickets.model import LineClaim
from care.tickets.purse import Purse, spend_under
from care.tickets.rules import Verdict, judge
from care.tickets.segments import segment_of
from care.tickets.store import claim_at
from care.tickets.take_remedy import Bought
from care.trust.model import Assessment
from care.trust.rules import assess
from care.trust.store import standing_at

__all__ = ["LineCase", "read_case", "reason_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCase:
    """An order line as a decision sees it."""

    order: Order
    line: Line
    region: str | None
    claim: LineClaim | None
    facts: LineFacts
    purse: Purse | None = None
    leader: Leader | None = None
    assessment: Assessment | None = None
    """How the member stands (G11), where the decision may pay. What is shown before it knows of none."""
    photos: tuple[Evidence, ...] = ()
    """Those that the application names."""

    @property
    def bought(self) -> Bought:
        return Bought(order=self.order, line=self.line, purse=self.purse)

    def judge(self, desk: Desk, reason: Reason, policy: PolicyVersion) -> Verdict:
        return judge(self.facts, reason, policy, desk.settings(), desk.clock.now())


def read_case(
    desk: Desk,
    member_id: str | None,
    order_id: str,
    line_id: str,
    *,
    quantity: int | None = None,
    limits: Limits | None = None,
    photos: Sequence[str] = (),
) -> LineCase:
    """The case of one's own line; NotFound for another's, as for none. `member_id` None: staff ask, for any line.

    `quantity` is what is claimed of the line, all of it where None; BadInput if the line has not so many. `limits`: the
    decision may pay, so it reads the case's `purse` too, in the same call (G4, G5). `photos`: ids of evidence that is
    named for it; EvidenceNotYours where one cannot be.
    """
    wanted = [order_at(order_id), claim_at(order_id, line_id), line_account(order_id, line_id), *photos_at(photos)]
    found = desk.storage.fetch(wanted)
    order = found.get(*wanted[0])
    line = order.line(line_id) if order else None
    if order is None or line is None or member_id not in {None, order.member_id}:
        raise NotFound(field="line_id")
    at_product, at_leader, at_member = product_at(line.sku), leader_at(order.leader_id), member_at(order.member_id)
    spend = spend_under(desk, order, line, limits) if limits else None
    counted = desk.accounts.wanted(spend) if spend else ()
    at_standing = standing_at(order.member_id)
    standings = [at_standing] if limits else []
    around = desk.storage.fetch([at_product, at_leader, at_member, *standings, *counted])
    leader = around.get(*at_leader)
    facts = _facts(
        order,
        line,
        _claimed(line, quantity),
        around.get(*at_product),
        around.get(*at_member),
        found.get(*wanted[2]),
        desk.clock.now(),
    )
    named = named_photos(found, photos, order.member_id, f"{order_id}/{line_id}")
    known, settings = around.get(*at_standing), desk.settings()
    assessment = assess(known, order, around.get(*at_member), desk.clock.now(), settings) if limits else None
    region = order.region or (leader.region if leader else None)
    return LineCase(
        order=order,
        line=line,
        region=region,
        claim=found.get(*wanted[1]),
        facts=replace(facts, photo=any(each.clear for each in named)),
        photos=tuple(named),
        purse=Purse(spend=spend, found=around) if spend else None,
        leader=leader,
        assessment=assessment,
    )


def _claimed(line: Line, quantity: int | None) -> int:
    if quantity is None:
        return line.quantity
    if not 1 <= quantity <= line.quantity:
        message = f"quantity must be from 1 to {line.quantity}"
        raise BadInput(message, field="quantity", low=1, high=line.quantity)
    return quantity


def _facts(
    order: Order,
    line: Line,
    claimed: int,
    product: Product | None,
    member: Member | None,
    account: LineAccount | None,
    now: datetime,
) -> LineFacts:
    return LineFacts(
        member_id=order.member_id,
        order_id=order.id,
        line_id=line.id,
        sku=line.sku,
        category=line.category,
        supplier=line.supplier or (product.supplier if product else None),
        channel=order.channel,
        segment=segment_of(member, now),
        quantity=line.quantity,
        claimed_quantity=claimed,
        paid_fen=line.paid_fen,
        committed_fen=account.committed_fen if account else 0,
        goods_units=account.goods_units if account else 0,
        freight_fen=order.freight_share(line.id),
        signed_at=line.signed_at,
        delivered_at=line.delivered_at,
        picked_up_at=line.picked_up_at,
        cancelled=line.cancelled,
        shelf_life_days=product.shelf_life_days if product else None,
    )


def reason_of(policy: PolicyVersion, code: str) -> Reason:
    reason = policy.reason(code)
    if reason is None:
        raise UnknownReason(field="reason")
    return reason
