"""Reads what is known of an order line: one call for order, claim and account, one for product, leader and member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from care.accounts.line_account import LineAccount
from care.accounts.spending import Limits, Spend
from care.accounts.store import line_account
from care.catalog.model import Product
from care.catalog.store import product_at
from care.dynamo.storage import Found
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
from care.tickets.facts import LineFacts, line_now
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bought:
    """The first call: the order line, and what lies at it."""

    order: Order
    line: Line
    claim: LineClaim | None
    account: LineAccount | None
    found: Found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """The second call: what the order line leads to."""

    product: Product | None
    leader: Leader | None
    member: Member | None
    assessment: Assessment | None
    found: Found


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
    bought = _read_bought(desk, member_id, order_id, line_id, photos)
    spend = spend_under(desk, bought.order, bought.line, limits) if limits else None
    around = _read_around(desk, bought, spend)
    claimed = _claimed(bought.line, quantity)
    named = named_photos(bought.found, photos, bought.order.member_id, f"{order_id}/{line_id}")
    return LineCase(
        order=bought.order,
        line=bought.line,
        region=bought.order.region or (around.leader.region if around.leader else None),
        claim=bought.claim,
        facts=_facts(bought, around, claimed, desk.clock.now(), photo=any(each.clear for each in named)),
        photos=tuple(named),
        purse=Purse(spend=spend, found=around.found) if spend else None,
        leader=around.leader,
        assessment=around.assessment,
    )


def _read_bought(desk: Desk, member_id: str | None, order_id: str, line_id: str, photos: Sequence[str]) -> _Bought:
    at_order, at_claim, at_account = order_at(order_id), claim_at(order_id, line_id), line_account(order_id, line_id)
    found = desk.storage.fetch([at_order, at_claim, at_account, *photos_at(photos)])
    order = found.get(*at_order)
    line = order.line(line_id) if order else None
    if order is None or line is None or member_id not in {None, order.member_id}:
        raise NotFound(field="line_id")
    return _Bought(order=order, line=line, claim=found.get(*at_claim), account=found.get(*at_account), found=found)


def _read_around(desk: Desk, bought: _Bought, spend: Spend | None) -> _Around:
    """`spend`: what the decision may pay counts for; None: it pays nothing, and how the member stands is not asked."""
    order = bought.order
    at_product, at_leader = product_at(bought.line.sku), leader_at(order.leader_id)
    at_member, at_standing = member_at(order.member_id), standing_at(order.member_id)
    counted = [at_standing, *desk.accounts.wanted(spend)] if spend else []
    found = desk.storage.fetch([at_product, at_leader, at_member, *counted])
    member, now = found.get(*at_member), desk.clock.now()
    return _Around(
        product=found.get(*at_product),
        leader=found.get(*at_leader),
        member=member,
        assessment=assess(found.get(*at_standing), order, member, now, desk.settings()) if spend else None,
        found=found,
    )


def _claimed(line: Line, quantity: int | None) -> int:
    if quantity is None:
        return line.quantity
    if not 1 <= quantity <= line.quantity:
        message = f"quantity must be from 1 to {line.quantity}"
        raise BadInput(message, field="quantity", low=1, high=line.quantity)
    return quantity


def _facts(bought: _Bought, around: _Around, claimed: int, now: datetime, *, photo: bool) -> LineFacts:
    order, line, product = bought.order, bought.line, around.product
    return LineFacts(
        member_id=order.member_id,
        order_id=order.id,
        line_id=line.id,
        sku=line.sku,
        category=line.category,
        supplier=line.supplier or (product.supplier if product else None),
        channel=order.channel,
        segment=segment_of(around.member, now),
        simple=around.member is not None and around.member.simple_mode,
        claimed_quantity=claimed,
        shelf_life_days=product.shelf_life_days if product else None,
        photo=photo,
        **line_now(order, line, bought.account),
    )


def reason_of(policy: PolicyVersion, code: str) -> Reason:
    reason = policy.reason(code)
    if reason is None:
        raise UnknownReason(field="reason")
    return reason
