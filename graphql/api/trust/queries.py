"""Reading how a member stands (G11)."""

import strawberry

from api.context import Info
from api.permissions import CARERS, may
from api.relay import local_id
from api.trust.types import MemberStanding
from care.kernel.errors import NotFound

__all__ = ["TrustQuery", "standing_of"]


def standing_of(info: Info, member_id: str) -> MemberStanding | None:
    """None for a member that we do not know."""
    try:
        standing, found = info.context.app.standings.look(member_id)
    except NotFound:
        return None
    return MemberStanding(model=standing, found=found)


@strawberry.type
class TrustQuery:
    @strawberry.field(metadata=may(CARERS))
    def member_standing(self, info: Info, member_id: strawberry.ID) -> MemberStanding | None:
        """How a member stands, with every reason spelled out; for agents and managers alone."""
        return standing_of(info, local_id("Member", member_id, field="member_id"))
