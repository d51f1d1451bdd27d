"""Every name that docs/glossary.md gives as the code's own is in the code."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [
    line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| -")
]
NAMES = sorted({name for row in ROWS for name in re.findall(r"`([^`]+)`", row[2])})


@cache
def code() -> str:
    sources = [path for root in ("functions", "graphql") for path in (ROOT / root).rglob("*.py")]
    names = " ".join(str(path.relative_to(ROOT)) for path in (*sources, *(ROOT / "functions").rglob("*.json")))
    return names + "".join(path.read_text(encoding="utf-8") for path in (*sources, ROOT / "template.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_the_glossary_is_one_of_the_code(name: str) -> None:
    wanted = name if "/" in name or name.endswith(".py") else name.rsplit(".", maxsplit=1)[-1].strip("…")
    snake = re.sub(r"([A-Z])", r"_\1", wanted).lower()  # what GraphQL spells in camel case
    assert (ROOT / name).exists() or wanted in code() or snake in code()


def test_each_row_gives_both_languages() -> None:
    for row in ROWS[1:]:
        if row[0] != "中文":
            assert re.search(r"[\u4e00-\u9fff]", row[0])
            assert re.search(r"[A-Za-z]", row[1])
