"""Reading the policy (G1): members see the rules that hold for them, in the same words as everybody."""

from datetime import datetime

import strawberry

from api.context import Info
from api.permissions import SIGNED_IN, may
from api.policy.types import PolicyVersion
from api.relay import After, Connection, First, page

__all__ = ["PolicyQuery"]


@strawberry.type
class PolicyQuery:
    @strawberry.field(metadata=may(SIGNED_IN))
    def policy(self, info: Info, at: datetime | None = None) -> PolicyVersion:
        """The policy in force now, or at a time, as published so far."""
        editions = info.context.app.policies.editions
        return PolicyVersion(model=editions.at(at) if at else editions.current())

    @strawberry.field(metadata=may(SIGNED_IN))
    async def policy_version(self, info: Info, number: int) -> PolicyVersion | None:
        """The policy with this number, such as a ticket keeps; 0 is the built-in one."""
        return await PolicyVersion.load(info.context, str(number))

    @strawberry.field(metadata=may(SIGNED_IN))
    def policy_versions(self, info: Info, first: First = 20, after: After = None) -> Connection[PolicyVersion]:
        """All that was published, the newest first."""
        editions = info.context.app.policies.editions
        return page(info, "policyVersions", first, after, fetch=editions.page, kind=PolicyVersion)
