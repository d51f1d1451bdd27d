from dataclasses import replace

import pytest

from care.members.model import Stats
from care.members.rules import joined, masked, national
from fakes.house import START

ONE = Stats(orders=1, spent_fen=500, first_order_at=START, by_category={"FRESH": 2})


def test_an_order_adds_its_share() -> None:
    known = Stats(orders=3, spent_fen=900, by_category={"FRESH": 1, "DAIRY": 4}, claims=2)
    assert joined(known, Stats(), ONE) == replace(
        known, orders=4, spent_fen=1400, first_order_at=START, by_category={"FRESH": 3, "DAIRY": 4}
    )


def test_a_changed_share_takes_the_place_of_the_old_one() -> None:
    known = joined(Stats(), Stats(), ONE)
    assert joined(known, ONE, replace(ONE, spent_fen=300)).spent_fen == 300


def test_a_cancelled_order_leaves_only_that_it_was_the_first() -> None:
    known = joined(Stats(), Stats(), ONE)
    assert joined(known, ONE, Stats(first_order_at=START)) == Stats(first_order_at=START)


def test_the_first_order_is_the_earliest_placed() -> None:
    later = replace(ONE, first_order_at=START.replace(day=9))
    assert joined(joined(Stats(), Stats(), later), Stats(), ONE).first_order_at == START
    assert joined(joined(Stats(), Stats(), ONE), Stats(), later).first_order_at == START


@pytest.mark.parametrize("written", ["13812345678", "+86 138-1234-5678", "8613812345678", "0086 13812345678"])
def test_one_number_however_it_is_written(written: str) -> None:
    assert national(written) == "13812345678"


def test_a_landline_keeps_its_digits() -> None:
    assert national("0571-86123456") == "057186123456"


@pytest.mark.parametrize(
    ("phone", "shown"), [("13812345678", "138****5678"), ("12345", "123****"), ("057186123456", "057*****3456")]
)
def test_a_masked_number_hides_its_middle(phone: str, shown: str) -> None:
    assert masked(phone) == shown
