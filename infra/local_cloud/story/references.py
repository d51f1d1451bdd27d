"""Values that a line takes from elsewhere: `$ticket` was saved as `ticket`, `@OrderLine:O1/1` is a global id."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

__all__ = ["Saved", "Unresolved", "at_path"]


class Unresolved(Exception):
    """A reference or a path leads nowhere."""


class Saved:
    """What earlier calls returned, by name."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    def keep(self, names: Mapping[str, str], data: Any) -> None:
        """Save values by their paths in an answer. Unresolved where a path leads nowhere; the others are saved."""
        missing = []
        for name, path in names.items():
            try:
                self._values[name] = at_path(data, path)
            except Unresolved as error:
                missing.append(str(error))
        if missing:
            raise Unresolved("; ".join(missing))

    def fill(self, value: Any) -> Any:
        """`value` with every reference in it replaced. A text that begins with `$$` or `@@` loses one of them."""
        match value:
            case dict():
                return {name: self.fill(each) for name, each in value.items()}
            case list():
                return [self.fill(each) for each in value]
            case str() if value.startswith(("$$", "@@")):
                return value[1:]
            case str() if value.startswith("$"):
                return self._saved(value[1:])
            case str() if value.startswith("@"):
                return _global_id(value[1:])
        return value

    def _saved(self, name: str) -> Any:
        if name not in self._values:
            raise Unresolved(f"nothing was saved as {name}")
        return self._values[name]


def at_path(data: Any, path: str) -> Any:
    """What lies at a dotted path: names go into objects, numbers and `node/title=苹果` into lists."""
    found = data
    for step in path.split("."):
        try:
            found = _entry(found, step) if isinstance(found, list) else found[step]
        except (KeyError, IndexError, TypeError, ValueError):
            raise Unresolved(f"{path} leads nowhere at {step}") from None
    return found


def _entry(entries: list[Any], step: str) -> Any:
    names, selects, wanted = step.partition("=")
    if not selects:
        return entries[int(step)]
    return [each for each in entries if str(_deep(each, names)) == wanted][0]  # noqa: RUF015 - IndexError, if there is none


def _deep(entry: Any, names: str) -> Any:
    for name in names.split("/"):
        entry = entry[name]
    return entry


def _global_id(text: str) -> str:
    kind, _, raw = text.partition(":")
    if not kind or not raw:
        raise Unresolved(f"not Type:id: {text}")
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")
