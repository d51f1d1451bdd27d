"""docs/settings.md lists every figure as it is."""

import importlib
import pkgutil
import re
from pathlib import Path

import care
from care.kernel.settings import FIGURES

PAGE = (Path(__file__).parents[3] / "docs" / "settings.md").read_text(encoding="utf-8")


def test_every_figure_has_its_row_as_it_is() -> None:
    for module in pkgutil.walk_packages(care.__path__, "care."):
        importlib.import_module(module.name)
    expected = {
        each.key: [str(each.default), str(each.low), str(each.high), each.unit, each.row, each.about]
        for each in FIGURES.values()
    }
    rows = re.findall(r"^\| `([a-z_]+\.[a-z0-9_]+)` \| (.*) \|$", PAGE, re.MULTILINE)
    assert {key: cells.split(" | ") for key, cells in rows} == expected
    assert len(rows) == len(expected)
