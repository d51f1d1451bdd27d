"""P6: how a member wants to be written to, and what the mini-program should ask to notify them of."""

import strawberry

from api.contact import ContactChannel
from api.context import Info
from api.enums import described
from api.permissions import MEMBER, OWN, STAFF, Belongs, may, seen_by
from care.contact.member_contact import MemberContact
from care.contact.subscriptions import Moment

__all__ = ["ContactWishes", "SubscriptionQuery"]

SubscriptionMoment = described(
    Moment,
    "When the mini-program may ask: after a tap of the member.",
    name="SubscriptionMoment",
    ORDERED="They ordered something.",
    APPLIED="They applied for aftercare.",
    SURVEYED="They answered a survey.",
)


@seen_by(OWN | STAFF)
@strawberry.type(description="How a member wants to be written to.")
class ContactWishes:
    model: strawberry.Private[MemberContact]

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id)

    @strawberry.field
    def quiet_from(self) -> int | None:
        """Their own quiet hours, besides ours, start at this hour in Shanghai; null: they have none."""
        return self.model.quiet.start if self.model.quiet else None

    @strawberry.field
    def quiet_until(self) -> int | None:
        """Their own quiet hours end at this hour in Shanghai."""
        return self.model.quiet.end if self.model.quiet else None

    @strawberry.field
    def channels(self) -> list[ContactChannel]:  # type: ignore[valid-type]
        """The only channels that they want besides the inbox, the dearest first; none: we choose."""
        return list(self.model.channels)


@seen_by(MEMBER)
@strawberry.type(description="What one prompt of the mini-program should ask for.")
class SubscriptionPrompt:
    templates: list[str] = strawberry.field(description="Keys of templates: at most three; none: do not ask.")


@strawberry.type
class SubscriptionQuery:
    @strawberry.field(metadata=may(MEMBER))
    def subscriptions_to_ask(self, info: Info, moment: SubscriptionMoment) -> SubscriptionPrompt:  # type: ignore[valid-type]
        """What the mini-program should ask the caller to accept now, after their tap."""
        templates = info.context.app.contact_wishes.to_ask(info.context.viewer.id, moment)
        return SubscriptionPrompt(templates=list(templates))
