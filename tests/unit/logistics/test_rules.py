"""Movements add up in any order; a norm is what was seen, within its bounds."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.logistics.model import LANDED, Movement, Parcel, Step
from care.logistics.norms import BUCKETS, NormTerms, bucket_of, gaps, norm_of
from care.logistics.rules import area, plain_place, step_of, to_tell, with_movement
from fakes.house import START

TERMS = NormTerms(default=36, floor=12, most=120, percentile=95, least_seen=30)
EMPTY = Parcel(order_id="O1", shipment_id="S1", waybill="S1")
MOVEMENTS = st.builds(
    lambda minutes, step, source: Movement(at=START + timedelta(minutes=minutes), step=step, source=source),
    st.integers(0, 300),
    st.sampled_from(Step),
    st.sampled_from("ab"),
)


def parcel(movements: list[Movement]) -> Parcel:
    whole = EMPTY
    for each in movements:
        whole = with_movement(whole, each)
    return whole


@given(st.lists(MOVEMENTS, min_size=1, max_size=90), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_of_movements_is_one_parcel(movements: list[Movement], random: Random) -> None:
    whole = parcel(movements)
    again = [*movements, *random.choices(movements, k=5)]
    random.shuffle(again)
    assert parcel(again) == whole
    assert len(whole.movements) <= 48
    assert whole.last.at == max(each.at for each in movements)
    assert whole.landed == any(each.step in LANDED for each in movements)


@given(st.lists(MOVEMENTS, min_size=1, max_size=60))
def test_what_is_counted_fits_one_transaction(movements: list[Movement]) -> None:
    assert len(gaps(parcel(movements))) * 2 <= 40


@given(st.lists(st.integers(0, 400), min_size=30, max_size=200))
def test_a_norm_is_no_shorter_than_what_95_of_100_took_but_for_its_bounds(hours: list[int]) -> None:
    seen = Counter(bucket_of(timedelta(hours=each)) for each in hours)
    norm = norm_of(seen, {}, TERMS) / timedelta(hours=1)
    assert TERMS.floor <= norm <= TERMS.most
    within = sum(each <= norm for each in hours) * 100 >= 95 * len(hours)
    assert within or norm == TERMS.most


def test_with_too_few_seen_the_carrier_s_norm_counts_then_the_default() -> None:
    many, few = {bucket_of(timedelta(hours=60)): 30}, {bucket_of(timedelta(hours=1)): 29}
    assert norm_of(few, many, TERMS) == timedelta(hours=60)
    assert norm_of(few, few, TERMS) == timedelta(hours=36)
    assert norm_of(many, {}, TERMS) == timedelta(hours=60)
    assert norm_of({bucket_of(timedelta(minutes=1)): 30}, {}, TERMS) == timedelta(hours=12), "never under the floor"


def test_the_edges_of_buckets_are_their_own() -> None:
    assert [BUCKETS[bucket_of(timedelta(hours=each))] for each in BUCKETS] == list(BUCKETS)
    assert bucket_of(timedelta(days=99)) == len(BUCKETS) - 1


def test_only_the_newest_step_is_news_and_only_for_a_day() -> None:
    whole = parcel([Movement(at=START, step=Step.SHIPPED, source="a")])
    assert to_tell(whole, tuple(Step), START + timedelta(hours=24)) == whole.last
    assert to_tell(whole, tuple(Step), START + timedelta(hours=24, seconds=1)) is None
    assert to_tell(whole, (), START) is None


@pytest.mark.parametrize(
    ("place", "known"),
    [
        ("杭州分拨中心", "杭州"),
        ("黑龙江省哈尔滨市", "黑龙江"),
        ("内蒙古呼和浩特", "内蒙古"),
        ("#1 仓", "?1"),
        (None, "?"),
    ],
)
def test_a_lane_begins_in_a_province_or_city(place: str | None, known: str) -> None:
    assert area(place) == known


@pytest.mark.parametrize(
    "text", [None, "", " ", "张三 13812345678", "客户签收,签收人是门卫,如有疑问请联系快递员,感谢使用我们的服务"]
)
def test_what_names_a_person_is_no_place(text: str | None) -> None:
    assert plain_place(text) is None


@pytest.mark.parametrize(
    ("word", "step"), [("signed", Step.SIGNED), ("DELIVERING", Step.OUT_FOR_DELIVERY), ("?", Step.IN_TRANSIT)]
)
def test_the_mall_s_words_are_steps(word: str, step: Step) -> None:
    assert step_of(word) is step
