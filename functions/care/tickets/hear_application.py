"""A1: a member says what is wrong with a line, and no reason can be made of it: a person calls them back."""

from dataclasses import dataclass

from care.contact.model import Notice
from care.contact.transcript import Transcript
from care.dynamo.requests import Answer, Request
from care.kernel.work import Batch
from care.members.model import Purpose
from care.tickets.care_task import CareTask
from care.tickets.case import read_case
from care.tickets.clocks.promise import promised
from care.tickets.desk import MOST_GOODS, Desk
from care.tickets.errors import AlreadyApplied
from care.tickets.hear_member import to_person
from care.tickets.model import Ticket
from care.tickets.task_titles import Task, task_title

__all__ = ["SpokenApplication", "hear_application"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenApplication:
    """What a member says of a line of theirs, without a reason."""

    member_id: str
    order_id: str
    line_id: str
    said: Transcript


def hear_application(desk: Desk, heard: SpokenApplication, request: Request) -> Answer:
    """The case of staff that has the words now. NotFound, AlreadyApplied, BadInput.

    The line is not applied for: a reason is the member's own, and they confirm it.
    """

    def decide(batch: Batch) -> Ticket:
        case = read_case(desk, heard.member_id, heard.order_id, heard.line_id)
        if case.claim is not None:
            raise AlreadyApplied(ticket_id=case.claim.ticket_id)
        goods = case.line.name[:MOST_GOODS]
        task = CareTask(
            key=f"spoken:{request.name}",
            title=task_title(Task.SPOKEN, goods),
            member_id=heard.member_id,
            order_id=heard.order_id,
            line_id=heard.line_id,
            words=heard.said.text,
            spoken=heard.said.spoken,
        )
        taken = to_person(desk, batch, task, request.name)
        desk.contact.notify(batch, _told(desk, heard, goods, taken, request))
        return taken

    heard.said.check()
    return desk.requests.once(request, decide)


def _told(desk: Desk, heard: SpokenApplication, goods: str, taken: Ticket, request: Request) -> Notice:
    now = desk.clock.now()
    return Notice(
        key=f"spoken_heard:{request.name}",
        member_id=heard.member_id,
        template="spoken_heard",
        params={"goods": goods, "promise": promised(taken, now)},
        purpose=Purpose.SERVICE,
        answers=now,
        about=heard.order_id,
    )
