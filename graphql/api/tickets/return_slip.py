"""The slip under which goods come back, as the member shows it and the leader's counter reads it (G10)."""

from datetime import datetime

import strawberry

from api.accounts import Payout
from api.context import Info
from api.enums import described
from api.permissions import CARERS, OWN, PART, STAFF, Belongs, may, seen_by
from api.policy.enums import ReturnBearer
from api.scalars import Money, money
from care.accounts.model import payout_id
from care.tickets.returns import model
from care.tickets.returns.qr import qr_svg

__all__ = ["ReturnCondition", "ReturnSlip", "return_slip"]

ReturnSlipState = described(
    model.SlipState,
    "Where a return stands.",
    name="ReturnSlipState",
    OPEN="The goods are awaited.",
    HANDED_IN="They have been taken.",
    EXPIRED="They did not come in time; what comes even so, a person looks at.",
    VOID="They are not awaited any more: the application was taken back, or the mall has refunded by itself.",
)
ReturnCondition = described(
    model.ReturnCondition,
    "How goods came back.",
    AS_EXPECTED="For the reason that was given.",
    USED="Used up, or damaged otherwise than was said.",
    WRONG_GOODS="Other goods than were bought.",
)


@seen_by(PART)
@strawberry.type(description="Where goods are handed in.")
class PickupPoint:
    leader_id: str = strawberry.field(description="The leader whose pickup point it is (not a global id).")
    community: str = strawberry.field(description="The community that it serves.")


@seen_by(PART)
@strawberry.type(description="Goods that are to come back before the remedy is given (G10).")
class ReturnSlip:
    model: strawberry.Private[model.Slip]

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id)

    @strawberry.field(metadata=may(OWN | CARERS))
    def code(self) -> str:
        """What is shown at the counter: 16 letters and digits. For its member, agents and managers."""
        return self.model.code

    @strawberry.field(metadata=may(OWN | CARERS))
    def qr_svg(self) -> str:
        """The code as an SVG element; it bears nothing else."""
        return qr_svg(self.model.code)

    @strawberry.field
    def state(self) -> ReturnSlipState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def expires_at(self) -> datetime:
        """Until when the goods are awaited."""
        return self.model.expires_at

    @strawberry.field
    def quantity(self) -> int:
        """How many are to come back."""
        return self.model.quantity

    @strawberry.field
    def where(self) -> PickupPoint:
        """Where they are handed in, without any freight."""
        return PickupPoint(leader_id=self.model.leader_id, community=self.model.community)

    @strawberry.field
    def who_bears_freight(self) -> ReturnBearer:  # type: ignore[valid-type]
        """Who bears the freight where they are posted instead."""
        return self.model.bearer

    @strawberry.field(metadata=may(OWN | STAFF))
    def freight(self) -> Money | None:
        """What the member paid to post them, as they stated it; null where nothing was stated."""
        return money(self.model.freight_fen) if self.model.freight_fen else None

    @strawberry.field(metadata=may(OWN | STAFF))
    def waybill(self) -> str | None:
        """Number of the parcel; null where nothing was stated."""
        return self.model.waybill or None

    @strawberry.field(metadata=may(OWN | STAFF))
    async def freight_payout(self, info: Info) -> Payout | None:
        """How the freight is paid to the member, once the goods have come; null before, and where nothing is."""
        return await Payout.load(info.context, payout_id(self.model.freight_source, 0))

    @strawberry.field
    def handed_in_at(self) -> datetime | None:
        """When they were taken."""
        return self.model.handed_in_at

    @strawberry.field(metadata=may(STAFF))
    def came(self) -> int | None:
        """How many came; for staff."""
        return self.model.came

    @strawberry.field(metadata=may(STAFF))
    def condition(self) -> ReturnCondition | None:  # type: ignore[valid-type]
        """How they came; for staff."""
        return self.model.condition

    @strawberry.field(metadata=may(STAFF))
    def late(self) -> bool:
        """Whether they came when they were not awaited any more; for staff."""
        return self.model.late


async def return_slip(info: Info, code: str | None) -> ReturnSlip | None:
    """The slip of that code."""
    found = await info.context.loaders.load("slips", info.context.app.tickets.slips, code) if code else None
    return ReturnSlip(model=found) if found else None
