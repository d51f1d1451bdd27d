from itertools import combinations

import pytest

from care.accounts.model import PayoutKind
from care.accounts.rules import MOST_COMPONENTS
from care.contact.templates import built_in
from care.tickets.given_words import coming, done

ALL_AT_ONCE = [
    kinds for size in range(1, MOST_COMPONENTS + 1) for kinds in combinations(PayoutKind, size)
]  # fmt: skip


def test_what_comes_alike_is_told_together_and_in_one_order() -> None:
    kinds = [PayoutKind.POINTS, PayoutKind.REISSUE, PayoutKind.COUPON, PayoutKind.REFUND, PayoutKind.COUPON]
    assert coming(kinds) == "退款到账、优惠券和积分放进您的账户、补发的商品发出"
    assert done(reversed(kinds)) == "退款已经到账，优惠券和积分已经放进您的账户，补发的商品已经发出"


@pytest.mark.parametrize("kind", PayoutKind)
def test_every_kind_has_its_words(kind: PayoutKind) -> None:
    assert done([kind]).replace("已经", "") == coming([kind])


def test_all_that_a_remedy_can_hold_fits_its_message_uncut() -> None:
    longest = {"coming": max(map(len, map(coming, ALL_AT_ONCE))), "done": max(map(len, map(done, ALL_AT_ONCE)))}
    rooms = {each.key: each.variables for each in built_in()}
    assert longest["coming"] <= rooms["ticket_paid"]["coming"]
    assert longest["done"] <= rooms["ticket_settled"]["done"]
    assert longest["coming"] <= rooms["payout_failed"]["coming"]
