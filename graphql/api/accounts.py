"""Payouts in the API: what a remedy pays (C5)."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.permissions import OWN, PART, STAFF, Belongs, may, seen_by
from api.scalars import Money, money
from api.stored import Source, Stored
from api.viewer import Role
from care.accounts import model
from care.accounts.hand import Hand

__all__ = ["Payout", "hand_of"]

PayoutKind = described(
    model.PayoutKind,
    "What is paid.",
    REFUND="Money back, by the mall's own refund; counts against what was paid for the line.",
    FREIGHT="Money back for the order's freight.",
    RETURN_FREIGHT="What the member paid to send goods back.",
    COUPON="A coupon of the mall, worth an amount.",
    POINTS="Points of the mall.",
    REISSUE="The same goods once more.",
    EXCHANGE="The same goods once more, for those that came back.",
    GIFT="Other goods on top.",
    CARD="A card for some weeks.",
    PLACE="A place at an event.",
)
PayoutState = described(
    model.PayoutState,
    "Where a payout stands.",
    WAITING="It is held until the goods come back.",
    PENDING="The mall has been asked, or is about to be; where it has not answered in time, see `unansweredAt`.",
    PAID="The mall has confirmed it.",
    FAILED="The mall refused the present attempt; staff can try again, or give it up.",
    CANCELLED="Given up: nothing is owed any more. Should the mall confirm it after all, it is PAID.",
    REVERSED="The mall took back what it had paid.",
)
PayoutOutcome = described(
    model.Outcome,
    "What the mall said.",
    name="PayoutOutcome",
    CONFIRMED="It has paid.",
    FAILED="It refuses this attempt.",
    REVERSED="It has taken back what it paid.",
)


@seen_by(PART)
@strawberry.type(description="What the mall said about one attempt.")
class PayoutAnswer:
    model: strawberry.Private[model.Answer]

    @strawberry.field
    def attempt(self) -> int:
        """The attempt that it names."""
        return self.model.attempt

    @strawberry.field
    def outcome(self) -> PayoutOutcome:  # type: ignore[valid-type]
        """Confirmed or failed."""
        return self.model.outcome

    @strawberry.field
    def at(self) -> datetime:
        """When the mall says it happened."""
        return self.model.at

    @strawberry.field
    def reference(self) -> str | None:
        """The mall's own number of it."""
        return self.model.reference or None

    @strawberry.field
    def reason(self) -> str | None:
        """Why it failed, in the mall's words."""
        return self.model.reason or None


@seen_by(OWN | STAFF)
@strawberry.type(description="One thing that is paid to a member, exactly once (C5).")
class Payout(Stored[model.Payout]):
    @staticmethod
    def source(app: App) -> Source[model.Payout]:
        return "payouts", app.accounts.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id)

    @strawberry.field
    def kind(self) -> PayoutKind:  # type: ignore[valid-type]
        """What is given."""
        return self.model.kind

    @strawberry.field
    def state(self) -> PayoutState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def amount(self) -> Money:
        """Money, or what goods, a card or a place are worth; zero for points."""
        return money(self.model.amount_fen)

    @strawberry.field
    def points(self) -> int:
        """Points; zero for money."""
        return self.model.points

    @strawberry.field
    def sku(self) -> str | None:
        """The goods, the card or the event; null for money, coupons and points."""
        return self.model.sku

    @strawberry.field
    def quantity(self) -> int:
        """Of goods, or weeks of a card; zero for money, coupons and points."""
        return self.model.quantity

    @strawberry.field
    def label(self) -> str:
        """What the member reads."""
        return self.model.label

    @strawberry.field
    def attempt(self) -> int:
        """How often it was tried, this time included; 0 while it waits for goods."""
        return self.model.attempt

    @strawberry.field
    def booked_at(self) -> datetime:
        """When it was decided."""
        return self.model.booked_at

    @strawberry.field
    def paid_at(self) -> datetime | None:
        """When the mall paid it."""
        return self.model.paid_at

    @strawberry.field
    def redeemed_at(self) -> datetime | None:
        """When the member used the benefit."""
        return self.model.redeemed_at

    @strawberry.field(metadata=may(STAFF))
    def asked_at(self) -> datetime | None:
        """When the present attempt was first asked of the mall; for staff."""
        return self.model.asked_at

    @strawberry.field(metadata=may(STAFF))
    def unanswered_at(self) -> datetime | None:
        """Since when a person has it for want of an answer: a manager may have it asked again, or give it up; for
        staff.
        """
        return self.model.unanswered_at if self.model.unanswered else None

    @strawberry.field(metadata=may(STAFF))
    def answers(self) -> list[PayoutAnswer] | None:
        """All that the mall said; for staff."""
        return [PayoutAnswer(model=each) for each in self.model.answers]

    @strawberry.field(metadata=may(STAFF))
    def authorised_by(self) -> str | None:
        """Whose authority pays it: `staff:<id>`, `leader:<id>`, an approval; null: the policy's. For staff (G5)."""
        return self.model.authorised_by

    @strawberry.field(metadata=may(STAFF))
    def retried_by(self) -> str | None:
        """Who tried it again; for staff."""
        return self.model.retried_by

    @strawberry.field(metadata=may(STAFF))
    def given_up_by(self) -> str | None:
        """Who gave it up; `system` where a wait ran out; for staff."""
        return self.model.given_up_by

    @strawberry.field(metadata=may(STAFF))
    def given_up_why(self) -> str | None:
        """Why it was given up; for staff."""
        return self.model.given_up_why


def hand_of(info: Info) -> Hand:
    """Who has a payout in hand."""
    viewer = info.context.viewer
    return Hand(id=viewer.id, manages=Role.MANAGER in viewer.roles)
