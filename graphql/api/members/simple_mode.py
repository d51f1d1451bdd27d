"""A1: who turned a member's simple mode on and off, as staff see it."""

from datetime import datetime

import strawberry

from api.permissions import STAFF, seen_by
from care.members import model

__all__ = ["SimpleModeChange"]


@seen_by(STAFF)
@strawberry.type(description="A line of the history of a member's simple mode; never changed, never deleted.")
class SimpleModeChange:
    model: strawberry.Private[model.SimpleModeChange]

    @strawberry.field
    def at(self) -> datetime:
        """When."""
        return self.model.at

    @strawberry.field
    def on(self) -> bool:
        """Whether it was turned on."""
        return self.model.on

    @strawberry.field
    def by(self) -> str:
        """By whom: `member:<id>`, `staff:<id>` or `leader:<id>`."""
        return self.model.by

    @strawberry.field
    def reason(self) -> str:
        """Why; empty where the member did not say."""
        return self.model.reason
