"""G1: which rule judges a case, and why; for staff."""

import strawberry

from api.context import Info
from api.permissions import PART, STAFF, may, seen_by
from api.policy.enums import MemberSegment, PolicyDimension
from api.policy.types import PolicyExtra, extra
from api.relay import local_id
from care.kernel.errors import BadInput
from care.tickets import ruling
from care.tickets.ruling import explain_rule

__all__ = ["Ruling", "RulingQuery", "line_ids"]


@seen_by(PART)
@strawberry.type(description="One thing by which a rule fits a case.")
class RuleBecause:
    dimension: PolicyDimension = strawberry.field(description="What it names.")  # type: ignore[valid-type]
    value: str = strawberry.field(description="As the rule states it; a price band as `5000-20000`, in fen.")


@seen_by(PART)
@strawberry.type(description="A rule of the same reason class that does not hold.")
class PassedOverRule:
    rule: str = strawberry.field(description="Its code.")
    differs_in: PolicyDimension | None = strawberry.field(  # type: ignore[valid-type]
        description="The first thing that does not fit; null: it fits too, but names less or weaker things."
    )


@seen_by(PART)
@strawberry.type(description="Which rule judges a case, and why.")
class Ruling:
    model: strawberry.Private[ruling.Ruling]

    @strawberry.field
    def policy_version(self) -> int:
        """The policy whose rule it is."""
        return self.model.policy_version

    @strawberry.field
    def rule(self) -> str:
        """The rule's code."""
        return self.model.explanation.rule.code

    @strawberry.field
    def place(self) -> str:
        """Where the rule stands in the policy, such as `rules[3]`."""
        return self.model.explanation.place

    @strawberry.field
    def because(self) -> list[RuleBecause]:
        """What it names and the case has; empty: the default of its reason class."""
        return [RuleBecause(dimension=each.dimension, value=each.value) for each in self.model.explanation.because]

    @strawberry.field
    def passed_over(self) -> list[PassedOverRule]:
        """The other rules of the reason class."""
        return [
            PassedOverRule(rule=each.rule, differs_in=each.differs_in) for each in self.model.explanation.passed_over
        ]

    @strawberry.field
    def segment(self) -> MemberSegment:  # type: ignore[valid-type]
        """Who the member was to us when it was judged."""
        return self.model.segment

    @strawberry.field
    def on_top(self) -> PolicyExtra | None:
        """What the segment gets on top of every remedy of the menu that pays anything (C3)."""
        return extra(self.model.on_top) if self.model.on_top else None


@strawberry.type
class RulingQuery:
    @strawberry.field(metadata=may(STAFF))
    def explain_rule(self, info: Info, line_id: strawberry.ID, reason: str) -> Ruling:
        """Which rule would judge this reason for any order line now, and why."""
        order_id, line = line_ids(line_id, field="line_id")
        return Ruling(model=explain_rule(info.context.app.desk, order_id, line, reason))


def line_ids(text: str, *, field: str) -> tuple[str, str]:
    """(order id, line id) of an OrderLine's global id; BadInput for anything else."""
    order_id, slash, line_id = local_id("OrderLine", text, field=field).rpartition("/")
    if not slash:
        message = f"{field} is not the id of an OrderLine"
        raise BadInput(message, field=field)
    return order_id, line_id
