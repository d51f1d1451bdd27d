"""G10: a slip's life in any order of what can happen to it: paid at most once, nothing stuck."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from care.accounts.model import PayoutState
from care.accounts.store import LEDGER, PAYOUTS, line_account
from care.kernel.agenda import Lane
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.returns.model import Slip, SlipState
from care.tickets.returns.store import SLIPS
from care.tickets.store import TICKETS
from fakes.front import AGENT, ME, Front
from fakes.shop import FRESH, OIL

PRICE = 12_900
MAY_SAY = {"SLIP_USED", "SLIP_VOID", "ALREADY_DECIDED", "TICKET_NOT_OPEN", "PAYOUT_NOT_OPEN", "BAD_INPUT"}
"""What may be refused here; anything else is a fault."""


class SlipLife(RuleBasedStateMachine):
    """One line that is to go back; the mall, the member, the counter, staff and time act as they like."""

    @initialize(remedy=st.sampled_from(["RETURN_REFUND", "EXCHANGE"]))
    def choose(self, remedy: str) -> None:
        self.front = Front()
        self.shown = self.front.tap("2", "DISLIKE" if remedy == "RETURN_REFUND" else "DAMAGED")
        self.front.pick(self.shown, remedy)
        self.front.settle()
        self.refunded = 0
        self.cancelled = False
        self.freed = False
        self.exchange = remedy == "EXCHANGE"
        self.keys = 0

    # ------------------------------------------------------------------ what can happen

    @rule(quantity=st.sampled_from([1, 1, 2]), condition=st.sampled_from(["AS_EXPECTED", "AS_EXPECTED", "USED"]))
    def counter(self, quantity: int, condition: str) -> None:
        awaited = self._awaited()
        self._may("AcceptReturn", AGENT, code=self._slip().code, quantity=quantity, condition=condition)
        self._released(only_if=awaited and (quantity, condition) == (1, "AS_EXPECTED"))

    @rule(quantity=st.sampled_from([1, 1, 2]), condition=st.sampled_from(["AS_EXPECTED", "WRONG_GOODS"]))
    def warehouse(self, quantity: int, condition: str) -> None:
        told = {"version": 1, "occurred_at": self.front._now(), "key": self._slip().code, "quantity": quantity}
        awaited = self._awaited()
        self.front.event("ReturnReceived", **told, condition=condition)
        self._released(only_if=awaited and (quantity, condition) == (1, "AS_EXPECTED"))

    @rule()
    def withdraw(self) -> None:
        self._may("WithdrawTicket", ME, ticketId=self.shown["id"])

    @rule(fen=st.sampled_from([1, 5_000, PRICE]))
    def mall_refunds(self, fen: int) -> None:
        fen = min(fen, PRICE - self.refunded)
        if fen:
            self.keys += 1
            self.refunded += fen
            self.front.mall_refunds("2", fen, f"R{self.keys}")

    @rule()
    def cancel(self) -> None:
        self.cancelled = True
        self.front.cancel("O001", lines=[FRESH, OIL], line_ids=["2"])

    @rule()
    def give_up(self) -> None:
        for payout in self.front.see(self.shown)["payouts"][:1]:
            self._may("GiveUpPayout", AGENT, payoutId=payout["id"], why="客人来电")

    @rule(answer=st.sampled_from(["CONFIRMED", "FAILED", None]))
    def mall_answers(self, answer: str | None) -> None:
        self.front.mall = lambda _request: answer

    @rule(lane=st.sampled_from([Lane.NOW, Lane.CLOCKS]))
    def sweep(self, lane: Lane) -> None:
        self.front.sweep(lane)

    @rule(hours=st.sampled_from([0, 1, 24 * 6, 24 * 8]))
    def time_passes(self, hours: int) -> None:
        self.front.advance(hours=hours)

    # ------------------------------------------------------------------ what always holds

    @invariant()
    def the_slip_is_open_just_as_long_as_the_goods_are_awaited(self) -> None:
        ticket, slip = self._ticket(), self._slip()
        assert (slip.state is SlipState.OPEN) == (ticket.state is TicketState.RETURNING)
        if slip.state is SlipState.OPEN:
            planned = [(item.kind, item.part) for item in self.front.planned()]
            assert ("slip.expire", slip.code) in planned, "nothing waits for nobody"

    @invariant()
    def what_waits_is_waited_for_and_never_asked(self) -> None:
        asked = {request.payout.id for request in self.front.app.asked}
        for payout in self.front.memory.all(PAYOUTS):
            if payout.state is PayoutState.WAITING:
                assert payout.id not in asked
                assert self._given_up(payout.id) or self._slip().state is SlipState.OPEN

    @invariant()
    def it_is_paid_once_and_only_for_goods_that_came_in_time(self) -> None:
        asked = {request.payout.id for request in self.front.app.asked}
        by_kind = [each.kind for each in self.front.memory.all(PAYOUTS) if each.id in asked]
        assert len(by_kind) == len(set(by_kind))
        slip = self._slip()
        assert not asked or (slip.state is SlipState.HANDED_IN and not slip.late and slip.came == slip.quantity)

    @invariant()
    def books_balance(self) -> None:
        sums: dict[tuple[str, str], int] = {}
        for line in self.front.memory.all(LEDGER):
            sums[line.debit, line.unit] = sums.get((line.debit, line.unit), 0) + line.amount
            sums[line.credit, line.unit] = sums.get((line.credit, line.unit), 0) - line.amount
        assert sum(sums.values()) == 0
        owed = sum(-amount for (name, _unit), amount in sums.items() if name == "liability:payable")
        held = {PayoutState.WAITING, PayoutState.PENDING}
        assert owed == sum(each.amount for each in self.front.memory.all(PAYOUTS) if each.state in held)

    def teardown(self) -> None:
        if not hasattr(self, "front"):
            return
        self.front.mall = lambda _request: "CONFIRMED"
        self.front.advance(days=12)
        assert self._ticket().state is not TicketState.RETURNING
        assert self.front.dead() == []
        states = {payout.state for payout in self.front.memory.all(PAYOUTS)}
        assert not states & {PayoutState.WAITING, PayoutState.PENDING}
        account = self.front.memory.get(*line_account("O001", "2"))
        paid = sum(each.amount_fen for each in self.front.memory.all(PAYOUTS) if self._refund_paid(each))
        assert account is None or account.committed_fen == paid + self.refunded
        assert self.front.app.buried == []

    # ------------------------------------------------------------------ words

    def _may(self, operation: str, as_: str, **wanted: Any) -> None:
        reply = self.front.run(operation, as_, input=wanted)
        assert not reply.errors
        (answer,) = reply.data.values()
        assert {error["code"] for error in answer["userErrors"]} <= MAY_SAY

    def _awaited(self) -> bool:
        """Whether goods that come now are to be paid for: not where the line is gone or its money given back."""
        whole = all(each.state is PayoutState.WAITING for each in self.front.memory.all(PAYOUTS))
        due = not self.cancelled and (self.exchange or self.refunded == 0)
        return self._slip().state is SlipState.OPEN and whole and due

    def _released(self, *, only_if: bool) -> None:
        """Handing in frees what waited just then, once."""
        free = self._ticket().state is TicketState.PAYING
        assert free or not only_if
        assert only_if or self.freed or not free
        self.freed = self.freed or free

    def _ticket(self) -> Ticket:
        (found,) = [each for each in self.front.memory.all(TICKETS) if each.kind is TicketKind.CLAIM]
        return found

    def _slip(self) -> Slip:
        (slip,) = self.front.memory.all(SLIPS)
        return slip

    def _given_up(self, payout_id: str) -> bool:
        """Its sibling was given up, which the agenda is about to see."""
        source = payout_id.rpartition(".")[0]
        return any(each.source == source and each.given_up_by for each in self.front.memory.all(PAYOUTS))

    def _refund_paid(self, payout: Any) -> bool:
        return payout.kind == "REFUND" and payout.state is PayoutState.PAID


SlipLife.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TestSlipLife = SlipLife.TestCase
