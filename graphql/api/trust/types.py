"""G11: what is counted of a member's claims and what it adds up to. No member and no leader is ever told of it."""

from datetime import datetime

import strawberry

from api.context import Info
from api.enums import described
from api.permissions import CARERS, seen_by
from api.scalars import Money, money
from care.kernel.money import yuan
from care.trust.figures import WINDOW_DAYS
from care.trust.model import Assessment, Day, Finding, Signal, Standing
from care.trust.rules import day_of

__all__ = ["MemberStanding", "StandingReason"]

StandingSignal = described(
    Signal,
    "What can speak for a closer look.",
    name="StandingSignal",
    CLAIM_RATE="Many claims for the orders that were signed for.",
    CLAIM_VALUE="Much claimed of what was bought.",
    REPEATED_PHOTO="A photo that another ticket or member had sent before.",
    NEW_ACCOUNT="The first order is not long ago.",
    SHARED_ADDRESS="Many members at one address.",
)


@seen_by(CARERS)
@strawberry.type(description="One reason, and what it adds to the score.")
class StandingReason:
    model: strawberry.Private[Finding]

    @strawberry.field
    def signal(self) -> StandingSignal:  # type: ignore[valid-type]
        """Which one."""
        return self.model.signal

    @strawberry.field
    def points(self) -> int:
        """What it adds."""
        return self.model.points

    @strawberry.field
    def text(self) -> str:
        """The reason with its figures, for colleagues; never to be shown to a member."""
        figures = {name: yuan(each) if name.endswith("_fen") else each for name, each in self.model.figures.items()}
        return _TEXTS[self.model.signal].format_map(figures)


@seen_by(CARERS)
@strawberry.type(description="A manager's word for a member.")
class StandingVoucher:
    by: str = strawberry.field(description="Id of the manager.")
    why: str = strawberry.field(description="Why, for colleagues.")
    until: datetime = strawberry.field(description="Until when nothing of the member's is held.")


@seen_by(CARERS)
@strawberry.type(description="How a member stands, as of now.")
class MemberStanding:
    model: strawberry.Private[Standing]
    found: strawberry.Private[Assessment]

    @strawberry.field
    def member_id(self) -> str:
        """The mall's id of the member (not a global id)."""
        return self.model.id

    @strawberry.field
    def window_days(self, info: Info) -> int:
        """How far back is counted."""
        return info.context.app.settings_book.current().of(WINDOW_DAYS)

    @strawberry.field
    def orders(self, info: Info) -> int:
        """Orders that were signed for."""
        return self._recent(info).orders

    @strawberry.field
    def bought(self, info: Info) -> Money:
        """What they cost."""
        return money(self._recent(info).bought_fen)

    @strawberry.field
    def claims(self, info: Info) -> int:
        """Applications."""
        return self._recent(info).claims

    @strawberry.field
    def asked(self, info: Info) -> Money:
        """What had been paid for what was claimed."""
        return money(self._recent(info).asked_fen)

    @strawberry.field
    def paid(self, info: Info) -> Money:
        """What the claims brought."""
        return money(max(self._recent(info).paid_fen, 0))

    @strawberry.field
    def repeated_photos(self, info: Info) -> int:
        """Photos that had been seen before."""
        return self._recent(info).repeated_photos

    @strawberry.field
    def neighbours(self) -> int:
        """Other members at the same address, 20 at most."""
        return self.model.neighbours

    @strawberry.field
    def score(self) -> int:
        """The sum of the reasons' points."""
        return self.found.score

    @strawberry.field
    def reasons(self) -> list[StandingReason]:
        """All that adds to the score."""
        return [StandingReason(model=each) for each in self.found.reasons]

    @strawberry.field
    def hold(self) -> bool:
        """Whether a person should look before a claim is paid."""
        return self.found.hold

    @strawberry.field
    def voucher(self) -> StandingVoucher | None:
        """The last word of a manager's."""
        voucher = self.model.voucher
        return StandingVoucher(by=voucher.by, why=voucher.why, until=voucher.until) if voucher else None

    def _recent(self, info: Info) -> Day:
        app = info.context.app
        return self.model.within(day_of(app.clock.now()), app.settings_book.current().of(WINDOW_DAYS))


_TEXTS = {
    Signal.CLAIM_RATE: "近{days}天签收{orders}单、申请{claims}次，占{percent}%",
    Signal.CLAIM_VALUE: "近{days}天购买{bought_fen}元、申请{asked_fen}元（已付{paid_fen}元），占{percent}%",
    Signal.REPEATED_PHOTO: "近{days}天有{photos}张照片此前出现过",
    Signal.NEW_ACCOUNT: "首单至今{age_days}天",
    Signal.SHARED_ADDRESS: "同一地址另有{members}位会员",
}
