"""Both READMEs say the same of what works, and each row has its test."""

import json
import re
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

ROOT = Path(__file__).parents[3]
FEATURES = {path.name.split("_")[1].upper() for path in (ROOT / "tests" / "features").glob("test_*.py")}
READMES = ("README.md", "README.zh-CN.md")


def rows(readme: str) -> list[str]:
    return re.findall(r"^\| \*?([A-Z]\d+)\*? \|", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("readme", READMES)
def test_a_row_that_works_has_a_test_named_after_it(readme: str) -> None:
    assert rows(readme)
    assert set(rows(readme)) <= FEATURES


@pytest.mark.parametrize("readme", READMES)
def test_what_works_in_basic_form_only_is_marked_as_its_test_is(readme: str) -> None:
    marked = set(re.findall(r"^\| \*([A-Z]\d+)\* \|", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE))
    tests = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "features").glob("test_*.py")}
    assert marked == {path.name.split("_")[1].upper() for path, text in tests.items() if ", basic:" in text[:200]}


def test_both_languages_name_the_same_rows() -> None:
    english, chinese = (rows(readme) for readme in READMES)
    assert english == chinese


@pytest.mark.parametrize("readme", READMES)
def test_what_is_called_by_make_is_a_command(readme: str) -> None:
    commands = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = (ROOT / readme).read_text(encoding="utf-8")
    called = [word for line in re.findall(r"(?:^|`)make ((?:[a-z-]+ ?)+)", text, re.MULTILINE) for word in line.split()]
    assert {"run", "test"} <= set(called) <= commands


@pytest.mark.parametrize("readme", READMES)
def test_the_first_query_can_be_asked(readme: str) -> None:
    (body,) = re.findall(r"-d '(.*)'$", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
    assert errors_of(json.loads(body)["query"]) == []


def test_the_mutation_of_the_settings_page_can_be_made() -> None:
    (text,) = re.findall(
        r"```graphql\n(.*?)```", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert errors_of(text) == []


def errors_of(query: str) -> list[str]:
    """What the committed schema says against a query."""
    schema = build_schema((ROOT / "graphql" / "schema.graphql").read_text(encoding="utf-8"))
    return [error.message for error in validate(schema, parse(query))]
