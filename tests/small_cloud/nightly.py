from typing import Any

from small_cloud import bootstrap


def handler(event: dict[str, Any], _context: Any) -> None:
    bootstrap.saw("nightly", (event, bootstrap.STATE["clock"].now()))
