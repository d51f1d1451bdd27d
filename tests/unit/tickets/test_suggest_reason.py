"""Which reason spoken words suggest, by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.contact.transcript import Spoken, Transcript
from care.policy.baseline import baseline_policy
from care.tickets.suggest_reason import suggested, words_of

REASONS = baseline_policy().reasons
CODES = [each.code for each in REASONS]


def of(text: str, confidence: int = 90) -> str | None:
    return suggested(Transcript(text=text, spoken=Spoken(confidence=confidence)), REASONS, 70)


@pytest.mark.parametrize("code", CODES)
def test_every_reason_is_known_by_its_words_and_by_no_others(code: str) -> None:
    assert words_of(code)
    others = [word for other in CODES if other != code for word in words_of(other)]
    assert not set(words_of(code)) & set(others)
    assert of(f"我这个{words_of(code)[0]},怎么办") == code


def test_what_is_denied_is_not_said() -> None:
    assert of("没漏油") is None
    assert of("不是发错,是少发") == "SHORT"


def test_danger_goes_first_and_two_dangers_are_for_a_person() -> None:
    assert of("破了,也发霉") == "SPOILED"
    assert of("发霉,还有虫子") is None


def test_a_policy_without_the_reason_is_not_told_of_it() -> None:
    said = Transcript(text="漏油了")
    assert suggested(said, [each for each in REASONS if each.code != "LEAKING"], 70) is None


@given(st.text(max_size=60), st.integers(0, 100))
def test_whatever_is_said_it_is_a_reason_of_the_policy_or_none(text: str, confidence: int) -> None:
    assert of(text, confidence) in {None, *CODES}
    if confidence < 70:
        assert of(text, confidence) is None
