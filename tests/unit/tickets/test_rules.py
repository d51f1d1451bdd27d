"""What a line is entitled to (G1, G2, G4, C1): pure, so every case is a line."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.kernel.settings import Settings
from care.policy.baseline import baseline_policy
from care.policy.model import Anchor, Evidence, Segment
from care.tickets.errors import LineCancelled, NothingLeft, NotSigned, WindowClosed
from care.tickets.model import Priority
from care.tickets.rules import LineFacts, Verdict, judge, menu_deadline, priority_of
from care.tickets.worth import offer_parts
from fakes.house import START

POLICY = baseline_policy()
FRESH = LineFacts(
    member_id="M001", order_id="O001", line_id="1", sku="SKU1", category="FRESH", paid_fen=3980, committed_fen=0,
    signed_at=START, cancelled=False, shelf_life_days=None,
)  # fmt: skip
DRY = replace(FRESH, category="PACKAGED")


def verdict(facts: LineFacts, reason: str = "DAMAGED", *, after: timedelta = timedelta()) -> Verdict:
    found = POLICY.reason(reason)
    assert found is not None
    return judge(facts, found, POLICY, Settings(), START + after)


@pytest.mark.parametrize(
    ("facts", "reason", "window"),
    [
        (FRESH, "DAMAGED", timedelta(hours=2)),
        (FRESH, "DISLIKE", timedelta(hours=2)),
        (DRY, "DAMAGED", timedelta(days=7)),
        (DRY, "DISLIKE", timedelta(days=7)),
        (replace(FRESH, category="火星特产"), "DAMAGED", timedelta(days=7)),
        (replace(FRESH, shelf_life_days=5), "RANCID", timedelta(days=5)),
        (FRESH, "RANCID", timedelta(days=30)),
    ],
)
def test_a_window_is_open_up_to_its_last_moment_and_not_at_its_end(
    facts: LineFacts, reason: str, window: timedelta
) -> None:
    last = verdict(facts, reason, after=window - timedelta(microseconds=1))
    assert (last.eligible, last.deadline) == (True, START + window)
    over = verdict(facts, reason, after=window)
    assert (over.why_not, over.menu, over.instant) == (WindowClosed, (), False)


def test_food_safety_is_never_refused_by_a_window_of_the_policy() -> None:
    assert verdict(FRESH, "RANCID", after=timedelta(days=20)).eligible
    assert not verdict(FRESH, "DAMAGED", after=timedelta(days=20)).eligible


@pytest.mark.parametrize(
    ("facts", "why_not"),
    [
        (replace(FRESH, signed_at=None), NotSigned),
        (replace(FRESH, cancelled=True), LineCancelled),
        (replace(FRESH, committed_fen=3980), NothingLeft),
        (replace(DRY, committed_fen=3980), NothingLeft),
    ],
)
def test_why_a_line_has_no_menu(facts: LineFacts, why_not: type) -> None:
    refused = verdict(facts)
    assert (refused.why_not, refused.menu) == (why_not, ())


def test_the_menu_offers_at_least_two_and_pre_selects_the_first() -> None:
    menu = verdict(FRESH).menu
    assert [offer.remedy for offer in menu] == ["FULL_REFUND", "HALF_REFUND_COUPON", "REISSUE"]
    assert [(part.kind, part.amount_fen) for part in menu[1].parts] == [
        ("REFUND", 1990),
        ("COUPON", 500),
        ("POINTS", 0),
    ]
    assert all(offer.expires_at == START + timedelta(minutes=30) for offer in menu)


@pytest.mark.parametrize(("paid", "instant"), [(5000, True), (5001, False)])
def test_g4_pays_at_once_up_to_the_limit(paid: int, instant: bool) -> None:  # noqa: FBT001
    assert verdict(replace(FRESH, paid_fen=paid)).instant is instant


def test_g4_a_case_that_needs_a_photo_is_not_paid_at_once() -> None:
    asks = tuple(replace(rule, evidence=Evidence.PHOTO) for rule in POLICY.rules)
    damaged = POLICY.reason("DAMAGED")
    assert damaged is not None
    judged = judge(FRESH, damaged, replace(POLICY, rules=asks), Settings(), START)
    assert (judged.eligible, judged.instant) == (True, False)


def test_g1_food_safety_keeps_its_guaranteed_sum_even_where_the_rule_asks_for_a_photo() -> None:
    asks = tuple(replace(rule, evidence=Evidence.PHOTO, instant_limit_fen=50_000) for rule in POLICY.rules)
    rancid = POLICY.reason("RANCID")
    assert rancid is not None
    policy = replace(POLICY, rules=asks)
    for paid, instant in ((19_000, True), (19_001, False)):  # with the coupon that comes along: 200 yuan
        judged = judge(replace(FRESH, paid_fen=paid), rancid, policy, Settings(), START)
        assert judged.instant is instant


@pytest.mark.parametrize("anchor", [Anchor.SIGNED, Anchor.PICKED_UP, Anchor.DELIVERED])
def test_a_window_is_counted_from_its_anchor(anchor: Anchor) -> None:
    times: dict[str, Any] = {
        "signed_at": START,
        "picked_up_at": START + timedelta(hours=5),
        "delivered_at": START - timedelta(hours=1),
    }
    damaged, rules = POLICY.reason("DAMAGED"), tuple(replace(rule, anchor=anchor) for rule in POLICY.rules)
    assert damaged is not None
    judged = judge(replace(FRESH, **times), damaged, replace(POLICY, rules=rules), Settings(), START)
    assert judged.deadline == times[f"{anchor.lower()}_at"] + timedelta(hours=2)
    missing = replace(FRESH, **(times | {f"{anchor.lower()}_at": None}))
    assert judge(missing, damaged, replace(POLICY, rules=rules), Settings(), START).why_not is NotSigned


@pytest.mark.parametrize(
    ("segment", "on_top"),
    [
        (Segment.NEW, [("POINTS", 0, 100)]),
        (Segment.REGULAR, [("POINTS", 0, 100)]),
        (Segment.HIGH_VALUE, [("COUPON", 500, 0), ("POINTS", 0, 100)]),
        (Segment.OPINION_LEADER, [("COUPON", 500, 0), ("POINTS", 0, 200)]),
    ],
)
def test_c3_a_segment_gets_more_and_never_less_than_anybody(
    segment: Segment, on_top: list[tuple[str, int, int]]
) -> None:
    for offer in verdict(replace(FRESH, segment=segment)).menu:
        floor = offer_parts(POLICY.remedy(offer.remedy).parts, FRESH)
        assert floor is not None
        extras = offer.parts[len(floor) :]
        assert offer.parts[: len(floor)] == floor
        assert [(part.kind, part.amount_fen, part.points) for part in extras] == on_top
        assert offer.title.startswith(POLICY.remedy(offer.remedy).title)


def test_c3_who_gets_more_does_not_wait_for_it() -> None:
    """The instant limit is held against what the rule offers anybody."""
    at_limit = replace(FRESH, paid_fen=5000, segment=Segment.HIGH_VALUE)
    assert verdict(at_limit).instant
    assert verdict(at_limit).menu[0].worth_fen == 5500


def test_a_category_is_the_same_in_any_case_of_letters() -> None:
    """As the report of unknown categories has it: else `fresh` would fall under the default policy unreported."""
    assert verdict(replace(FRESH, category="fresh")) == verdict(FRESH)


@given(paid=st.integers(1, 10**7), committed=st.integers(0, 10**7), reason=st.sampled_from(POLICY.reasons))
def test_no_offer_refunds_more_than_is_left(paid: int, committed: int, reason: object) -> None:
    facts = replace(FRESH, paid_fen=paid, committed_fen=min(committed, paid))
    for offer in verdict(facts, reason.code).menu:  # type: ignore[attr-defined]
        refund = sum(part.amount_fen for part in offer.parts if part.kind == "REFUND")
        assert refund <= facts.paid_fen - facts.committed_fen
        assert all(part.amount_fen + part.points > 0 for part in offer.parts)


def test_food_safety_goes_before_everything_else() -> None:
    urgent, normal = POLICY.reason("SPOILED"), POLICY.reason("DAMAGED")
    assert urgent is not None
    assert normal is not None
    assert (priority_of(urgent), priority_of(normal)) == (Priority.URGENT, Priority.NORMAL)


def test_a_menu_waits_as_long_as_the_rule_says() -> None:
    rule = verdict(DRY).rule
    assert menu_deadline(rule, START) == START + timedelta(hours=48)
