"""Who bears what goods cost that are posted back (G10). Pure."""

from care.policy.model import Bearer, PolicyVersion
from care.policy.precedence import rule_for
from care.tickets.model import Ticket

__all__ = ["bearer_of"]


def bearer_of(ticket: Ticket, policy: PolicyVersion) -> Bearer:
    """As the rule says that judged the claim; `policy` is the ticket's. Where none judged it, we do."""
    reason = policy.reason(ticket.reason or "")
    if ticket.facts is None or reason is None:
        return Bearer.PLATFORM
    return rule_for(policy.rules, ticket.facts.case(reason.reason_class)).return_by
