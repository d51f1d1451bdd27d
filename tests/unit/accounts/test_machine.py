"""C5, G10 as a machine: whatever is booked, held, released, asked, answered, retried, given up, taken back, refunded
by the mall and killed in between, in any order and repetition, the books balance, the line adds up, and our own doing
never passes a cap."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from care.accounts import store
from care.accounts.errors import AlreadyPaid, CapExceeded, FreightCapExceeded, UnknownPayout
from care.accounts.ledger_line import LedgerLine
from care.accounts.model import HELD, Payout, PayoutKind, PayoutState
from care.dynamo.writes import DynamoWrite
from care.kernel.errors import CareError
from fakes.memory_storage import MemoryStorage
from fakes.till import COUPON, FREIGHT, GIFT, POINTS, REFUND, Till

CAP = 1000
FREIGHT_CAP = 500
ANSWERS = ["confirms", "confirms", "fails", "reverses"]
SAYINGS = st.tuples(st.sampled_from(["", "another"]), st.integers(1, 3))
"""A reference of the mall, and how often it is said."""


class Killed(BaseException):
    """The process dies here."""


class Mortal(MemoryStorage):
    """Dies before or after the next transaction, when told to."""

    death: str = ""

    def transact(self, writes: Sequence[DynamoWrite]) -> None:
        death, self.death = self.death, ""
        if death == "before":
            raise Killed
        super().transact(writes)
        if death == "after":
            raise Killed


class Money(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.storage = Mortal()
        self.till = Till()
        self.till.house.storage = self.storage
        self.till.house.__post_init__()
        self.till.__post_init__()
        self.booked: dict[str, Payout] = {}
        self.mall_refunds: dict[str, int] = {}

    def _live(self, act: Callable[[], object]) -> object:
        """Do it as a handler would: what died is done again, and a rule's refusal is an answer."""
        for _ in range(2):
            try:
                return act()
            except Killed:
                continue
            except CareError as refusal:
                return refusal
        raise AssertionError("one death at a time")

    def _some(self, number: int) -> Payout:
        return list(self.booked.values())[number % len(self.booked)]

    def _committed(self) -> int:
        return self.till.line().committed_fen

    @rule(moment=st.sampled_from(["before", "after"]))
    def will_die(self, moment: str) -> None:
        self.storage.death = moment

    @rule(source=st.sampled_from("abcdef"), fen=st.integers(1, 700), benefits=st.booleans(), wait=st.booleans())
    def book(self, source: str, fen: int, *, benefits: bool, wait: bool) -> None:
        more = [COUPON, POINTS, replace(FREIGHT, wait=wait), GIFT]
        components = [replace(REFUND, amount_fen=fen, wait=wait), *(more if benefits else [])]
        before, freight = self._committed(), self.till.line("").freight_fen
        result = self._live(lambda: self.till.book(*components, source=source, cap_fen=CAP, freight_fen=FREIGHT_CAP))
        booked = self.till.accounts.payouts_of(source)
        assert booked or isinstance(result, CareError)
        if source in {payout.source for payout in self.booked.values()}:
            assert isinstance(result, AlreadyPaid | CapExceeded | FreightCapExceeded)
        for payout in booked:
            self.booked.setdefault(payout.id, payout)
        after = self._committed()
        assert after in (before, before + fen)
        assert after == before or after <= CAP
        assert self.till.line("").freight_fen in {freight, min(freight + FREIGHT.amount_fen, FREIGHT_CAP)}

    @precondition(lambda self: self.booked)
    @rule(number=st.integers(0, 99), attempt=st.integers(1, 4), what=st.sampled_from(ANSWERS), said=SAYINGS)
    def answer(self, number: int, attempt: int, what: str, said: tuple[str, int]) -> None:
        payout = self.till.payout(self._some(number))
        attempt = min(attempt, max(1, payout.attempt))
        say = {"confirms": self.till.confirm, "fails": self.till.fail, "reverses": self.till.reverse}[what]
        reference, times = said
        for _ in range(times):
            result = self._live(lambda: say(payout, attempt, reference=reference))
            assert isinstance(result, UnknownPayout) == (payout.attempt == 0), "what was never asked has no answer"
        now = self.till.payout(payout)
        if now.confirmed:
            assert now.state is (PayoutState.PAID if now.standing else PayoutState.REVERSED)
        elif what == "reverses":
            assert now.state is payout.state, "a reversal alone waits for what it reverses"

    @precondition(lambda self: self.booked)
    @rule(number=st.integers(0, 99), key=st.sampled_from("xyz"))
    def retry(self, number: int, key: str) -> None:
        payout = self.till.payout(self._some(number))
        before = self._committed()
        self._live(lambda: self.till.retry(payout, key=f"{payout.id}{payout.attempt}{key}"))
        now = self.till.payout(payout)
        assert now.attempt - payout.attempt <= (payout.state is PayoutState.FAILED)
        assert self._committed() == before or self._committed() <= CAP

    @precondition(lambda self: self.booked)
    @rule(number=st.integers(0, 99))
    def give_up(self, number: int) -> None:
        payout = self.till.payout(self._some(number))
        before = self._committed()
        result = self._live(lambda: self.till.give_up(payout, key=f"{payout.id}{payout.version}"))
        may = payout.state in {PayoutState.FAILED, PayoutState.WAITING}
        assert isinstance(result, CareError) != may
        assert (self.till.payout(payout).state is PayoutState.CANCELLED) == (
            may or payout.state is PayoutState.CANCELLED
        )
        assert self._committed() <= before

    @rule(source=st.sampled_from("abcdef"), goods=st.booleans())
    def goods_come_or_not(self, source: str, *, goods: bool) -> None:
        before = {payout.id: payout for payout in self.till.accounts.payouts_of(source)}
        over = self.till.line().over_fen
        asked = self._live(lambda: self.till.release(source) if goods else self.till.let_go(source))
        waiting = {each for each, payout in before.items() if payout.state is PayoutState.WAITING}
        lost = waiting | {each for each, payout in before.items() if payout.state is PayoutState.FAILED}
        moved = waiting if goods and asked else set() if goods else lost
        assert bool(asked) or over or not waiting, "what waits is asked for as long as the line holds it"
        for payout in self.till.accounts.payouts_of(source):
            then = PayoutState.PENDING if goods else PayoutState.CANCELLED
            assert payout.state is (then if payout.id in moved else before[payout.id].state)

    @rule(refund_id=st.sampled_from(["r1", "r2", "r3"]), fen=st.integers(1, 400))
    def mall_refund(self, refund_id: str, fen: int) -> None:
        self.mall_refunds.setdefault(refund_id, fen)
        self._live(lambda: self.till.mall_refund(self.mall_refunds[refund_id], refund_id))

    @rule(minutes=st.sampled_from([0, 2, 30, 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.till.house.clock.move(timedelta(minutes=minutes))
        self._live(self.till.sweep)
        assert not self.till.observer.failures

    @invariant()
    def the_line_adds_up(self) -> None:
        line = self.till.line()
        assert line.committed_fen == line.pending_fen + line.paid_fen + line.mall_fen
        assert line.mall_fen == sum(self.mall_refunds.values())
        refunds = [payout for payout in self._payouts() if payout.kind is PayoutKind.REFUND]
        assert line.pending_fen == sum(each.amount for each in refunds if each.state in HELD)
        assert line.paid_fen == sum(each.amount * each.standing for each in refunds)

    @invariant()
    def benefits_add_up(self) -> None:
        line, whole = self.till.line(), self.till.line("")
        counters = {
            PayoutKind.COUPON: line.coupon_fen,
            PayoutKind.POINTS: line.points,
            PayoutKind.FREIGHT: whole.freight_fen,
        }
        for kind, counter in counters.items():
            assert counter == sum(each.amount * _held(each) for each in self._payouts() if each.kind is kind)
        assert (whole.committed_fen, whole.coupon_fen, line.freight_fen) == (0, 0, 0)

    @invariant()
    def the_books_balance(self) -> None:
        lines = self.storage.all(store.LEDGER)
        for payout in self._payouts():
            balance = _balance([line for line in lines if line.payout_id == payout.id])
            owed = payout.amount if payout.state in HELD else 0
            paid = payout.amount * payout.standing
            assert sum(balance.values()) == 0
            assert balance.get("expense:compensation", 0) == owed + min(paid, payout.amount)
            assert -balance.get("liability:payable", 0) == owed
            assert -sum(amount for name, amount in balance.items() if name.startswith("mall:")) == paid
            assert balance.get("receivable:mall", 0) == max(0, paid - payout.amount)

    @invariant()
    def what_is_above_the_cap_is_told(self) -> None:
        told = {"line.overpaid"} & {*self.till.kinds(), *(item.kind for item in self.till.house.planned())}
        assert told or not (self.till.line().over_fen or self.till.line("").over_fen)

    @invariant()
    def what_waits_is_asked(self) -> None:
        asked = {(item.subject, item.generation) for item in self.till.house.planned("mall.ask")}
        waiting = [payout for payout in self._payouts() if payout.state is PayoutState.PENDING]
        assert {(payout.id, payout.attempt) for payout in waiting} <= asked

    @invariant()
    def nothing_is_paid_without_being_asked(self) -> None:
        for payout in self._payouts():
            assert (payout.attempt == 0) <= (payout.state in {PayoutState.WAITING, PayoutState.CANCELLED})

    def teardown(self) -> None:
        """What is settled is told, and the mall was never asked beyond the attempts that there were."""
        self.storage.death = ""
        self.till.sweep(minutes=2)
        self.till.sweep(minutes=1)
        facts = [(fact.kind, fact.subject) for fact in self.till.facts]
        for payout in self._payouts():
            settled, taken_back = (facts.count((f"payout.{kind}", payout.id)) for kind in ("settled", "reversed"))
            assert settled >= (payout.state is PayoutState.PAID)
            assert settled <= len(payout.confirmed)
            assert (payout.state is PayoutState.REVERSED) <= taken_back <= len(payout.taken_back)
            assert facts.count(("payout.doubled", payout.id)) == max(0, len(payout.confirmed) - 1)
            assert facts.count(("payout.given_up", payout.id)) >= bool(payout.given_up_by == "a1")

    def _payouts(self) -> list[Payout]:
        return self.storage.all(store.PAYOUTS)


def _held(payout: Payout) -> int:
    """How often a benefit counts on its line."""
    return payout.standing or int(payout.state in HELD)


def _balance(lines: list[LedgerLine]) -> dict[str, int]:
    balance: dict[str, int] = {}
    for line in lines:
        balance[line.debit] = balance.get(line.debit, 0) + line.amount
        balance[line.credit] = balance.get(line.credit, 0) - line.amount
    return balance


TestMoney = Money.TestCase
TestMoney.settings = settings(max_examples=60, stateful_step_count=40, deadline=None, derandomize=True)
