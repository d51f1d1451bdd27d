"""What a story came to, counted over the local tables by each item's `type`, and what is left lying about.

The one place to adapt when a domain lands: COUNTED says which items are counted, and by which of their attributes.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from local_cloud.cloud import LocalCloud
from local_cloud.tables import Item

__all__ = ["Summary", "summarise"]

Summary = dict[str, Any]

COUNTED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "messages": ("message", ("template", "state")),
    "tickets": ("ticket", ("state",)),
    "ticket_kinds": ("ticket", ("kind", "state")),
    "payouts": ("payout", ("kind", "state")),
    "surveys": ("survey", ("state",)),
    "closure_checks": ("check", ("state",)),
    "invitations": ("invitation", ("kind", "state")),
    "posts": ("post", ("state",)),
    "tags": ("tagged", ("name",)),
}
"""Heading → type of item, and the attributes that it is counted by, the outer one first."""


def summarise(cloud: LocalCloud) -> Summary:
    """Money in fen. Two plays of one story have equal summaries, however its events came in."""
    items = [item for table in cloud.tables().values() for item in table]
    agenda = [item for item in items if item.get("type") == "agenda"]
    paid = [item for item in items if item.get("type") == "payout" and item["state"] == "PAID"]
    counts = {heading: _counted(items, kind, by) for heading, (kind, by) in COUNTED.items()}
    return {
        "orders": sum(item.get("type") == "order" for item in items),
        **{heading: count for heading, count in counts.items() if count},
        "paid_fen": _sums(paid, "amount_fen"),
        "paid_points": _sums(paid, "points"),
        "left": _left(cloud, agenda),
    }


def _counted(items: Iterable[Item], kind: str, by: tuple[str, ...]) -> dict[str, Any]:
    found = Counter(tuple(str(item.get(name, "-")) for name in by) for item in items if item.get("type") == kind)
    return _nested(found)


def _nested(counts: Mapping[tuple[str, ...], int]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, count in sorted(counts.items()):
        branch = tree
        for step in path[:-1]:
            branch = branch.setdefault(step, {})
        branch[path[-1]] = count
    return tree


def _sums(payouts: Iterable[Item], attribute: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    for payout in payouts:
        found[payout["kind"]] += payout.get(attribute, 0)
    return {kind: amount for kind, amount in sorted(found.items()) if amount}


def _left(cloud: LocalCloud, agenda: Iterable[Item]) -> dict[str, Any]:
    dead = cloud.dead_letter_queues()
    queues = {name: cloud.messages(name) for name in cloud.queues()}
    return {
        "agenda": _nested(Counter((item["lane"], item["kind"]) for item in agenda)),
        "queues": {name: len(bodies) for name, bodies in queues.items() if bodies and name not in dead},
        "dead_letters": {name: _distinct(bodies) for name, bodies in queues.items() if bodies and name in dead},
    }


def _distinct(bodies: Iterable[str]) -> int:
    """A broken event that was delivered several times is one dead letter: its envelope differs, its detail does not."""
    return len({_detail(body) for body in bodies})


def _detail(body: str) -> str:
    try:
        envelope = json.loads(body)
    except ValueError:
        return body
    if isinstance(envelope, dict) and "detail" in envelope:
        return json.dumps([envelope.get("detail-type"), envelope["detail"]], sort_keys=True)
    return body
