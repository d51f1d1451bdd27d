"""Reading the script library, and what of it was said (C6)."""

import re
from datetime import datetime

import strawberry

from api.context import Info
from api.permissions import CARERS, STAFF, may, staff
from api.publishing import PUBLISHERS
from api.relay import After, Connection, First, local_id, page, page_of
from api.scripts.talk import TicketTalk, ticket_talk
from api.scripts.types import ScriptLibraryVersion, ScriptSituation, ScriptUse
from api.viewer import Role
from care.kernel.errors import BadInput

__all__ = ["ScriptsQuery"]

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@strawberry.type
class ScriptsQuery:
    @strawberry.field(metadata=may(STAFF))
    def script_library(self, info: Info, at: datetime | None = None) -> ScriptLibraryVersion:
        """The library in force now, or at a time, as published so far."""
        editions = info.context.app.scripts.editions
        return ScriptLibraryVersion(model=editions.at(at) if at else editions.current())

    @strawberry.field(metadata=may(STAFF))
    def script_library_versions(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[ScriptLibraryVersion]:
        """All that was published, the newest first."""
        editions = info.context.app.scripts.editions
        return page(info, "scriptLibraryVersions", first, after, fetch=editions.page, kind=ScriptLibraryVersion)

    @strawberry.field(metadata=may(PUBLISHERS))
    def script_uses(self, info: Info, month: str, first: First = 50, after: After = None) -> Connection[ScriptUse]:
        """What was said in a month of Shanghai's (`2026-03`), by code; what was never said is not there."""
        if not _MONTH.fullmatch(month):
            raise BadInput("a month is written 2026-03", field="month")
        return page_of(info, "scriptUses", month, first, after, fetch=info.context.app.scripts.uses, kind=ScriptUse)

    @strawberry.field(metadata=may(CARERS | staff(Role.LEADER)))
    async def scripts_for(
        self,
        info: Info,
        ticket_id: strawberry.ID,
        situation: ScriptSituation | None = None,  # type: ignore[valid-type]
    ) -> TicketTalk | None:
        """What to say about a case, in four steps, filled from it; null for a case that the caller may not see."""
        return await ticket_talk(info, local_id("Ticket", ticket_id, field="ticket_id"), situation)
