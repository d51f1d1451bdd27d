"""G10: what a remedy comes to for some of a line's goods: exact in fen, never above the line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.policy.model import PartKind, RemedyPart
from care.tickets.facts import LineFacts
from care.tickets.offers import OfferPart
from care.tickets.worth import benefits, offer_parts

LINE = LineFacts(
    member_id="M001", order_id="O001", line_id="1", sku="SKU1", category="FRESH", paid_fen=1000, committed_fen=0,
    quantity=3, claimed_quantity=3, freight_fen=601,
)  # fmt: skip
REFUND, REISSUE = RemedyPart(kind=PartKind.REFUND, percent=100), RemedyPart(kind=PartKind.REISSUE)
FREIGHT, COUPON = RemedyPart(kind=PartKind.FREIGHT), RemedyPart(kind=PartKind.COUPON, fen=500)


def worth(facts: LineFacts, *parts: RemedyPart) -> list[int] | None:
    made = offer_parts(parts, facts)
    return None if made is None else [part.amount_fen for part in made]


@pytest.mark.parametrize(
    ("claimed", "refund", "half", "reissue", "freight"),
    [(3, 1000, 500, 1000, 601), (2, 667, 333, 667, 401), (1, 333, 167, 333, 200)],
)
def test_a_share_of_the_goods_is_a_share_of_the_line(
    claimed: int, refund: int, half: int, reissue: int, freight: int
) -> None:
    facts = replace(LINE, claimed_quantity=claimed)
    assert worth(facts, REFUND, FREIGHT) == [refund, freight]
    assert worth(facts, replace(REFUND, percent=50)) == [half]
    assert offer_parts((REISSUE,), facts) == (
        OfferPart(kind="REISSUE", amount_fen=reissue, sku="SKU1", quantity=claimed),
    )


def test_a_refund_is_at_most_what_is_left_and_none_where_nothing_is() -> None:
    assert worth(replace(LINE, committed_fen=999), REFUND) == [1]
    assert worth(replace(LINE, committed_fen=1000), REFUND, COUPON) is None


def test_goods_are_not_sent_again_once_their_money_was_given_back() -> None:
    assert worth(replace(LINE, committed_fen=1), REISSUE) is None
    assert worth(replace(LINE, committed_fen=600, claimed_quantity=1), REISSUE) == [333]
    assert worth(replace(LINE, quantity=2000, claimed_quantity=1001), REISSUE) is None, "more than one booking takes"


def test_what_cost_nothing_is_sent_again_for_nothing() -> None:
    assert worth(replace(LINE, paid_fen=0), REISSUE) == [0]


def test_freight_that_nobody_paid_is_left_out() -> None:
    free = replace(LINE, freight_fen=0)
    assert worth(free, REFUND, FREIGHT) == [1000]
    assert worth(free, FREIGHT) is None


def test_an_apology_has_no_parts() -> None:
    assert offer_parts((), LINE) == ()


def test_a_benefit_is_what_the_policy_says() -> None:
    card = RemedyPart(kind=PartKind.CARD, fen=3000, sku="WEEKLY-FRUIT", quantity=4)
    gift = RemedyPart(kind=PartKind.GIFT, fen=900, sku="TOWEL")
    assert benefits((card, gift)) == (
        OfferPart(kind="CARD", amount_fen=3000, sku="WEEKLY-FRUIT", quantity=4, extra=True),
        OfferPart(kind="GIFT", amount_fen=900, sku="TOWEL", quantity=1, extra=True),
    )
    assert offer_parts((COUPON,), LINE) == (OfferPart(kind="COUPON", amount_fen=500),)


@given(
    paid=st.integers(1, 10**8), committed=st.integers(0, 10**8), quantity=st.integers(1, 10_000),
    claimed=st.integers(1, 10_000), percent=st.integers(1, 100),
)  # fmt: skip
def test_never_above_the_line_nor_above_what_is_left(
    paid: int, committed: int, quantity: int, claimed: int, percent: int
) -> None:
    facts = replace(
        LINE, paid_fen=paid, committed_fen=min(committed, paid), quantity=quantity,
        claimed_quantity=min(claimed, quantity),
    )  # fmt: skip
    (refund,) = worth(facts, replace(REFUND, percent=percent)) or [0]
    assert 0 <= refund <= paid - facts.committed_fen
    assert abs(refund * 100 * quantity - paid * facts.claimed_quantity * percent) <= 50 * quantity or (
        refund == paid - facts.committed_fen
    )
    whole = replace(facts, committed_fen=0, claimed_quantity=quantity)
    assert worth(whole, REFUND) == [paid]


def test_goods_that_go_back_are_named_and_are_worth_nothing_by_themselves() -> None:
    back, exchange = RemedyPart(kind=PartKind.RETURN), RemedyPart(kind=PartKind.EXCHANGE)
    two = replace(LINE, claimed_quantity=2)
    assert offer_parts((back, REFUND), two) == (
        OfferPart(kind="RETURN", sku="SKU1", quantity=2),
        OfferPart(kind="REFUND", amount_fen=667),
    )
    assert offer_parts((exchange,), two) == (OfferPart(kind="EXCHANGE", amount_fen=667, sku="SKU1", quantity=2),)
    assert worth(replace(LINE, committed_fen=1000), back, REFUND) is None
    assert worth(replace(LINE, freight_fen=0), back, FREIGHT) is None, "nobody brings goods for nothing"
