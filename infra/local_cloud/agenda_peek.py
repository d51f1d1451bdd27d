"""Looks at the agenda from outside, without a call, to see when something is due next."""

from datetime import UTC, datetime

from moto.dynamodb.models import dynamodb_backends

from local_cloud.moto_gateway import LOCK
from local_cloud.resources import ACCOUNT

__all__ = ["AgendaPeek"]


class AgendaPeek:
    """Knows the keys of the agenda: pk `lane#shard`, sk `due#id` (care/dynamo/agenda_shelf.py)."""

    def __init__(self, table: str, region: str) -> None:
        self._table = table
        self._region = region

    def next_due(self) -> dict[str, datetime]:
        """Lane → when its first item is due (UTC), for the lanes in which something waits."""
        found: dict[str, str] = {}
        with LOCK:
            items = dynamodb_backends[ACCOUNT][self._region].tables[self._table].items
            for pk, shard in items.items():
                if shard:
                    lane = pk.value.partition("#")[0]
                    first = min(sk.value for sk in shard).partition("#")[0]
                    found[lane] = min(found.get(lane, first), first)
        return {lane: _instant(due) for lane, due in found.items()}


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
