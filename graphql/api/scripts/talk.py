"""C6: what to say about a case, in four steps: for agents, and for the leader of the community."""

import strawberry

from api.context import Info
from api.permissions import CARERS, LEADER_OF, PART, Belongs, seen_by, visible
from api.policy.enums import MemberSegment
from api.scripts.types import ScriptSituation, ScriptStep
from api.tickets.types import Ticket
from care.members.rules import greeting
from care.scripts import model
from care.scripts.variables import addressed
from care.tickets import use_scripts

__all__ = ["TicketTalk", "ticket_talk"]


@seen_by(PART)
@strawberry.type(description="A step of the talk, filled from the case.")
class TalkStep:
    step: ScriptStep = strawberry.field(description="Which one.")  # type: ignore[valid-type]
    code: str = strawberry.field(description="The script's code, for `replyToTicket`.")
    text: str = strawberry.field(description="What to say; personal data: it may bear the member's name.")


@seen_by(CARERS | LEADER_OF)
@strawberry.type(description="What to say to the member of a case.")
class TicketTalk:
    model: strawberry.Private[use_scripts.Talk]
    greeting: strawberry.Private[str]

    def belongs(self) -> Belongs:
        return Ticket(model=self.model.ticket).belongs()

    @strawberry.field
    def situation(self) -> ScriptSituation:  # type: ignore[valid-type]
        """What the talk is about: as asked for, else by the case."""
        return self.model.situation

    @strawberry.field
    def segment(self) -> MemberSegment:  # type: ignore[valid-type]
        """Whom the words are meant for."""
        return self.model.segment

    @strawberry.field
    def steps(self) -> list[TalkStep]:
        """共情, 定位, 解决, 闭环."""
        return [
            TalkStep(step=each.step, code=each.code, text=addressed(each.text, self.greeting))
            for each in self.model.steps
        ]


async def ticket_talk(info: Info, ticket_id: str, situation: model.Situation | None) -> TicketTalk | None:
    """None for a case that there is not, or that the caller may not see: nothing of its member is read for them."""
    context = info.context
    found = await Ticket.load(context, ticket_id)
    if found is None or not visible(context.viewer, found):
        return None
    talk = context.app.ticket_scripts.talk(found.model, situation)
    member = await context.loaders.load("members", context.app.members.get_many, found.model.member_id)
    name = context.app.members.personal(member).name if member else None
    return TicketTalk(model=talk, greeting=greeting(name))
