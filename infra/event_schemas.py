"""JSON Schemas of the events in and out, from their types: `python -m event_schemas --write` or `--check`.

One file for each detail-type, in `infra/events/`; it describes the `detail` of the EventBridge event.
"""

import json
import sys
from inspect import cleandoc
from pathlib import Path
from typing import Any, Final

import msgspec

from care.accounts.asked import REQUESTS
from care.logistics.chase import ShipmentChaseRequested
from care.logistics.holding.events import ParcelHoldChanged
from care.logistics.slots.events import DeliverySlotChanged
from handlers.mall_router import EVENTS_IN

__all__ = ["EVENTS", "main", "schema_of"]

_OUT: Final[tuple[type[Any], ...]] = (*REQUESTS, ShipmentChaseRequested, DeliverySlotChanged, ParcelHoldChanged)
EVENTS: Final[dict[str, type[Any]]] = EVENTS_IN | {each.__name__: each for each in _OUT}
"""Every event by its detail-type."""

FOLDER: Final = Path(__file__).parent / "events"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of an event's detail."""
    whole = _tidy(msgspec.json.schema(EVENTS[name]))
    definitions: dict[str, Any] = whole["$defs"]
    root = definitions.pop(name)
    shared = {"$defs": definitions} if definitions else {}
    return {"$schema": _DIALECT, "$id": f"{name}.schema.json", **root, **shared}


def _tidy(part: Any) -> Any:
    """Docstrings as Python 3.13 keeps them: older ones leave their indentation in."""
    if isinstance(part, dict):
        return {
            name: cleandoc(each) if name == "description" and isinstance(each, str) else _tidy(each)
            for name, each in part.items()
        }
    return [_tidy(each) for each in part] if isinstance(part, list) else part


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """--write or --check; 1 when a committed file differs from the types."""
    texts = {f"{name}.schema.json": _text(schema_of(name)) for name in EVENTS}
    if "--write" in arguments:
        _write(texts, folder)
        return 0
    present = {file.name: file.read_text("utf-8") for file in folder.glob("*.schema.json")}
    drifted = sorted(name for name in texts.keys() | present.keys() if texts.get(name) != present.get(name))
    if drifted:
        sys.stderr.write(f"{', '.join(drifted)}: not what the types say; run: python -m event_schemas --write\n")
    return 1 if drifted else 0


def _write(texts: dict[str, str], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for stale in {file.name for file in folder.glob("*.schema.json")} - texts.keys():
        (folder / stale).unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
