"""Staff end all sessions of a member: a phone was lost, or somebody else uses the account (P6).

One row says until when sessions are over; each session meets it at its next refresh. Nothing is looked for, and a
session that begins at the same moment is over too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Ask, Place, Storage
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.work import Batch
from care.login.model import SessionsEnded
from care.login.store import ENDINGS, ending_prefix
from care.members.store import member_at

__all__ = ["EndSessions", "endings_of", "last_ending"]

_LONGEST_REASON = 200


def endings_of(
    storage: Storage, member_id: str, limit: int, after: Place = None
) -> tuple[Sequence[SessionsEnded], Place]:
    """When staff ended the sessions of a member, and why: the newest first, read consistently."""
    ask = Ask(
        table="members", pk=f"MEMBER#{member_id}", prefix=ending_prefix, limit=limit, after=after, newest_first=True
    )
    page = storage.query(ask)
    return page.of(ENDINGS), page.after


def last_ending(storage: Storage, member_id: str) -> SessionsEnded | None:
    rows, _ = endings_of(storage, member_id, 1)
    return rows[0] if rows else None


@dataclass(frozen=True, slots=True)
class EndSessions:
    storage: Storage
    requests: Requests
    clock: Clock

    def end(self, request: Request, member_id: str, *, by: str, reason: str) -> Answer:
        """The member's id. Access tokens last their minutes even so. BadInput, NotFound."""
        why = reason.strip()
        if not 0 < len(why) <= _LONGEST_REASON:
            raise BadInput(f"a reason of 1 to {_LONGEST_REASON} characters is needed", field="reason")

        def decide(batch: Batch) -> str:
            if self.storage.get(*member_at(member_id)) is None:
                raise NotFound("no such member", field="member_id")
            row = SessionsEnded(member_id=member_id, at=self.clock.now(), by=by, reason=why)
            batch.add(ENDINGS.overwrite(row, name="sessions.end"))
            return member_id

        return self.requests.once(request, decide)

    def history(self, member_id: str, limit: int, after: Place = None) -> tuple[Sequence[SessionsEnded], Place]:
        return endings_of(self.storage, member_id, limit, after)
