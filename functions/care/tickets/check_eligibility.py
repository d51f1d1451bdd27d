"""G2: what can be claimed for a line, shown before the tap. Two reads."""

from dataclasses import dataclass, replace

from care.contact.figures import voice_confidence
from care.contact.transcript import Transcript
from care.tickets.case import LineCase, read_case
from care.tickets.desk import Desk
from care.tickets.errors import AlreadyApplied
from care.tickets.few_options import verdict_for_member
from care.tickets.rules import Verdict
from care.tickets.suggest_reason import suggested

__all__ = ["Eligibility", "check_eligibility"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """A verdict for each reason of the policy in force. With `ticket_id` the line has been applied for."""

    case: LineCase
    """With the quantity that it was asked for."""
    policy_version: int
    verdicts: tuple[Verdict, ...]
    ticket_id: str | None
    suggested: str | None = None
    """The code of the reason that the member's spoken words suggest (A1)."""


def check_eligibility(
    desk: Desk,
    member_id: str,
    order_id: str,
    line_id: str,
    quantity: int | None = None,
    *,
    said: Transcript | None = None,
) -> Eligibility:
    """NotFound if the line is not the member's own; BadInput if it has not so many goods, or for what was said."""
    if said is not None:
        said.check()
    policy = desk.policies.current()
    case = read_case(desk, member_id, order_id, line_id, quantity=quantity)
    judged = (case.judge(desk, reason, policy) for reason in policy.reasons)
    verdicts = tuple(verdict_for_member(verdict, case.facts) for verdict in judged)
    return Eligibility(
        case=case,
        policy_version=policy.number,
        verdicts=tuple(map(_applied, verdicts)) if case.claim else verdicts,
        ticket_id=case.claim.ticket_id if case.claim else None,
        suggested=suggested(said, policy.reasons, voice_confidence(desk.settings())) if said else None,
    )


def _applied(verdict: Verdict) -> Verdict:
    """A line is applied for once, whatever the reason."""
    return replace(verdict, why_not=AlreadyApplied, menu=())
