"""Login: that staff ended the sessions of a member, as staff see it."""

from datetime import datetime

import strawberry

from api.permissions import STAFF, seen_by
from care.login import model

__all__ = ["SessionEnding"]


@seen_by(STAFF)
@strawberry.type(description="Staff ended all sessions of a member; never changed, never deleted.")
class SessionEnding:
    model: strawberry.Private[model.SessionsEnded]

    @strawberry.field
    def at(self) -> datetime:
        """When; sessions begun until then are over."""
        return self.model.at

    @strawberry.field
    def by(self) -> str:
        """Id of the colleague."""
        return self.model.by

    @strawberry.field
    def reason(self) -> str:
        """Why."""
        return self.model.reason
