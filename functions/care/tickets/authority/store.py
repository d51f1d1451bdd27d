"""Where approvals and uses of authority lie. Table `tickets`:

| pk | sk | item |
| --- | --- | --- |
| `TICKET#id` | `APPROVAL` | its one approval; by_a, while it waits: whom it waits for |
| `USES#staff` | `day#at#source` | a use of somebody's authority |
"""

from dataclasses import dataclass
from datetime import datetime

from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask, Page, Place, Storage, Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import SHANGHAI, stamp
from care.kernel.ids import derived_id
from care.tickets.authority.model import Approval, ApprovalState

__all__ = ["APPROVALS", "USES", "Use", "approval_at", "approvals_of", "supersede", "uses_of", "write_use"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Somebody gave something by their own authority; never changed, never deleted."""

    by: str
    """The actor whose authority it was: of an approval, the approver."""
    at: datetime
    ticket_id: str
    round: int
    remedy: str
    cost_fen: int
    asked_by: str | None = None
    """The actor who had asked for it."""
    override_reason: str | None = None
    passed: tuple[str, ...] = ()
    """Codes of what it passed: what the rule does not allow, caps, budgets."""

    @property
    def id(self) -> str:
        return derived_id("use", self.ticket_id, self.round)

    @property
    def place(self) -> str:
        return f"{self.at.astimezone(SHANGHAI):%Y-%m-%d}#{stamp(self.at)}#{self.id}"


def _waiting(approval: Approval) -> tuple[str, str] | None:
    if approval.state is not ApprovalState.ASKED:
        return None
    return f"APPROVER#{approval.approver}", f"{stamp(approval.expires_at)}#{approval.ticket_id}"


def _approval_key(ticket_id: str) -> Key:
    return Key(f"TICKET#{ticket_id}", "APPROVAL")


APPROVALS = Shelf(
    shape=Approval,
    kind="approval",
    table="tickets",
    key=lambda approval: _approval_key(approval.ticket_id),
    indexes={"by_a": _waiting},
)
USES = Shelf(shape=Use, kind="use", table="tickets", key=lambda use: Key(f"USES#{use.by}", use.place))


def approval_at(ticket_id: str) -> Wanted:
    return APPROVALS, _approval_key(ticket_id)


def supersede(ticket_id: str, nth: int) -> DynamoWrite:
    """The case goes on without its approval, which nobody reads for that; answered meanwhile, it is decided again."""
    return APPROVALS.update(
        _approval_key(ticket_id),
        attribute("state").set(ApprovalState.SUPERSEDED.value),
        attribute("version").add(1),
        attribute("by_a_pk").remove(),
        attribute("by_a_sk").remove(),
        name="approval.supersede",
        condition=(attribute("nth") == nth) & (attribute("state") == ApprovalState.ASKED.value),
    )


def approvals_of(storage: Storage, approver: str, *, limit: int, after: Place) -> Page:
    """What waits for them, what expires first first."""
    return storage.query(Ask(table="tickets", index="by_a", pk=f"APPROVER#{approver}", limit=limit, after=after))


def write_use(use: Use) -> DynamoWrite:
    return USES.overwrite(use, name="authority.use")


def uses_of(storage: Storage, by: str, day: str, *, limit: int, after: Place) -> Page:
    """On a day in Shanghai, in the order in which it happened."""
    return storage.query(Ask(table="tickets", pk=f"USES#{by}", prefix=f"{day}#", limit=limit, after=after))
