"""What an employee's words mean: in doubt a list, never an alert that nobody looks after."""

import pytest

from care.contact.employees.words import Meaning, Meant, meaning_of

ONE, TWO = ("a",), ("a", "b")


def meant(text: str, waiting: tuple[str, ...], told: str = "ab", listed: tuple[str, ...] = ()) -> Meant:
    return meaning_of(text, waiting, frozenset(told), listed)


@pytest.mark.parametrize(
    "text", ["收到", " 收到！", "Ack", "OK.", "１", "1、", "第1条", "回复1", "1收到", "收到1", "已处理"]
)
def test_a_yes_takes_the_one_that_waits(text: str) -> None:
    assert meant(text, ONE) == Meant(Meaning.TAKE, ONE)


@pytest.mark.parametrize("text", ["收到", "1", "2", "全部收到"])
def test_in_doubt_there_is_a_list(text: str) -> None:
    assert meant(text, TWO) == Meant(Meaning.LIST)


@pytest.mark.parametrize("text", ["收到", "1", "全部"])
def test_what_they_had_not_been_told_is_not_meant(text: str) -> None:
    assert meant(text, ONE, told="") == Meant(Meaning.LIST)


@pytest.mark.parametrize(("text", "taken"), [("1", "a"), ("2", "b"), ("2收到", "b"), ("收到第2条", "b")])
def test_a_number_means_what_was_listed(text: str, taken: str) -> None:
    assert meant(text, TWO, listed=TWO) == Meant(Meaning.TAKE, (taken,))


def test_a_number_beyond_the_list_is_none() -> None:
    assert meant("3", TWO, listed=TWO) == Meant(Meaning.LIST)
    assert meant("0", TWO, listed=TWO).meaning is Meaning.UNKNOWN


@pytest.mark.parametrize("text", ["全部收到", "都收到", "收到全部", "所有", "全部已处理"])
def test_all_means_all_that_were_listed(text: str) -> None:
    assert meant(text, ("a", "b", "c"), listed=TWO) == Meant(Meaning.TAKE, TWO)


@pytest.mark.parametrize(
    "text", ["", "?", "没收到", "收到了吗", "不行", "全部没收到", "1没收到", "12345", "收到1还是2", "好像不对", "1.5"]
)
def test_anything_else_means_nothing(text: str) -> None:
    assert meant(text, ONE, listed=ONE).meaning in (Meaning.UNKNOWN, Meaning.LIST)


def test_where_nothing_waits_it_is_said() -> None:
    assert meant("收到", ()) == Meant(Meaning.NOTHING)
