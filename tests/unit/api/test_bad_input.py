"""Every sentence by which a rule refuses an input can be read in Chinese."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import api
import care
from api.messages import Language, told
from api.texts.bad_input import PHRASES, in_chinese
from care.kernel.errors import BadInput

ROOTS = (Path(care.__file__ or next(iter(care.__path__))).parent, Path(api.__file__).parent)
_SAYS = {"BadInput": 0, "_demand": 2}
"""By which argument it is said."""


def sentences() -> Iterator[tuple[str, str]]:
    """(where, sentence with `{}` for what is filled in) of every call that makes a BadInput."""
    for root in ROOTS:
        for file in sorted(root.rglob("*.py")):
            for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name != "_demand":
                    yield from ((f"{file.relative_to(root)}:{line}", said) for line, said in _said(function))


def _said(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[int, str]]:
    named = {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _SAYS:
            said = call.args[_SAYS[call.func.id]]
            yield call.lineno, _template(named[said.id] if isinstance(said, ast.Name) else said)


def _template(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    assert isinstance(node, ast.Constant), ast.dump(node)
    return str(node.value)


def test_every_rule_that_refuses_an_input_is_understood() -> None:
    found = dict(sentences())
    assert len(found) > 60
    assert {where: said for where, said in found.items() if said not in PHRASES} == {}
    assert PHRASES.keys() - set(found.values()) == set(), "nothing says this any more"


@pytest.mark.parametrize("sentence", sorted(PHRASES))
def test_each_is_put_into_chinese_with_what_was_filled_in(sentence: str) -> None:
    parts = sentence.split("{}")
    said = "".join(part + (str(number) if number < len(parts) else "") for number, part in enumerate(parts, 1))
    chinese = in_chinese(said)
    assert chinese
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert "{" not in chinese


def test_the_caller_reads_what_would_be_right() -> None:
    wrong = BadInput("quantity must be from 1 to 3", field="quantity", low=1, high=3)
    assert told(wrong, Language.ZH) == "数量须为1至3的整数"
    assert told(wrong, Language.EN) == "quantity must be from 1 to 3"


def test_what_says_nothing_is_told_in_general() -> None:
    assert told(BadInput(), Language.ZH) == "填写的内容有误,请检查后重试"
