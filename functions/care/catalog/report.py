"""An unknown category loses no order: the default policy holds, and whoever runs the product hears of it."""

import logging
from collections.abc import Callable, Iterable

from care.catalog.model import known_category

__all__ = ["CategoryReport"]

_log = logging.getLogger(__name__)


class CategoryReport:
    """Logs unknown categories and counts them (`count` gets the text; a metric in the deployment, M4)."""

    def __init__(self, count: Callable[[str], None] = lambda _text: None) -> None:
        self._count = count

    def look_at(self, categories: Iterable[str]) -> None:
        for text in sorted(set(categories)):
            if known_category(text) is None:
                _log.warning("unknown category", extra={"category": text})
                self._count(text)
