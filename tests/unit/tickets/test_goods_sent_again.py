"""G10: what was paid for goods that were sent again is not given back besides, unless a manager says so."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.accounts.caps import tally
from care.accounts.ledger_line import Cause
from care.accounts.model import Payout, PayoutKind
from care.kernel.settings import Settings
from care.policy.baseline import baseline_policy
from care.tickets.facts import LineFacts
from care.tickets.rules import judge
from care.tickets.worth import left_of, share_of
from fakes.house import START

POLICY = baseline_policy()
EGGS = LineFacts(
    member_id="m",
    order_id="o",
    line_id="1",
    sku="EGGS",
    category="FRESH",
    quantity=3,
    claimed_quantity=3,
    paid_fen=1_000,
    committed_fen=0,
    signed_at=START,
)


def menu(facts: LineFacts) -> dict[str, int]:
    """Remedy → what it refunds or sends again, in fen."""
    reason = POLICY.reason("DAMAGED")
    assert reason is not None
    return {offer.remedy: offer.parts[0].amount_fen for offer in judge(facts, reason, POLICY, Settings(), START).menu}


@pytest.mark.parametrize("kind", [PayoutKind.REISSUE, PayoutKind.EXCHANGE])
def test_goods_are_counted_by_their_number_and_given_up_ones_are_not(kind: PayoutKind) -> None:
    sent = Payout(source="s", n=0, kind=kind, member_id="m", booked_at=START, amount_fen=667, sku="EGGS", quantity=2)
    assert tally(sent, Cause.BOOKED) == {"goods_units": 2}
    assert tally(sent, Cause.CONFIRMED) == {}
    assert tally(sent, Cause.FAILED) == tally(sent, Cause.CANCELLED) == {"goods_units": -2}
    assert tally(sent, Cause.BOOKED, Cause.FAILED, Cause.REVIVED) == {"goods_units": 2}


def test_a_full_refund_after_goods_is_of_what_was_not_sent() -> None:
    assert menu(EGGS)["FULL_REFUND"] == 1_000
    assert menu(replace(EGGS, goods_units=1))["FULL_REFUND"] == 667
    assert menu(replace(EGGS, goods_units=3)) == {}


@given(paid=st.integers(0, 10_000), quantity=st.integers(1, 20), goods=st.integers(0, 25), gone=st.integers(0, 10_000))
def test_goods_and_money_never_come_to_more_than_the_line(paid: int, quantity: int, goods: int, gone: int) -> None:
    facts = replace(
        EGGS, paid_fen=paid, quantity=quantity, claimed_quantity=quantity, goods_units=goods, committed_fen=gone
    )
    for fen in menu(facts).values():
        assert fen <= max(0, left_of(facts), 1_000), "a coupon of the menu is no money of the line"
    refund = menu(facts).get("FULL_REFUND", 0)
    assert refund + gone + round(paid * min(goods, quantity) / quantity) <= max(paid, gone) + 1 or refund == 0


@given(paid=st.integers(1, 10_000), parts=st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_shares_of_the_goods_add_up_to_the_fen(paid: int, parts: list[int]) -> None:
    """Any way in which the goods are refunded bit by bit comes to what was paid for them."""
    facts = replace(EGGS, paid_fen=paid * 100, quantity=sum(parts), claimed_quantity=sum(parts))
    for count in parts:
        facts = replace(facts, committed_fen=facts.committed_fen + share_of(facts, count))
    assert left_of(facts) == 0
