"""Where staff's own lines and the ties between cases lie. Table `tickets`:

| pk | sk | item |
| --- | --- | --- |
| `TICKET#id` | `INNER#place` | a line of the inner timeline |
| `TICKET#id` | `CHILD#other` | `other` was merged into it; it still follows where its `parent_id` says so |
| `TICKET#id` | `LINK#other` | the two have to do with each other; lies at both |
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Page, Place, Storage, Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.tickets.inner import InnerEntry

__all__ = ["INNER", "TIES", "Tie", "TieKind", "inner_of", "tie_at", "ties_of", "untie", "write_inner", "write_tie"]


class TieKind(StrEnum):
    CHILD = "CHILD"
    LINK = "LINK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What a case has to do with another one."""

    ticket_id: str
    other_id: str
    kind: TieKind
    at: datetime
    by: str
    """The actor."""


INNER = Shelf(
    shape=InnerEntry,
    kind="inner",
    table="tickets",
    key=lambda line: Key(f"TICKET#{line.ticket_id}", f"INNER#{line.place}"),
)
TIES = Shelf(
    shape=Tie,
    kind="tie",
    table="tickets",
    key=lambda tie: _tie_key(tie.ticket_id, tie.kind, tie.other_id),
)


def _tie_key(ticket_id: str, kind: TieKind, other_id: str) -> Key:
    return Key(f"TICKET#{ticket_id}", f"{kind}#{other_id}")


def tie_at(ticket_id: str, kind: TieKind, other_id: str) -> Wanted:
    return TIES, _tie_key(ticket_id, kind, other_id)


def write_inner(line: InnerEntry) -> DynamoWrite:
    return INNER.overwrite(line, name="ticket.inner")


def write_tie(tie: Tie) -> DynamoWrite:
    return TIES.overwrite(tie, name="ticket.tie")


def untie(ticket_id: str, kind: TieKind, other_id: str) -> DynamoWrite:
    """Whoever finds it gone decides again."""
    return TIES.delete(_tie_key(ticket_id, kind, other_id), name="ticket.untie")


def inner_of(storage: Storage, ticket_id: str, *, limit: int, after: Place) -> Page:
    """In the order in which it happened."""
    return storage.query(Ask(table="tickets", pk=f"TICKET#{ticket_id}", prefix="INNER#", limit=limit, after=after))


def ties_of(storage: Storage, ticket_id: str, kind: TieKind, *, limit: int, after: Place = None) -> Page:
    """In order of the others' ids."""
    return storage.query(Ask(table="tickets", pk=f"TICKET#{ticket_id}", prefix=f"{kind}#", limit=limit, after=after))
