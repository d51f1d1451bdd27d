"""C3, C4: what staff weigh; and whoever the member is, the floor stays under them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.accounts.cost import cost_fen
from care.kernel.settings import Settings
from care.members.model import Stats
from care.policy.baseline import baseline_policy
from care.policy.model import Segment
from care.tickets.facts import LineFacts
from care.tickets.options import Because, Option, Why, option_of, yearly_fen
from care.tickets.rules import judge
from fakes.house import START

POLICY = baseline_policy()
SETTINGS = Settings()
FACTS = LineFacts(
    member_id="m",
    order_id="o",
    line_id="1",
    sku="APPLE",
    category="FRESH",
    paid_fen=4_000,
    committed_fen=0,
    signed_at=START,
)
FAITHFUL = Stats(orders=20, spent_fen=365_000, first_order_at=START - timedelta(days=365))
"""Spends ten yuan a day."""


def options(facts: LineFacts = FACTS, reason: str = "DAMAGED", stats: Stats = FAITHFUL) -> dict[str, Option]:
    why = POLICY.reason(reason)
    assert why is not None
    menu = judge(facts, why, POLICY, SETTINGS, START).menu
    made = (option_of(offer, facts, why, POLICY, stats, SETTINGS, START) for offer in menu)
    return {option.offer.remedy: option for option in made}


@given(
    segment=st.sampled_from(Segment),
    category=st.sampled_from(["FRESH", "GRAIN_OIL"]),
    reason=st.sampled_from([each.code for each in POLICY.reasons]),
    quantity=st.integers(1, 9),
    paid=st.integers(0, 100_000),
    gone=st.integers(0, 100_000),
    data=st.data(),
)
def test_no_segment_ever_gets_less_than_the_floor(
    segment: Segment, category: str, reason: str, quantity: int, paid: int, gone: int, data: st.DataObject
) -> None:
    """Also where caps have shrunk what is left: part by part, and in sum."""
    facts = replace(
        FACTS,
        segment=segment,
        category=category,
        quantity=quantity,
        claimed_quantity=data.draw(st.integers(1, quantity)),
        paid_fen=paid,
        committed_fen=min(gone, paid),
    )
    bare = replace(POLICY, rules=tuple(replace(rule, extras=()) for rule in POLICY.rules))
    why = POLICY.reason(reason)
    assert why is not None
    floor = judge(facts, why, bare, SETTINGS, START)
    mine = judge(facts, why, POLICY, SETTINGS, START)
    assert (mine.why_not, mine.instant) == (floor.why_not, floor.instant)
    for least, offer in zip(floor.menu, mine.menu, strict=True):
        option = option_of(offer, facts, why, POLICY, FAITHFUL, SETTINGS, START)
        assert option.floor == least.parts
        assert (*option.floor, *option.added) == offer.parts
        assert option.cost_fen >= cost_fen(least.parts, SETTINGS)
        assert option.value_at_risk_fen >= 0


@pytest.mark.parametrize(
    ("fewer", "more"),
    [
        (Segment.REGULAR, Segment.HIGH_VALUE),
        (Segment.NEW, Segment.HIGH_VALUE),
        (Segment.HIGH_VALUE, Segment.OPINION_LEADER),
    ],
)
def test_who_is_worth_more_gets_no_less_of_anything(fewer: Segment, more: Segment) -> None:
    for remedy, option in options(replace(FACTS, segment=fewer)).items():
        richer = {part.kind: part for part in options(replace(FACTS, segment=more))[remedy].added}
        for part in option.added:
            assert richer[part.kind].points >= part.points
            assert richer[part.kind].amount_fen >= part.amount_fen


def test_cost_counts_points_at_their_figure() -> None:
    assert options()["FULL_REFUND"].cost_fen == 4_000 + 100
    dear = Settings(version=1, values={"accounts.point_millifen": 2_500})
    assert cost_fen(options()["FULL_REFUND"].offer.parts, dear) == 4_000 + 250


def test_who_gets_more_is_told_with_the_reason() -> None:
    added = options(replace(FACTS, segment=Segment.HIGH_VALUE))["FULL_REFUND"]
    assert added.because == (
        Because(why=Why.RULE, value="FRESH_QUALITY"),
        Because(why=Why.SEGMENT, value="HIGH_VALUE"),
        Because(why=Why.ON_TOP, value="再送5元优惠券和100积分"),
    )
    plain = options(reason="RANCID")["FULL_REFUND_COUPON"]
    assert (plain.added, plain.because) == ((), (Because(why=Why.RULE, value="FOOD_SAFETY"),))


def test_what_caps_have_shrunk_says_so() -> None:
    shrunk = options(replace(FACTS, committed_fen=3_000))
    assert Because(why=Why.SHRUNK, value="1000") in shrunk["FULL_REFUND"].because
    assert Why.SHRUNK not in {each.why for each in options()["FULL_REFUND"].because}


def test_what_stays_with_the_member_saves_a_parcel_unless_the_member_would_have_borne_it() -> None:
    assert options()["FULL_REFUND"].saved_logistics_fen == 800
    own = options(replace(FACTS, category="GRAIN_OIL"), "DISLIKE")
    assert {each.saved_logistics_fen for each in own.values()} == {0}


def test_what_is_at_risk_is_what_the_offer_leaves_open() -> None:
    """365,000 fen a year, 20 % of it ours, 30 % leave: 21,900 fen, by how far the offer stays behind 4,000 fen."""
    assert options()["FULL_REFUND"].value_at_risk_fen == 0
    half = options()["HALF_REFUND_COUPON"]
    assert half.cost_fen == 2_000 + 500 + 100
    assert half.value_at_risk_fen == 21_900 * 1_400 // 4_000
    assert options(stats=Stats())["HALF_REFUND_COUPON"].value_at_risk_fen == 0


def test_one_early_order_is_no_fortune() -> None:
    yesterday = Stats(orders=1, spent_fen=9_000, first_order_at=START - timedelta(days=1))
    assert yearly_fen(yesterday, START) == 36_500


def test_each_is_done_by_an_instant() -> None:
    assert options()["REISSUE"].done_by == START + timedelta(hours=72)
