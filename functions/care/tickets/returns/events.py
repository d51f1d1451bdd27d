"""What the mall tells of goods that came back (G10); docs/events.md has its contract."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from care.accounts.rules import MOST_QUANTITY
from care.kernel.facts import Instant, MallEvent
from care.tickets.returns.model import Receipt, ReturnCondition
from care.tickets.timeline import Actor

__all__ = ["ReturnReceived"]

SlipCode = Annotated[str, Meta(pattern=r"^[A-Z2-7]{16}$(?!\n)", description="The code on the member's slip.")]
_WAREHOUSE = Actor(role="system", id="warehouse")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReceived(MallEvent):
    """The mall's warehouse has received goods that a member sent back. Counts once for its slip."""

    version: Literal[1]
    occurred_at: Instant
    key: SlipCode
    quantity: Annotated[int, Meta(ge=1, le=MOST_QUANTITY)]
    condition: Literal["AS_EXPECTED", "USED", "WRONG_GOODS"] = "AS_EXPECTED"

    @property
    def happened_at(self) -> datetime:
        return self.occurred_at

    def receipt(self, now: datetime) -> Receipt:
        """As it is noted at `now`: what waited for the goods counts from then."""
        condition = ReturnCondition(self.condition)
        return Receipt(code=self.key, quantity=self.quantity, condition=condition, by=_WAREHOUSE, at=now)
