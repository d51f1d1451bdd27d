"""What a reply means, by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.contact.questions import MOST_ASKED, Option, Question, Talk, meant_by

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
OPTIONS = (
    Option(key="1", title="催促物流"),
    Option(key="2", title="申请退款"),
    Option(key="3", title="继续等待"),
)


def question(*options: Option, until: datetime = NOW + timedelta(days=3)) -> Question:
    return Question(kind="stall", subject="O1#S1", options=options or OPTIONS, until=until)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2", "2"),
        ("２。", "2"),
        ("回复2", "2"),
        ("选第二个", "2"),
        ("我要申请退款", "2"),
        ("要退钱", "2"),
        ("退钱给我吧", "2"),
        ("不要退钱", None),
        ("退钱吗", None),
        ("退钱没到", None),
        ("退钱或者再等等", None),
        ("催一催", "1"),
        ("再等等吧", "3"),
        ("不急", "3"),
        ("不等了", None),
        ("一号", "1"),
        ("第一个", "1"),
        ("二号的", "2"),
        ("你们上次说退钱到现在也还是不见影子", None),
        ("申请退款", "2"),
        ("2 申请退款", "2"),
        ("申请退款2", "2"),
        ("二", "2"),
        ("2吧，谢谢", "2"),
        ("12", None),
        ("1或2", None),
        ("1 2", None),
        ("0", None),
        ("22", None),
        ("2天了", None),
        ("", None),
        ("。。。", None),
        ("第", None),
        ("不要2", None),
        ("1 申请退款", None),
        ("我的单号是2", None),
    ],
)
def test_a_reply_names_one_option_or_none(text: str, key: str | None) -> None:
    assert meant_by(question(), text) == key


@given(st.text(max_size=40))
def test_whatever_is_said_means_an_option_that_is_offered_or_none(text: str) -> None:
    assert meant_by(question(), text) in {None, "1", "2", "3"}


def test_the_latest_open_question_that_can_be_answered_is() -> None:
    talk = Talk(member_id="M1")
    talk = talk.with_question("a", question(), NOW)
    talk = talk.with_question("b", question(OPTIONS[0]), NOW)
    for text, message in (("1", "b"), ("2", "a")):
        found = talk.answerable(text, NOW)
        assert found
        assert found[0].message_id == message
    assert talk.answerable("4", NOW) is None


def test_a_question_is_asked_once_and_answered_once() -> None:
    talk = Talk(member_id="M1").with_question("a", question(), NOW)
    assert talk.with_question("a", question(), NOW + timedelta(hours=1)) == talk
    answered = talk.answered("a", "1", NOW)
    assert answered.answerable("1", NOW) is None
    assert answered.repeats("1", NOW + timedelta(minutes=2))
    assert not answered.repeats("2", NOW)
    assert not answered.repeats("1", NOW + timedelta(minutes=3))


def test_a_question_is_open_until_its_very_end() -> None:
    end = NOW + timedelta(hours=1)
    talk = Talk(member_id="M1").with_question("a", question(until=end), NOW)
    assert talk.answerable("1", end)
    assert talk.answerable("1", end + timedelta(seconds=1)) is None


def test_what_a_member_was_asked_is_bounded() -> None:
    talk = Talk(member_id="M1")
    for number in range(MOST_ASKED + 5):
        talk = talk.with_question(str(number), question(), NOW)
    assert len(talk.asked) == MOST_ASKED
    assert talk.asked[-1].message_id == str(MOST_ASKED + 4)
