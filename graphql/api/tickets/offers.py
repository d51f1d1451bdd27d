"""What is offered to a member, sealed for its reader (G2, C1)."""

from datetime import datetime, timedelta

import strawberry

from api.context import Info
from api.permissions import PART, seen_by
from api.policy.enums import PartKind
from api.scalars import Money, money
from care.tickets import offers
from care.tickets.offers import seal_offer

__all__ = ["Offer", "OfferPart", "offer", "part"]


@seen_by(PART)
@strawberry.type(description="One thing that a remedy pays.")
class OfferPart:
    kind: PartKind = strawberry.field(description="What it is.")  # type: ignore[valid-type]
    amount: Money = strawberry.field(description="Worth in money; zero for points.")
    points: int = strawberry.field(description="Points; zero for all else.")
    sku: str | None = strawberry.field(description="The good, the gift, the card or the event.")
    quantity: int = strawberry.field(description="Of goods, or weeks of a card; zero for money and points.")


def part(found: offers.OfferPart) -> OfferPart:
    """As the API shows it."""
    return OfferPart(
        kind=PartKind(found.kind),
        amount=money(found.amount_fen),
        points=found.points,
        sku=found.sku,
        quantity=found.quantity,
    )


@seen_by(PART)
@strawberry.type(description="A remedy, promised until it expires.")
class Offer:
    model: strawberry.Private[offers.Offer]
    token: str = strawberry.field(description="Send it back to take this offer. Sealed: it cannot be altered.")

    @strawberry.field
    def remedy(self) -> str:
        """The remedy's code in the policy."""
        return self.model.remedy

    @strawberry.field
    def title(self) -> str:
        """What the member reads on the button."""
        return self.model.title

    @strawberry.field
    def parts(self) -> list[OfferPart]:
        """What it pays; empty for a sincere apology alone."""
        return [part(each) for each in self.model.parts]

    @strawberry.field
    def quantity(self) -> int:
        """How many of the line's goods it is for."""
        return self.model.quantity

    @strawberry.field
    def done_within_hours(self) -> int:
        """By when it is done, counted from the choice."""
        return self.model.done_within_hours

    @strawberry.field
    def done_by(self, info: Info) -> datetime:
        """By when it is done, if it is taken now."""
        return info.context.app.clock.now() + timedelta(hours=self.model.done_within_hours)

    @strawberry.field
    def expires_at(self) -> datetime:
        """The offer stands before this time."""
        return self.model.expires_at


def offer(info: Info, found: offers.Offer) -> Offer:
    """Seal an offer for its reader."""
    return Offer(model=found, token=seal_offer(info.context.app.desk.sealer, found))
