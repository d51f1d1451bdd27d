"""Details of the mall's order events, told by the time of what happened."""

from datetime import datetime
from typing import Any

from fakes import mall

__all__ = ["order_event"]


def order_event(order_id: str, **facts: Any) -> dict[str, Any]:
    """An order event of `order_id`; the one time among `facts` (`signed_at` …) is also when it was stated."""
    (happened,) = (each for each in facts.values() if isinstance(each, datetime))
    written = {name: each.isoformat() if isinstance(each, datetime) else each for name, each in facts.items()}
    return mall.order(order_id=order_id, version=1, occurred_at=happened.isoformat(), **written)
