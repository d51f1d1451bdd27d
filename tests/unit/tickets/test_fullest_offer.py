"""G10, C2: the fullest offer that a policy can state is what one booking takes; what is fuller is refused by place."""

from dataclasses import replace

import pytest

from care.accounts.model import Booking, Component, PayoutKind
from care.accounts.rules import MOST_COMPONENTS, booked
from care.accounts.spending import SLICES, Limits, Spend, widths
from care.kernel.settings import Settings
from care.policy.model import Extra, PartKind, Remedy, RemedyPart, Segment
from care.policy.remedies import MOST_ON_TOP, MOST_PARTS, extra_flaws, remedy_flaws
from care.tickets.holds.apology import with_apology
from care.tickets.offers import Offer, OfferPart
from fakes.house import START
from fakes.till import spend

PARTS = (
    RemedyPart(kind=PartKind.REFUND, percent=100),
    RemedyPart(kind=PartKind.FREIGHT),
    RemedyPart(kind=PartKind.COUPON, fen=500),
    RemedyPart(kind=PartKind.REISSUE),
)
ON_TOP = (
    RemedyPart(kind=PartKind.COUPON, fen=500),
    RemedyPart(kind=PartKind.GIFT, fen=500, sku="G1"),
    RemedyPart(kind=PartKind.POINTS, points=5),
)
"""One more than each may be."""


def _remedy(parts: int) -> Remedy:
    return Remedy(code="FULL", title="全都给", parts=PARTS[:parts], done_within_hours=24)


def _extra(parts: int) -> Extra:
    return Extra(segment=Segment.HIGH_VALUE, title="另送", parts=ON_TOP[:parts])


def _offer(parts: int) -> Offer:
    return Offer(
        member_id="m",
        order_id="o",
        line_id="l",
        reason="DAMAGED",
        remedy="FULL",
        title="全都给",
        parts=tuple(OfferPart(kind=PartKind.COUPON, amount_fen=1) for _ in range(parts)),
        policy_version=0,
        done_within_hours=24,
        expires_at=START,
    )


def test_what_a_policy_can_state_is_what_a_booking_takes() -> None:
    assert MOST_PARTS + MOST_ON_TOP <= MOST_COMPONENTS
    assert (len(PARTS), len(ON_TOP)) == (MOST_PARTS + 1, MOST_ON_TOP + 1)
    assert not [*remedy_flaws("remedies[0]", _remedy(MOST_PARTS)), *extra_flaws("extras[0]", _extra(MOST_ON_TOP))]
    (full,) = remedy_flaws("remedies[0]", _remedy(MOST_PARTS + 1))
    (top,) = extra_flaws("rules[0].extras[0]", _extra(MOST_ON_TOP + 1))
    assert [flaw.detail for flaw in (full, top)] == [{"low": 0, "high": 3}, {"low": 1, "high": 2}]
    assert (full.field, top.field) == ("remedies[0].parts", "rules[0].extras[0].parts")


@pytest.mark.parametrize("parts", range(1, MOST_COMPONENTS + 1))
def test_an_apology_never_makes_it_fuller_than_that(parts: int) -> None:
    assert len(with_apology(_offer(parts), 100).parts) <= MOST_COMPONENTS


def test_the_fullest_booking_fits_one_transaction_with_all_that_it_may_count_for() -> None:
    """A payout, its ledger line and its asking for each; two accounts; three narrow caps; every slice of every budget.
    What is left of the hundred is for the ticket, its timeline, clocks, claim, request and notice.
    """
    parts = tuple(Component(kind=PayoutKind.COUPON, amount_fen=1) for _ in range(MOST_COMPONENTS))
    booking = Booking(source="ticket:t:0", member_id="m", order_id="o", line_id="l", components=parts)
    assert len(booked(booking, START, Settings())) == MOST_COMPONENTS
    limits = Limits(member_month_fen=1, order_percent=100, agent_id="a", agent_day_fen=1, agent_member_fen=1)
    wide: Spend = replace(spend(), batch="B", community="C", limits=limits)
    assert 3 * MOST_COMPONENTS + 2 + 3 + SLICES * len(list(widths(wide))) <= 60
