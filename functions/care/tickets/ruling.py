"""G1, C3: which rule judges a line and why, and what the member's segment gets on top; for staff."""

from dataclasses import dataclass

from care.policy.model import Extra, PolicyVersion, Reason, Segment
from care.policy.precedence import Explanation, explain
from care.tickets.case import read_case, reason_of
from care.tickets.desk import Desk
from care.tickets.facts import LineFacts

__all__ = ["Ruling", "explain_rule", "ruling_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """How the policy of `policy_version` looked at the facts."""

    policy_version: int
    explanation: Explanation
    segment: Segment
    on_top: Extra | None


def ruling_of(facts: LineFacts, reason: Reason, policy: PolicyVersion) -> Ruling:
    """The same for the same facts, whenever it is asked."""
    explanation = explain(policy.rules, facts.case(reason.reason_class))
    extras = (extra for extra in explanation.rule.extras if extra.segment is facts.segment)
    return Ruling(
        policy_version=policy.number,
        explanation=explanation,
        segment=facts.segment,
        on_top=next(extras, None),
    )


def explain_rule(desk: Desk, order_id: str, line_id: str, reason: str) -> Ruling:
    """For any line as it is now, under the policy in force; NotFound, UnknownReason. Two reads."""
    policy = desk.policies.current()
    case = read_case(desk, None, order_id, line_id)
    return ruling_of(case.facts, reason_of(policy, reason), policy)
