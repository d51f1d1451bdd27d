"""The mall's event about leaders."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from care.kernel.facts import Id, Instant, Label, MallEvent, Text

__all__ = ["LeaderChanged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderChanged(MallEvent):
    """A leader as they are from `occurred_at` on. Stated whole: what is left out is not known (any more)."""

    occurred_at: Annotated[Instant, Meta(description="When the mall stated this. The latest statement wins.")]
    leader_id: Id
    community: Annotated[Label, Meta(description="The community that they lead.")]
    region: Annotated[Label | None, Meta(description="The region of the community; unknown where absent.")] = None
    name: Annotated[Text, Meta(description="How members call them.")] = ""
    member_id: Annotated[Id | None, Meta(description="Their own id as a member, where they buy too.")] = None

    @property
    def happened_at(self) -> datetime:
        return self.occurred_at
