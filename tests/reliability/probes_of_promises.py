"""Probes as in probes, of what is promised: caps and budgets (G4), approvals (G5), the end of waiting (G7), slips
(G10), holds (G11), and what is paid after it was given up (C5).
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from care.accounts.hand import Hand
from care.accounts.mall import MallAnswer
from care.accounts.model import Outcome, Payout, PayoutKind, PayoutState
from care.accounts.spending import Limits, Spend
from care.accounts.store import LEDGER, PAYOUTS
from care.kernel.work import Batch
from care.tickets.authority.model import ApprovalState
from care.tickets.authority.store import APPROVALS, supersede
from care.tickets.holds.hold import hold_case
from care.tickets.model import Ticket, TicketKind
from care.tickets.returns.model import SlipState
from care.tickets.returns.store import SLIPS, end_slip
from care.tickets.store import TICKETS
from care.trust.model import Assessment
from fakes import lives
from reliability.probes import Probed, booking, refusal

LEADER, MANAGER, AGENT, MEMBER = "leader:L001", "manager:B01", "agent:A01", "member:M001"
LIMITS = Limits(member_month_fen=None, order_percent=None)


def claim_of(product: Probed) -> Ticket:
    (ticket,) = (each for each in product.memory.all(TICKETS) if each.kind is TicketKind.CLAIM)
    return ticket


def code_of(product: Probed, operation: str, as_: str, **wanted: Any) -> str:
    """What a call is refused with; empty where it is done."""
    reply = product.run(operation, as_, input=wanted)
    if reply.errors:
        return str(reply.codes[0])
    (payload,) = reply.data.values()
    return str(payload["userErrors"][0]["code"]) if payload["userErrors"] else ""


def given(product: Probed) -> list[Payout]:
    """What was promised for the claim; the gift of a first complaint is another matter."""
    return [payout for payout in product.memory.all(PAYOUTS) if payout.source.startswith("ticket:")]


def _figure(product: Probed, key: str, value: int) -> None:
    """It holds ten minutes later."""
    soon = (product.clock.now() + timedelta(minutes=6)).isoformat()
    change = {"values": [{"key": key, "value": value}], "effectiveAt": soon, "why": "收紧"}
    product.call("PublishSettings", "operator:O01", input=change)
    product.advance(minutes=10)


# ---------------------------------------------------------------- caps and budgets


def promise(product: Probed, source: str, fen: int, limits: Limits) -> None:
    """As a decision does: the counters are read, and held to by the transaction."""
    spend = Spend(
        fen=fen, day=date(2026, 3, 2), member_id="M001", order_id="O001", order_paid_fen=1000, sku="SKU", limits=limits
    )
    wanted = replace(booking(source, fen), spend=spend, order_id="O001")
    accounts = product.app.accounts

    def decide(batch: Batch) -> None:
        accounts.book(batch, wanted, product.app.storage.fetch(accounts.wanted(spend)))

    product.app.uow.run(decide)


def _two_at_once(product: Probed, fen: int, limits: Limits) -> str:
    """What the second one is refused with."""
    product.rival(lambda: promise(product, "test:1", fen, limits))
    return refusal(lambda: promise(product, "test:2", fen, limits))


def a_budget_holds_two_at_once(product: Probed) -> None:
    _figure(product, "budget.day_fen", 1_000)
    assert _two_at_once(product, 600, LIMITS) == "BUDGET_EXHAUSTED"


def a_members_month_holds_two_at_once(product: Probed) -> None:
    assert _two_at_once(product, 600, replace(LIMITS, member_month_fen=1_000)) == "SPENDING_CAP_REACHED"


def an_agents_day_holds_two_at_once(product: Probed) -> None:
    assert _two_at_once(product, 600, replace(LIMITS, agent_id="A01", agent_day_fen=1_000)) == "SPENDING_CAP_REACHED"


def an_order_holds_two_at_once(product: Probed) -> None:
    assert _two_at_once(product, 600, replace(LIMITS, order_percent=100)) == "SPENDING_CAP_REACHED"


# ---------------------------------------------------------------- approvals


def _asked(product: Probed) -> str:
    """The case of an agent who has asked for what a manager must approve."""
    for staff_id, role in (("A01", "AGENT"), ("B01", "MANAGER")):
        entry = {"staffId": staff_id, "name": staff_id, "roles": [role]}
        product.call("RegisterStaffMember", "manager:B00", input=entry)
    _figure(product, "authority.agent_1_case_fen", 1_000)
    lives.sign(product)
    ticket = lives.apply(product, "2")
    wish = {"refundFen": 12_800, "text": "给您添麻烦了", "overrideReason": "情况属实"}
    asked = product.call("DecideTicket", AGENT, input={"ticketId": ticket, **wish})
    assert asked["approval"]["state"] == "ASKED"
    return ticket


def what_goes_on_without_its_approval_cannot_be_approved(product: Probed) -> None:
    ticket = _asked(product)
    product.call("WithdrawTicket", MEMBER, input={"ticketId": ticket})
    assert code_of(product, "ApproveDecision", MANAGER, ticketId=ticket, nth=1) == "APPROVAL_SUPERSEDED"
    assert product.call("ApprovalsToAnswer", MANAGER)["edges"] == []


def what_was_answered_is_not_superseded(product: Probed) -> None:
    """A decision that was taken on what it read before the answer."""
    ticket = _asked(product)
    product.call("ApproveDecision", MANAGER, input={"ticketId": ticket, "nth": 1})
    late = supersede(claim_of(product).id, 1)
    assert refusal(lambda: product.app.uow.run(lambda batch: batch.add(late)))
    (approval,) = product.memory.all(APPROVALS)
    assert approval.state is ApprovalState.APPROVED


# ---------------------------------------------------------------- the end of waiting


def the_end_of_one_waiting_passes_the_next_by(product: Probed) -> None:
    lives.sign(product)
    ticket = lives.apply(product, "1")
    for _ in range(2):
        question = {"ticketId": ticket, "text": "请补一张照片", "waitForMember": True}
        product.call("ReplyToTicket", AGENT, input=question)
        product.advance(days=1)
        if not claim_of(product).waits > 1:
            product.call("ReplyToTicket", MEMBER, input={"ticketId": ticket, "text": "补好了"})
    product.advance(days=1, minutes=1)
    assert claim_of(product).waiting, "two days have passed since the second question"


# ---------------------------------------------------------------- holds


def _held(product: Probed) -> str:
    lives.sign(product)
    ticket = lives.apply(product, "2")
    assessment = Assessment(score=90, reasons=(), hold=True)
    product.app.uow.run(lambda batch: hold_case(product.app.desk, batch, claim_of(product), assessment))
    return ticket


def nothing_is_given_before_a_person_has_looked(product: Probed) -> None:
    ticket = _held(product)
    wish = {"remedy": "FULL_REFUND", "text": "给您添麻烦了", "overrideReason": "情况属实"}
    assert code_of(product, "DecideTicket", MANAGER, ticketId=ticket, **wish) == "CASE_HELD"
    assert given(product) == []


def what_must_be_looked_at_is_not_paid_at_once(product: Probed) -> None:
    """A new account that is held for its first claim already."""
    _figure(product, "trust.hold_score", 15)
    lives.sign(product)
    lives.apply(product, "1")
    assert claim_of(product).hold is not None
    assert given(product) == []


# ---------------------------------------------------------------- given up, then confirmed


def _failed(product: Probed) -> Payout:
    lives.fails_once(product)
    lives.sign(product)
    lives.choose(product, lives.apply(product, "2"), "FULL_REFUND")
    product.advance(minutes=10)
    payout = _refund(product)
    assert payout.state is PayoutState.FAILED
    return payout


def _refund(product: Probed) -> Payout:
    (refund,) = (each for each in given(product) if each.kind is PayoutKind.REFUND)
    return refund


def _confirm(product: Probed, payout: Payout) -> None:
    said = MallAnswer(key=payout.id, attempt=1, outcome=Outcome.CONFIRMED, at=product.clock.now())
    product.app.accounts.take(said)


def _give_up(product: Probed, payout: Payout) -> None:
    product.app.accounts.give_up(product.request(), payout.id, Hand(id="A01", manages=True), "账户已注销")


def what_is_paid_meanwhile_is_not_given_up(product: Probed) -> None:
    payout = _failed(product)
    product.rival(lambda: _confirm(product, payout))
    assert refusal(lambda: _give_up(product, payout)) == "PAYOUT_NOT_OPEN"
    paid = _refund(product)
    assert paid.state is PayoutState.PAID


def what_was_given_up_and_is_paid_counts(product: Probed) -> None:
    payout = _failed(product)
    _give_up(product, payout)
    _confirm(product, payout)
    paid = _refund(product)
    assert paid.state is PayoutState.PAID
    balance: Counter[str] = Counter()
    for line in product.memory.all(LEDGER):
        if line.payout_id == payout.id:
            balance[line.debit] += line.amount
            balance[line.credit] -= line.amount
    assert (balance["liability:payable"], balance["expense:compensation"]) == (0, payout.amount)


# ---------------------------------------------------------------- slips


def _slip(product: Probed) -> str:
    """The code under which oil is to go back."""
    lives.sign(product)
    ticket = lives.apply(product, "2")
    lives.choose(product, ticket, "EXCHANGE")
    return str(product.call("MyReturnSlip", MEMBER, id=ticket)["returnSlip"]["code"])


def a_slip_is_used_once(product: Probed) -> None:
    code = _slip(product)
    product.call("AcceptReturn", LEADER, input={"code": code, "quantity": 1})
    assert code_of(product, "AcceptReturn", LEADER, code=code, quantity=1) == "SLIP_USED"


def a_slip_ends_once(product: Probed) -> None:
    """Its expiry was decided on what was read before the goods came."""
    code = _slip(product)
    (slip,) = product.memory.all(SLIPS)
    product.call("AcceptReturn", LEADER, input={"code": code, "quantity": 1})
    late = end_slip(replace(slip, state=SlipState.EXPIRED))
    assert refusal(lambda: product.app.uow.run(lambda batch: batch.add(late)))
    (used,) = product.memory.all(SLIPS)
    assert used.state is SlipState.HANDED_IN
