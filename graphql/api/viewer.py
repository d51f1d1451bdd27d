"""Who is calling: what a verified token says, and nothing personal."""

from dataclasses import dataclass
from enum import StrEnum

from api.enums import described

__all__ = ["ANONYMOUS", "Role", "Viewer"]


class Role(StrEnum):
    """What a caller may be. A token that names any other role gets no rights at all."""

    MEMBER = "MEMBER"
    LEADER = "LEADER"
    AGENT = "AGENT"
    OPERATOR = "OPERATOR"
    QUALITY = "QUALITY"
    PRODUCT = "PRODUCT"
    MANAGER = "MANAGER"


described(
    Role,
    "What a caller may be.",
    MEMBER="Buys in the mall.",
    LEADER="Leads a community (团长).",
    AGENT="Handles cases.",
    OPERATOR="Publishes policy and figures, runs campaigns.",
    QUALITY="Looks after the goods' quality.",
    PRODUCT="Looks after products; runs campaigns.",
    MANAGER="Leads the staff; names managers.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """The caller. `id` is the member's, leader's or staff member's own id; empty when nobody signed in."""

    id: str = ""
    roles: frozenset[Role] = frozenset()
    community: str | None = None
    """The community that a leader leads."""
    region: str | None = None
    """The region that a staff member works for; None is every region."""

    @property
    def signed_in(self) -> bool:
        return bool(self.id)

    @property
    def caller(self) -> str:
        """Names the caller in idempotency records; ids of members, leaders and staff may coincide."""
        kind = "member" if self.roles <= {Role.MEMBER} else "leader" if Role.LEADER in self.roles else "staff"
        return f"{kind}:{self.id}"


ANONYMOUS = Viewer()
