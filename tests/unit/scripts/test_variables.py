from datetime import timedelta

import pytest

from care.scripts.baseline import baseline_library
from care.scripts.model import Situation
from care.scripts.variables import GREETING, VARIABLES, Known, addressed, fill, names, stray_braces
from fakes.house import START

LITTLE = Known(goods="牛肉", opened_at=START)
MUCH = Known(
    goods="牛肉",
    opened_at=START,
    reason="变质",
    options=("全额退款", "补发一份"),
    choose_by=START + timedelta(days=2),
    remedy="全额退款",
    worth_fen=3_980,
    done_within_hours=24,
)


@pytest.mark.parametrize(
    ("name", "much", "little"),
    [
        ("goods", "牛肉", "牛肉"),
        ("opened_at", "3月2日10:00", "3月2日10:00"),
        ("reason", "“变质”", "您反映的情况"),
        ("options", "“全额退款”，或者“补发一份”", "您认可的解决办法"),
        ("choose_by", "3月4日10:00", "您方便的时候"),
        ("remedy", "“全额退款”", "答应您的办法"),
        ("amount", "39.80元", "这笔款项"),
        ("done_within", "24小时", "答应您的时间"),
    ],
)
def test_each_variable_reads_well_whether_the_case_can_tell_or_not(name: str, much: str, little: str) -> None:
    assert (fill(f"{{{name}}}", MUCH), fill(f"{{{name}}}", LITTLE)) == (much, little)


def test_the_table_above_is_whole() -> None:
    told = {"goods", "opened_at", "reason", "options", "choose_by", "remedy", "amount", "done_within"}
    assert told | {GREETING} == set(VARIABLES)


def test_the_greeting_waits_until_the_text_is_read() -> None:
    kept = fill("{greeting}！{goods}坏了", LITTLE)
    assert kept == "{greeting}！牛肉坏了"
    assert addressed(kept, "王芳，您好") == "王芳，您好！牛肉坏了"


def test_what_looks_like_a_variable_in_a_value_stays_text() -> None:
    assert fill("{goods}", Known(goods="{remedy}", opened_at=START)) == "{remedy}"


def test_a_long_value_is_cut() -> None:
    assert len(fill("{goods}", Known(goods="很" * 500, opened_at=START))) == VARIABLES["goods"].longest


def test_every_shipped_text_can_be_filled_and_sent_as_a_reply() -> None:
    long = Known(
        goods="很" * 99, opened_at=START, reason="很" * 99, options=("很" * 99,) * 9, remedy="很" * 99, worth_fen=10**11
    )
    for each in baseline_library().scripts:
        for known in (LITTLE, MUCH, long):
            said = addressed(fill(each.text, known), "很" * 20)
            assert len(said) <= 1000
            assert "{" not in said


def test_names_and_stray_braces_are_told_with_their_places() -> None:
    text = "{a}}和{{b}"
    assert [(each.offset, each.name) for each in names(text)] == [(0, "a"), (6, "b")]
    assert [(each.offset, each.text) for each in stray_braces(text)] == [(3, "}"), (5, "{")]


def test_a_talk_without_a_claim_names_nothing_of_a_claim() -> None:
    for situation in (Situation.LOW_SCORE, Situation.PRAISE):
        known = {each.name for each in VARIABLES.values() if situation in each.situations}
        assert known == {GREETING, "goods", "opened_at"}
