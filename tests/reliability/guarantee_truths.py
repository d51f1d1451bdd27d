"""What is true of the world of the guarantee machine after every step, whatever was done (C5, G4, G5, G7, G10)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from care.accounts.ledger_line import Cause, LedgerLine
from care.accounts.line_account import LineAccount
from care.accounts.model import HELD, Payout, PayoutKind, PayoutState
from care.accounts.store import LEDGER, LINES, MALL_REFUNDS, PAYOUTS
from care.kernel.agenda import AgendaItem, Lane
from care.orders.store import ORDERS
from care.policy.model import Bearer, PartKind
from care.staff.alert_shelves import ALERTS
from care.tickets.authority.model import Approval, ApprovalState
from care.tickets.authority.store import APPROVALS, USES
from care.tickets.authority.wishes import REFUND_AMOUNT, Against
from care.tickets.model import Outcome, Ticket, TicketState
from care.tickets.returns.model import Slip, SlipState
from care.tickets.returns.store import SLIPS
from care.tickets.store import TICKETS
from reliability.guarantee_world import World

__all__ = ["TRUTHS", "it_has_come_to_an_end"]

DESK = frozenset({"review.default", "clock.warn", "clock.breach", "clock.climb", "approval.climb", "wait.end"})
"""What fires while a case is on a person's desk."""
_BORNE = frozenset({Cause.ALLOCATED, Cause.WRITTEN_OFF})


def the_books_balance(world: World) -> None:
    lines: dict[str, list[LedgerLine]] = defaultdict(list)
    for line in world.found(LEDGER):
        if line.cause not in _BORNE:
            lines[line.payout_id].append(line)
    for payout in world.found(PAYOUTS):
        _balanced(payout, lines[payout.id])


def _balanced(payout: Payout, lines: Iterable[LedgerLine]) -> None:
    balance: Counter[str] = Counter()
    for line in lines:
        balance[line.debit] += line.amount
        balance[line.credit] -= line.amount
    owed = payout.amount if payout.state in HELD else 0
    paid = payout.amount * payout.standing
    assert sum(balance.values()) == 0
    assert balance["expense:compensation"] == owed + min(paid, payout.amount), payout
    assert -balance["liability:payable"] == owed, payout
    assert balance["receivable:mall"] == max(0, paid - payout.amount), payout
    assert -sum(fen for name, fen in balance.items() if name.startswith("mall:")) == paid, payout


def nothing_is_promised_twice(world: World) -> None:
    """A component of a round is one payout, asked for one amount, never beyond its present attempt."""
    payouts = {payout.id: payout for payout in world.found(PAYOUTS)}
    assert len({(each.source, each.n) for each in payouts.values()}) == len(payouts)
    for request in world.app.asked:
        now = payouts[request.payout.id]
        assert (request.payout.amount_fen, request.payout.points) == (now.amount_fen, now.points)
        assert 1 <= request.payout.attempt <= now.attempt
    held: dict[str, set[str]] = defaultdict(set)
    for each in payouts.values():
        if each.state in HELD and each.source.startswith("ticket:"):
            held[each.source.rpartition(":")[0]].add(each.source)
    assert all(len(sources) == 1 for sources in held.values()), held


def what_was_never_asked_is_not_paid(world: World) -> None:
    asked = {(each.payout.id, each.payout.attempt) for each in world.app.asked}
    for payout in world.found(PAYOUTS):
        assert (payout.attempt == 0) <= (payout.state in {PayoutState.WAITING, PayoutState.CANCELLED}), payout
        assert {(payout.id, attempt) for attempt in payout.confirmed} <= asked


def lines_add_up(world: World) -> None:
    refunds: dict[tuple[str, str], list[Payout]] = defaultdict(list)
    for payout in world.found(PAYOUTS):
        if payout.kind is PayoutKind.REFUND:
            refunds[payout.order_id or "", payout.line_id or ""].append(payout)
    mall: Counter[tuple[str, str]] = Counter()
    for refund in world.found(MALL_REFUNDS):
        mall[refund.order_id, refund.line_id] += refund.amount_fen
    for account in world.found(LINES):
        place = (account.order_id, account.line_id)
        _adds_up(account, refunds[place], mall[place])


def _adds_up(account: LineAccount, refunds: list[Payout], by_mall: int) -> None:
    assert account.committed_fen == account.pending_fen + account.paid_fen + account.mall_fen, account
    assert account.mall_fen == by_mall, account
    assert account.pending_fen == sum(each.amount for each in refunds if each.state in HELD), account
    assert account.paid_fen == sum(each.amount * each.standing for each in refunds), account


def nothing_is_dead(world: World) -> None:
    assert world.dead() == []
    assert world.app.buried == []


def nothing_waits_for_nobody(world: World) -> None:
    """Whatever is open has somebody, and something that fires if they do nothing."""
    planned: dict[str, list[AgendaItem]] = defaultdict(list)
    for item in world.found(world.app.agenda.shelf):
        assert item.lane is not Lane.DEAD, item
        planned[item.subject].append(item)
    payouts: dict[str, list[Payout]] = defaultdict(list)
    for payout in world.found(PAYOUTS):
        payouts[payout.source].append(payout)
    slips = {slip.code: slip for slip in world.found(SLIPS)}
    for ticket in world.found(TICKETS):
        if ticket.open:
            assert ticket.assignee, ticket
            _waits_for_something(ticket, planned, payouts[ticket.source], slips)
        else:
            assert not any(each.state is PayoutState.WAITING for each in payouts[ticket.source]), ticket
        if ticket.outcome is Outcome.REFUSED:
            assert payouts[ticket.source] == [], ticket


def _waits_for_something(
    ticket: Ticket,
    planned: Mapping[str, list[AgendaItem]],
    payouts: list[Payout],
    slips: Mapping[str, Slip],
) -> None:
    kinds = {item.kind for item in planned[ticket.id]}
    if ticket.state is TicketState.CHOOSING:
        assert any(_falls(ticket, item) for item in planned[ticket.id]), ticket
    elif ticket.state is TicketState.RETURNING:
        slip = slips[ticket.slip or ""]
        assert (slip.state, slip.round) == (SlipState.OPEN, ticket.round), slip
        assert "slip.expire" in {item.kind for item in planned[slip.code]} | kinds, ticket
    elif ticket.state is TicketState.PAYING:
        moves = {item.kind for payout in payouts for item in planned[payout.id]}
        assert any(kind == "mall.ask" or kind.startswith("payout.") for kind in moves), ticket
    else:
        assert kinds & DESK or any(clock.breached_at for clock in ticket.clocks), ticket
    if ticket.waiting:
        assert any(item.kind == "wait.end" and item.generation == ticket.waits for item in planned[ticket.id]), ticket


def it_has_come_to_an_end(world: World) -> None:
    """After time enough: whatever is open lies with a person, waits for nobody else, and who is on call knows of it."""
    told = {alert.about for alert in world.found(ALERTS)}
    for ticket in world.found(TICKETS):
        if ticket.open:
            assert ticket.state is TicketState.IN_REVIEW, ticket
            assert ticket.assignee, ticket
            assert (ticket.waiting, ticket.approval_nth) == (False, None), ticket
            assert ticket.id in told, ticket


def _falls(ticket: Ticket, item: AgendaItem) -> bool:
    return item.kind == "menu.default" and item.generation == ticket.round and ticket.choose_by is not None


def what_is_pending_is_asked(world: World) -> None:
    asks = {(item.subject, item.generation) for item in world.found(world.app.agenda.shelf) if item.kind == "mall.ask"}
    pending = {(each.id, each.attempt) for each in world.found(PAYOUTS) if each.state is PayoutState.PENDING}
    assert pending <= asks


def states_say_the_same(world: World) -> None:
    """The table of a ticket's states: what it bears in which."""
    approvals = {each.ticket_id: each for each in world.found(APPROVALS)}
    for ticket in world.found(TICKETS):
        approval = approvals.get(ticket.id)
        assert (ticket.approval_nth is not None) == _waited_for(approval), (ticket, approval)
        assert ticket.approval_nth is None or (approval and approval.nth == ticket.approval_nth)
        if ticket.hold is not None and ticket.open:
            assert (ticket.state, ticket.remedy) == (TicketState.IN_REVIEW, None), ticket
        if ticket.state in {TicketState.PAYING, TicketState.RETURNING}:
            assert ticket.remedy is not None, ticket
        if ticket.state is TicketState.CHOOSING:
            assert ticket.menu, ticket
            assert ticket.remedy is None, ticket


def freight_is_paid_once_and_for_goods_that_came(world: World) -> None:
    """G10: as the slip says, and what was stated."""
    slips = {slip.freight_source: slip for slip in world.found(SLIPS)}
    for payout in world.found(PAYOUTS):
        if payout.kind is PayoutKind.RETURN_FREIGHT:
            slip = slips[payout.source]
            assert (slip.state, slip.late, payout.n) == (SlipState.HANDED_IN, False, 0), slip
            assert payout.amount_fen == slip.freight_fen, slip
            assert slip.bearer is not Bearer.MEMBER, slip


def less_is_given_with_a_reason_on_record(world: World) -> None:
    """C3, G1: or by a manager, who was asked. What the menu's default made good is what was promised."""
    tickets = {ticket.id: ticket for ticket in world.found(TICKETS)}
    for use in world.found(USES):
        if use.override_reason or use.asked_by:
            continue
        assert Against.LESS not in use.passed, use
        ticket = tickets[use.ticket_id]
        if use.round == 0 and use.remedy == REFUND_AMOUNT and _untouched(world, ticket):
            assert use.cost_fen >= _promised(ticket), (use, ticket)


def _promised(ticket: Ticket) -> int:
    kinds = {PartKind.REFUND, PartKind.REISSUE, PartKind.EXCHANGE}
    return sum(part.amount_fen for offer in ticket.menu[:1] for part in offer.base if part.kind in kinds)


def _untouched(world: World, ticket: Ticket) -> bool:
    """Whether the line is as it was when the menu was made."""
    place = (ticket.order_id or "", ticket.line_id or "")
    by_mall = sum(each.mall_fen for each in world.found(LINES) if (each.order_id, each.line_id) == place)
    order = next(each for each in world.found(ORDERS) if each.id == place[0])
    line = order.line(place[1])
    return bool(line and ticket.facts and line.paid_fen == ticket.facts.paid_fen and not by_mall)


def _waited_for(approval: Approval | None) -> bool:
    return approval is not None and approval.state is ApprovalState.ASKED


TRUTHS = (
    the_books_balance,
    nothing_is_promised_twice,
    what_was_never_asked_is_not_paid,
    lines_add_up,
    nothing_is_dead,
    nothing_waits_for_nobody,
    what_is_pending_is_asked,
    states_say_the_same,
    freight_is_paid_once_and_for_goods_that_came,
    less_is_given_with_a_reason_on_record,
)
