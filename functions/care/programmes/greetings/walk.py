"""The way through an audience (L7): tag after tag, page after page, by member id; nobody is met twice."""

from dataclasses import dataclass

import msgspec

from care.dynamo.storage import Storage, fetch_by_id
from care.members.model import Member
from care.members.service import Members
from care.members.store import member_at
from care.programmes.greetings.model import GreetingAudience
from care.programmes.greetings.rules import means

__all__ = ["Stretch", "stretch"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The next bearers on the way: how many were looked at, who of them is meant, and where to go on."""

    looked_at: int
    meant: tuple[Member, ...]
    turn: int
    after: str
    last: bool


def stretch(
    storage: Storage, members: Members, audience: GreetingAudience, turn: int, after: str, limit: int
) -> Stretch:
    """At most `limit` bearers of the tag of this turn: one query, one batch."""
    place = msgspec.json.decode(after, type=dict[str, str]) if after else None
    bearers, rest = members.bearers(audience.any_of[turn], limit, place)
    found = fetch_by_id(storage, member_at, [each.member_id for each in bearers])
    meant = tuple(each for each in found.values() if means(audience, each, turn))
    if rest:
        return Stretch(len(bearers), meant, turn, msgspec.json.encode(rest, order="sorted").decode(), last=False)
    return Stretch(len(bearers), meant, turn + 1, "", last=turn + 1 == len(audience.any_of))
