"""The rule that judged a case: of the policy that it was opened under, for the facts that it was opened with (G1)."""

from care.policy.model import PolicyVersion, ReasonClass, Rule
from care.policy.precedence import rule_for
from care.tickets.model import Ticket

__all__ = ["class_of", "rule_of"]


def class_of(ticket: Ticket, policy: PolicyVersion) -> ReasonClass | None:
    """None where it is about no line."""
    reason = policy.reason(ticket.reason or "")
    return reason.reason_class if reason else None


def rule_of(ticket: Ticket, policy: PolicyVersion) -> Rule | None:
    """None where it is about no line."""
    reason_class = class_of(ticket, policy)
    if ticket.facts is None or reason_class is None:
        return None
    return rule_for(policy.rules, ticket.facts.case(reason_class))
