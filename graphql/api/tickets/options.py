"""What staff weigh of each option of a case (C3, C4); members and leaders never see it."""

from datetime import datetime

import strawberry

from api.context import Info
from api.enums import described
from api.permissions import STAFF, seen_by
from api.scalars import Money, money
from api.tickets.offers import OfferPart, part
from care.members.model import Stats
from care.tickets import model, options
from care.tickets.options import option_of
from care.tickets.rules import judge

__all__ = ["RemedyOption", "options_of"]

OptionWhy = described(
    options.Why,
    "What led to an option as it is.",
    name="OptionWhy",
    RULE="The rule whose menu it is on; the value is its code.",
    SEGMENT="Who the member is to us, where that adds something.",
    ON_TOP="What the segment adds, as the member reads it.",
    SHRUNK="Less is left of the line than the remedy promises; the value is what is left, in fen.",
)


@seen_by(STAFF)
@strawberry.type(description="One reason why an option is as it is.")
class OptionBecause:
    why: OptionWhy = strawberry.field(description="What it is.")  # type: ignore[valid-type]
    value: str = strawberry.field(description="Its value.")


@seen_by(STAFF)
@strawberry.type(description="One option of a case as staff weigh it; docs/settings.md says how.")
class RemedyOption:
    model: strawberry.Private[options.Option]

    @strawberry.field
    def remedy(self) -> str:
        """The remedy's code in the policy."""
        return self.model.offer.remedy

    @strawberry.field
    def title(self) -> str:
        """What the member reads on the button."""
        return self.model.offer.title

    @strawberry.field
    def cost(self) -> Money:
        """What it costs us, points at their figure."""
        return money(self.model.cost_fen)

    @strawberry.field
    def floor(self) -> list[OfferPart]:
        """What the rule offers anybody."""
        return [part(each) for each in self.model.floor]

    @strawberry.field
    def added(self) -> list[OfferPart]:
        """What the member's segment adds; the floor is never touched."""
        return [part(each) for each in self.model.added]

    @strawberry.field
    def because(self) -> list[OptionBecause]:
        """Why it is as it is."""
        return [OptionBecause(why=each.why, value=each.value) for each in self.model.because]

    @strawberry.field
    def saved_logistics(self) -> Money:
        """The freight back that it saves."""
        return money(self.model.saved_logistics_fen)

    @strawberry.field
    def value_at_risk(self) -> Money:
        """What we stand to lose of the member's custom by it."""
        return money(self.model.value_at_risk_fen)

    @strawberry.field
    def done_by(self) -> datetime:
        """By when it is done, if it is taken now."""
        return self.model.done_by


async def options_of(info: Info, ticket: model.Ticket) -> list[RemedyOption]:
    """The menu that was offered; where none was, what the rule offered when the case was opened."""
    facts, number, app = ticket.facts, ticket.policy_version, info.context.app
    policy = (
        None if number is None else await info.context.loaders.load("policies", app.policies.editions.get_many, number)
    )
    reason = policy.reason(ticket.reason or "") if policy else None
    if facts is None or policy is None or reason is None:
        return []
    settings, now = app.desk.settings(), app.clock.now()
    offers = ticket.menu or judge(facts, reason, policy, settings, ticket.opened_at).menu
    member = await info.context.loaders.load("members", app.members.get_many, ticket.member_id)
    stats = member.stats if member else Stats()
    return [RemedyOption(model=option_of(each, facts, reason, policy, stats, settings, now)) for each in offers]
