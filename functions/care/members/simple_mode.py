"""A1: the simple mode of a member, set by themselves, or by staff or their leader for them, with reason and history.

What it changes: the words (contact/templates.py), the channels (contact/route.py), the options that are shown and the
time to choose (tickets/few_options.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Ask, Place, Storage
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.work import Batch
from care.members.model import SimpleModeChange
from care.members.store import MEMBERS, SIMPLE_CHANGES, member_at, simple_prefix

__all__ = ["SimpleModes", "SimpleWish"]

_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SimpleWish:
    """What somebody wants for a member. `by`: `member:M001`, `staff:A1`, `leader:L1`; all but the member say why."""

    member_id: str
    on: bool
    by: str
    reason: str = ""
    community: str | None = None
    """Of a leader, who speaks for members of it alone; None: of no leader."""


class SimpleModes:
    """Turns it on and off."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock

    def set(self, request: Request, wish: SimpleWish) -> Answer:
        """The member's id; what is so already leaves no line. BadInput; NotFound, also for another community's."""
        reason = wish.reason.strip()
        own = wish.by == f"member:{wish.member_id}"
        if len(reason) > _LONGEST_REASON or not (reason or own):
            raise BadInput(f"a reason of 1 to {_LONGEST_REASON} characters is needed", field="reason")
        return self._requests.once(request, lambda batch: self._decide(batch, replace(wish, reason=reason)))

    def history(self, member_id: str, limit: int, after: Place = None) -> tuple[Sequence[SimpleModeChange], Place]:
        """Who turned it on and off, the newest first."""
        ask = Ask(
            table="members",
            pk=f"MEMBER#{member_id}",
            prefix=simple_prefix,
            limit=limit,
            after=after,
            newest_first=True,
        )
        page = self._storage.query(ask)
        return page.of(SIMPLE_CHANGES), page.after

    def _decide(self, batch: Batch, wish: SimpleWish) -> str:
        member = self._storage.get(*member_at(wish.member_id))
        if member is None or wish.community not in (None, member.community):
            raise NotFound("no such member", field="member_id")
        if member.simple_mode is not wish.on:
            change = SimpleModeChange(
                member_id=member.id, at=self._clock.now(), on=wish.on, by=wish.by, reason=wish.reason
            )
            batch.add(
                MEMBERS.save(replace(member, simple_mode=wish.on), name="member.simple"),
                SIMPLE_CHANGES.overwrite(change, name="member.simple-change"),
            )
        return member.id
