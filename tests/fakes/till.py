"""Accounts in memory, with a mall that remembers what it was asked and a runner that fires what is due."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from care.accounts import store
from care.accounts.asking import AskMall
from care.accounts.hand import Hand
from care.accounts.line_account import LineAccount, MallRefund
from care.accounts.mall import MallAnswer, PayoutRequest
from care.accounts.model import Booking, Component, Outcome, Payout, PayoutKind, PayoutState
from care.accounts.service import Accounts
from care.accounts.spending import Limits, Spend
from care.dynamo.firing import AgendaRunner
from care.dynamo.requests import Answer, Request
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.settings import Settings
from care.kernel.work import Batch, Reaction, decision
from care.orders.model import Order
from care.orders.store import order_at, save_order
from fakes.house import House

FACTS = (
    "payout.settled",
    "payout.failed",
    "payout.unanswered",
    "payout.mismatched",
    "payout.doubled",
    "payout.reversed",
    "payout.given_up",
    "breaker.opened",
    "line.overpaid",
)
REFUND = Component(kind=PayoutKind.REFUND, amount_fen=600, label="退款")
COUPON = Component(kind=PayoutKind.COUPON, amount_fen=300, label="优惠券")
POINTS = Component(kind=PayoutKind.POINTS, points=50, label="积分")
FREIGHT = Component(kind=PayoutKind.FREIGHT, amount_fen=200, label="运费")
LIMITS = Limits(member_month_fen=100, order_percent=150)
GIFT = Component(kind=PayoutKind.GIFT, amount_fen=150, sku="GIFT-1", label="赠品")


@dataclass
class FakeMall:
    """Remembers what it was asked; `breaks` is raised instead, once."""

    asked: list[PayoutRequest] = field(default_factory=list)
    breaks: BaseException | None = None

    def ask(self, request: PayoutRequest) -> None:
        error, self.breaks = self.breaks, None
        if error:
            raise error
        self.asked.append(request)


class _Quiet:
    """Lets no failure of a firing pass unseen."""

    def __init__(self) -> None:
        self.failures: list[AgendaItem] = []

    def fired(self, item: AgendaItem, late: timedelta) -> None:
        pass

    def failed(self, item: AgendaItem) -> None:
        self.failures.append(item)


@dataclass
class Till:
    """`facts` are those that fired, the oldest first."""

    house: House = field(default_factory=House)
    mall: FakeMall = field(default_factory=FakeMall)
    settings: Settings = field(default_factory=Settings)
    facts: list[AgendaItem] = field(default_factory=list)
    accounts: Accounts = field(init=False)
    runner: AgendaRunner = field(init=False)
    observer: _Quiet = field(default_factory=_Quiet)

    def __post_init__(self) -> None:
        house = self.house
        self.accounts = Accounts(house.storage, house.uow, house.clock, house.requests, lambda: self.settings)
        asking = AskMall(house.storage, house.clock, lambda: self.settings, self.mall)
        reactions: dict[str, Reaction] = {
            "mall.ask": asking.send,
            "payout.judge": decision(self.accounts.judge),
            **dict.fromkeys(FACTS, decision(self._note)),
        }
        self.runner = AgendaRunner(house.storage, house.uow, house.agenda, house.clock, reactions, self.observer)

    def _note(self, item: AgendaItem, _batch: Batch) -> None:
        self.facts.append(item)

    def book(self, *components: Component, **changes: object) -> tuple[Payout, ...]:
        """Book for line `l` of order `o`, which 1,000 fen were paid for, unless `changes` says else."""
        return self.house.uow.run(lambda batch: self.accounts.book(batch, booking(*components, **changes)))

    def sweep(self, **by: int) -> None:
        """Let `by` (hours, minutes …) pass, then fire what is due."""
        self.house.clock.move(timedelta(**by))
        self.runner.sweep(Lane.NOW, lambda: 60.0)

    def confirm(self, payout: Payout, attempt: int = 1, *, amount_fen: int | None = None, reference: str = "") -> None:
        self.accounts.take(self.said(payout, Outcome.CONFIRMED, attempt, amount_fen=amount_fen, reference=reference))

    def fail(self, payout: Payout, attempt: int = 1, *, reference: str = "") -> None:
        self.accounts.take(self.said(payout, Outcome.FAILED, attempt, reference=reference))

    def reverse(self, payout: Payout, attempt: int = 1, *, reference: str = "") -> None:
        self.accounts.take(self.said(payout, Outcome.REVERSED, attempt, reference=reference))

    def said(
        self, payout: Payout, outcome: Outcome, attempt: int = 1, *, amount_fen: int | None = None, reference: str = ""
    ) -> MallAnswer:
        return MallAnswer(
            key=payout.id,
            attempt=attempt,
            outcome=outcome,
            at=self.house.clock.now(),
            amount_fen=amount_fen,
            reference=reference,
        )

    def retry(self, payout: Payout, key: str = "k", by: str = "a1", *, manages: bool = False) -> Answer:
        """As agent `by` asks for it."""
        request = Request(caller=f"staff:{by}", operation="retryPayout", key=key, content={"id": payout.id})
        return self.accounts.retry(request, payout.id, Hand(id=by, manages=manages))

    def give_up(
        self, payout: Payout, key: str = "g", by: str = "a1", why: str = "账户已注销", *, manages: bool = False
    ) -> Answer:
        """As agent `by` asks for it."""
        request = Request(caller=f"staff:{by}", operation="giveUpPayout", key=key, content={"id": payout.id})
        return self.accounts.give_up(request, payout.id, Hand(id=by, manages=manages), why)

    def release(self, source: str = "ticket:t:0") -> list[Payout]:
        """The goods are back; those that are asked for by this."""
        if self.house.storage.get(*order_at("o")) is None:
            self.house.uow.run(lambda batch: batch.add(save_order(Order(id="o"), name="order.save")))
        at_order, at_accounts = order_at("o"), [store.line_account("o", "l"), store.line_account("o")]
        waiting = [each for each in self.accounts.payouts_of(source) if each.state is PayoutState.WAITING]

        def decide(batch: Batch) -> bool:
            found = self.house.storage.fetch([at_order, *at_accounts])
            order = found.get(*at_order)
            return order is not None and self.accounts.release(batch, waiting, order, found)

        return waiting if self.house.uow.run(decide) else []

    def let_go(self, source: str = "ticket:t:0") -> tuple[Payout, ...]:
        """The goods will not come."""
        return self.house.uow.run(
            lambda batch: self.accounts.let_go(batch, self.accounts.payouts_of(source), "RETURN_EXPIRED")
        )

    def mall_refund(self, amount_fen: int, refund_id: str = "r1", line_id: str = "l") -> None:
        refund = MallRefund(
            refund_id=refund_id, order_id="o", line_id=line_id, amount_fen=amount_fen, at=self.house.clock.now()
        )
        self.accounts.take_mall_refund(refund)

    def payout(self, payout: Payout) -> Payout:
        """As it is stored now."""
        return self.accounts.get_many([payout.id])[payout.id]

    def line(self, line_id: str = "l") -> LineAccount:
        found = self.house.storage.get(*store.line_account("o", line_id))
        return found or LineAccount(order_id="o", line_id=line_id)

    def kinds(self) -> list[str]:
        """The facts that fired."""
        return [item.kind for item in self.facts]


def booking(*components: Component, **changes: object) -> Booking:
    fields: dict[str, object] = {"source": "ticket:t:0", "member_id": "m", "order_id": "o", "line_id": "l"}
    return Booking(components=components, **(fields | {"cap_fen": 1000} | changes))  # type: ignore[arg-type]


def spend(**changes: object) -> Spend:
    fields: dict[str, object] = {
        "fen": 10,
        "day": date(2026, 3, 2),
        "member_id": "m",
        "order_id": "o",
        "order_paid_fen": 333,
        "sku": "S",
        "limits": LIMITS,
    }
    return Spend(**(fields | changes))  # type: ignore[arg-type]
