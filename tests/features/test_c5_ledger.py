"""C5: every payout exactly once, never above the caps; pending, paid, failed; settled by the mall's word."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from api.relay import global_id
from api.retry_payout import RetryPayout
from care.accounts.errors import AlreadyPaid, CapExceeded
from care.accounts.ledger_line import LedgerLine
from care.accounts.model import Payout
from fakes.serving import Reply, Server, serve
from fakes.till import COUPON, REFUND, Till

OPERATIONS = Path(__file__).parents[2] / "graphql" / "operations"
RETRY = (OPERATIONS / "RetryPayout.graphql").read_text(encoding="utf-8")
SEE = "query See($id: ID!) { node(id: $id) { ... on Payout { kind state attempt amount { fen } label paidAt } } }"
SEE_MORE = "query SeeMore($id: ID!) { node(id: $id) { ... on Payout { answers { outcome reason } askedAt } } }"


@dataclass
class House:
    till: Till = field(default_factory=Till)
    server: Server = field(init=False)

    def __post_init__(self) -> None:
        app = SimpleNamespace(accounts=self.till.accounts, clock=self.till.house.clock)
        self.server = serve(queries=(), mutations=(RetryPayout,), app=app)

    def see(self, payout: Payout, as_: str) -> Reply:
        return self.server.ask(SEE, as_=as_, id=_id(payout))

    def retry(self, payout: Payout, as_: str = "agent", key: str = "retry-payout-key-1") -> Reply:
        return self.server.ask(RETRY, as_=as_, input={"payoutId": _id(payout)}, idempotencyKey=key)


@pytest.fixture
def house() -> House:
    return House()


def _id(payout: Payout) -> str:
    return global_id("Payout", payout.id)


def _balance(lines: list[LedgerLine]) -> dict[str, int]:
    accounts = {name for line in lines for name in (line.debit, line.credit)}
    return {
        name: sum(line.amount for line in lines if line.debit == name)
        - sum(line.amount for line in lines if line.credit == name)
        for name in accounts
    }


def test_a_payout_is_booked_asked_confirmed_and_in_the_books(house: House) -> None:
    till = house.till
    (payout,) = till.book(REFUND, member_id="M1")
    till.sweep()
    (asked,) = till.mall.asked
    assert (asked.payout.id, asked.payout.attempt) == (payout.id, 1)
    till.confirm(payout)
    shown = house.see(payout, "m1").data["node"]
    assert shown == {
        "kind": "REFUND",
        "state": "PAID",
        "attempt": 1,
        "amount": {"fen": 600},
        "label": "退款",
        "paidAt": "2026-03-02T10:00:00+08:00",
    }
    balance = _balance(till.accounts.ledger_of(payout.id))
    assert balance == {"expense:compensation": 600, "liability:payable": 0, "mall:cash": -600}


def test_whatever_is_retried_is_paid_once(house: House) -> None:
    house.till.book(REFUND, COUPON)
    with pytest.raises(AlreadyPaid):
        house.till.book(REFUND, COUPON)
    assert house.till.line().committed_fen == 600


def test_pending_paid_and_mall_made_refunds_share_one_cap(house: House) -> None:
    till = house.till
    (paid,) = till.book(replace(REFUND, amount_fen=300), source="a")
    till.confirm(paid)
    till.book(replace(REFUND, amount_fen=300), source="b")
    till.mall_refund(300)
    with pytest.raises(CapExceeded) as refused:
        till.book(replace(REFUND, amount_fen=101), source="c")
    assert refused.value.detail["left_fen"] == 100


def test_an_agent_tries_a_failed_payout_again(house: House) -> None:
    payout = _failed(house)
    done = house.retry(payout).data["retryPayout"]
    assert (done["payout"]["state"], done["payout"]["attempt"]) == ("PENDING", 2)
    assert [answer["outcome"] for answer in done["payout"]["answers"]] == ["FAILED"]
    assert house.retry(payout).data["retryPayout"]["replayed"] is True
    house.till.sweep()
    assert house.till.mall.asked[-1].payout.attempt == 2
    house.till.confirm(payout, 2)
    assert house.till.line().paid_fen == 600


def test_only_a_failed_payout_is_tried_again(house: House) -> None:
    (payout,) = house.till.book(REFUND)
    done = house.retry(payout).data["retryPayout"]
    assert done["payout"] is None
    assert [error["code"] for error in done["userErrors"]] == ["PAYOUT_NOT_FAILED"]


def test_the_cap_is_asked_again(house: House) -> None:
    payout = _failed(house)
    house.till.mall_refund(900)
    done = house.retry(payout).data["retryPayout"]
    assert [error["code"] for error in done["userErrors"]] == ["LINE_CAP_EXCEEDED"]


@pytest.mark.parametrize("who", ["m1", "leader", "operator", "quality", "product", "nobody"])
def test_nobody_else_tries_again_and_nothing_happens(house: House, who: str) -> None:
    payout = _failed(house)
    assert house.retry(payout, who).codes == ["FORBIDDEN"]
    assert house.till.payout(payout).attempt == 1


@pytest.mark.parametrize("who", ["m2", "leader"])
def test_anothers_payout_is_as_good_as_none(house: House, who: str) -> None:
    (payout,) = house.till.book(REFUND, member_id="M1")
    assert house.see(payout, "m1").data["node"]["state"] == "PENDING"
    stranger = house.see(payout, who)
    nothing = house.see(replace(payout, n=9), who)
    assert (stranger.data, stranger.codes) == (nothing.data, nothing.codes) == ({"node": None}, [])


def test_what_the_mall_said_is_for_staff(house: House) -> None:
    payout = _failed(house)
    assert house.server.ask(SEE_MORE, as_="agent", id=_id(payout)).data["node"]["answers"][0]["outcome"] == "FAILED"
    mine = house.server.ask(SEE_MORE, as_="m1", id=_id(payout))
    assert set(mine.codes) == {"FORBIDDEN"}
    assert mine.data == {"node": {"answers": None, "askedAt": None}}


def _failed(house: House) -> Payout:
    (payout,) = house.till.book(REFUND, member_id="M1")
    house.till.fail(payout)
    house.till.sweep(minutes=2)
    return house.till.payout(payout)
