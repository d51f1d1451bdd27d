"""Every case that the system opens has words that an agent understands."""

import ast
import re
from pathlib import Path

import pytest

import care.tickets
from care.accounts.model import PayoutKind
from care.accounts.settlement.model import DiscrepancyKind
from care.accounts.spending import Scope
from care.policy.wording import vague_words
from care.tickets.task_titles import PAID_THINGS, TITLES, Task, budget_title, payout_title, task_title

ROOM = Path(care.tickets.__file__).parent
CODE = re.compile(r"[A-Z]+_[A-Z]+|[a-z]+\.[a-z]+|[{}]")


@pytest.mark.parametrize("code", Task)
def test_each_code_has_words_and_shows_none(code: Task) -> None:
    words = task_title(code, "退款")
    assert re.search(r"[\u4e00-\u9fff]{4}", words)
    assert not CODE.search(words)
    assert list(vague_words(words)) == []


def test_no_two_cases_are_called_the_same() -> None:
    assert len(set(TITLES.values())) == len(Task)


@pytest.mark.parametrize("kind", PayoutKind)
@pytest.mark.parametrize("code", [Task.FAILED, Task.UNANSWERED])
def test_a_payout_is_called_by_what_it_is(code: Task, kind: PayoutKind) -> None:
    assert payout_title(code, kind).startswith(PAID_THINGS[kind])


@pytest.mark.parametrize("scope", Scope)
def test_a_budget_is_named_where_cases_can_exhaust_it(scope: Scope) -> None:
    if scope in {Scope.SKU, Scope.BATCH, Scope.COMMUNITY}:
        assert "V1" in budget_title(scope, "V1")
    elif scope is Scope.DAY:
        assert budget_title(scope, "").startswith("全部商品当天")
    else:
        with pytest.raises(KeyError):
            budget_title(scope, "M001")


@pytest.mark.parametrize("kind", DiscrepancyKind)
def test_every_discrepancy_has_a_title_that_names_it(kind: DiscrepancyKind) -> None:
    assert task_title(f"SETTLEMENT_{kind}", "O1/1/R7").endswith("（O1/1/R7）")


def test_what_is_not_in_the_table_opens_no_case() -> None:
    with pytest.raises(ValueError, match=r"payout\.lost"):
        task_title("payout.lost")


def test_a_long_subject_is_cut() -> None:
    assert len(task_title(Task.SETTLEMENT_EXTRA, "K" * 500)) == 200


def test_no_case_is_opened_under_a_code() -> None:
    """Titles of this room's tasks come from the table, or are words themselves."""
    files = [file for file in ROOM.rglob("*.py") if file.name != "care_task.py"]  # which says what a task is
    titles = [title for file in files for title in _titles(ast.parse(file.read_text(encoding="utf-8")))]
    assert len(titles) >= 7
    for title in titles:
        assert isinstance(title, ast.Call | ast.Attribute) or re.search(r"[\u4e00-\u9fff]", ast.unparse(title)), (
            ast.unparse(title)
        )


def _titles(tree: ast.Module) -> list[ast.expr]:
    makers = {"CareTask", "task_about"}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in makers]
    return [each.value for call in calls for each in call.keywords if each.arg == "title"]
