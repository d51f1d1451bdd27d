"""Both READMEs say the same of what works, and each row has its test."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FEATURES = {path.name.split("_")[1].upper() for path in (ROOT / "tests" / "features").glob("test_*.py")}
READMES = ("README.md", "README.zh-CN.md")


def rows(readme: str) -> list[str]:
    return re.findall(r"^\| ([A-Z]\d+) \|", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("readme", READMES)
def test_a_row_that_works_has_a_test_named_after_it(readme: str) -> None:
    assert rows(readme)
    assert set(rows(readme)) <= FEATURES


def test_both_languages_name_the_same_rows() -> None:
    english, chinese = (rows(readme) for readme in READMES)
    assert english == chinese


@pytest.mark.parametrize("readme", READMES)
def test_what_is_called_by_make_is_a_command(readme: str) -> None:
    commands = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = (ROOT / readme).read_text(encoding="utf-8")
    called = [word for line in re.findall(r"(?:^|`)make ((?:[a-z-]+ ?)+)", text, re.MULTILINE) for word in line.split()]
    assert {"run", "test"} <= set(called) <= commands
