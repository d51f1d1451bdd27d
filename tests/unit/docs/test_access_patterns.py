"""docs/access-patterns.md names every kind of item where the code keeps it, with the indexes that it has."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import care
from care.dynamo.agenda_shelf import AgendaShelf
from care.dynamo.shelf import Shelf
from handlers.environment import TABLES

PAGE = (Path(__file__).parents[3] / "docs" / "access-patterns.md").read_text(encoding="utf-8")
SECTIONS = dict(zip((parts := re.split(r"^## (\S+)$", PAGE, flags=re.MULTILINE))[1::2], parts[2::2], strict=True))
INDEXES = ("by_a", "by_b", "by_c", "by_d")


def shelves() -> Iterator[Shelf[Any]]:
    yield AgendaShelf(shards=1).shelf
    for module in pkgutil.walk_packages(care.__path__, "care."):
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, Shelf):
                yield each


SHELVES = {(each.table, each.kind): each for each in shelves()}


def stated() -> dict[tuple[str, str], set[str]]:
    """(table, kind) → the indexes whose cells are filled."""
    found = {}
    for table, text in SECTIONS.items():
        kinds = text.split("| question |", 1)[0]
        for line in kinds.splitlines():
            if line.startswith("| `"):
                cells = [cell.strip() for cell in line.strip().removesuffix("|").removeprefix("|").split("|")]
                named = INDEXES[: len(cells) - 3]
                found[table, cells[0].strip("`")] = {
                    index for index, cell in zip(named, cells[3:], strict=True) if cell
                }
    return found


def test_each_table_has_its_section() -> None:
    assert set(SECTIONS) == set(TABLES)


def test_each_kind_stands_under_its_table_and_no_other_does() -> None:
    assert set(stated()) == set(SHELVES)


@pytest.mark.parametrize("home", SHELVES, ids="/".join)
def test_a_kind_names_the_indexes_that_it_has(home: tuple[str, str]) -> None:
    assert stated()[home] == set(SHELVES[home].indexes or ())
