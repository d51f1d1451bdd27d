"""`python -m story_maker --write` writes infra/stories, `--check` compares."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from story_maker.bench import BENCH
from story_maker.cases import CASES
from story_maker.community import community
from story_maker.deliveries import DELIVERIES
from story_maker.guarantee import GUARANTEE
from story_maker.script import Script
from story_maker.twelve import twelve

STORIES: Final = Path(__file__).parent.parent / "stories"
MADE: Final[dict[str, Callable[[], Script]]] = {
    "twelve-orders": twelve,
    "community-ten-days": community,
    **CASES,
    **GUARANTEE,
    **DELIVERIES,
    **BENCH,
}


def main(arguments: list[str]) -> int:
    """1 where a committed story is not what its script says."""
    differing = []
    for name, make in MADE.items():
        path, text = STORIES / f"{name}.jsonl", make().text()
        if "--write" in arguments:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            differing.append(path.name)
    if differing:
        sys.stderr.write(f"{', '.join(differing)}: not what story_maker says; run: python -m story_maker --write\n")
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
