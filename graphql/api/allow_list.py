"""The documents that production runs: those of `graphql/operations/`, one file per operation, named after it.

The file is read when its operation is first asked for, so a cold start reads none.
"""

from functools import lru_cache
from pathlib import Path

from graphql import strip_ignored_characters

from api.errors import ApiError

__all__ = ["OPERATIONS", "AllowList"]

OPERATIONS = Path(__file__).parent.parent / "operations"


class AllowList:
    """Compares documents with the files of `folder`, white space, commas and comments apart."""

    def __init__(self, folder: Path = OPERATIONS) -> None:
        self._folder = folder
        self._known = lru_cache(maxsize=None)(self._read)

    def check(self, name: str | None, text: str) -> None:
        """OPERATION_NOT_ALLOWED unless `text` is the file of the operation `name` (a GraphQL name, so no path)."""
        if name is None or self._known(name) != strip_ignored_characters(text):
            raise ApiError("OPERATION_NOT_ALLOWED", status=403)

    def _read(self, name: str) -> str | None:
        file = self._folder / f"{name}.graphql"
        return strip_ignored_characters(file.read_text(encoding="utf-8")) if file.is_file() else None
