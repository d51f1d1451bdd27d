"""Every link between the papers leads somewhere, headings included."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\[[^\]]*\]\((?!https?://)([^)#\s]*)(?:#([^)\s]+))?\)")
_BLOCK = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return _BLOCK.sub("", page.read_text(encoding="utf-8"))


def links() -> Iterator[tuple[Path, str, str]]:
    """Page, what it links to, and the heading there."""
    for page in PAGES:
        yield from ((page, *found) for found in _LINK.findall(prose(page)))


@cache
def anchors(page: Path) -> frozenset[str]:
    """The headings of a page, as they are linked to."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings)


LINKS = list(links())


def test_there_are_links_to_check() -> None:
    assert {page.name for page, _, _ in LINKS} >= {"README.md", "README.zh-CN.md", "CONTRIBUTING.md", "architecture.md"}


@pytest.mark.parametrize(("page", "target", "anchor"), LINKS, ids=[f"{page.name}:{to}#{at}" for page, to, at in LINKS])
def test_a_link_leads_somewhere(page: Path, target: str, anchor: str) -> None:
    there = (page.parent / target).resolve() if target else page
    assert there.exists()
    assert there.is_relative_to(ROOT)
    assert not anchor or anchor in anchors(there)
