"""What the member is promised (G7): the first of the ticket's clocks that is still to come, in words."""

from dataclasses import dataclass
from datetime import datetime

from care.tickets.clocks.model import SlaClass, SlaStep
from care.tickets.clocks.rules import Terms, start
from care.tickets.clocks.targets import targets_of
from care.tickets.desk import in_words
from care.tickets.model import Ticket, TicketState

__all__ = ["Promise", "first_reply_by", "promise_of", "promised", "still_promised"]

_WORDS = {
    SlaStep.FIRST_REPLY: "客服会在{by}前回复您",
    SlaStep.ANSWER: "我们会在{by}前给您处理方案",
    SlaStep.REMEDY: "我们会在{by}前为您处理好",
    SlaStep.FIRST_OPINION: "我们会在{by}前告诉您初步核实的结果",
    SlaStep.CLOSED_BY: "我们会在{by}前处理完成",
}
"""The automatic action is no promise: it is over before a member could read of it."""
_AT_LATEST = "我们最迟在{by}前答复您"
_WAITING = "等您补充说明后，我们接着为您处理"
_RETURNING = "等您把商品送回自提点后，我们接着为您处理"
_LATE = "比约定的时间晚了，对不起，我们正在优先处理"

_HURRIED = "正在优先处理，有结果当时就告诉您"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """`due_at` is None where we wait for the member or the goods, and where we are late."""

    text: str
    due_at: datetime | None = None


def promise_of(ticket: Ticket, at: datetime) -> Promise | None:
    """None where nothing is due to the member any more."""
    if ticket.waiting:
        return Promise(text=_WAITING)
    if ticket.state is TicketState.RETURNING:
        return Promise(text=_RETURNING)
    running = [clock for clock in ticket.clocks if clock.running and clock.step in _WORDS]
    coming = [(clock.due_at, _WORDS[clock.step]) for clock in running if clock.due_at > at]
    if ticket.answer_by and ticket.answer_by > at:
        coming.append((ticket.answer_by, _AT_LATEST))
    if not coming:
        return Promise(text=_LATE) if running else None
    due_at, words = min(coming)
    return Promise(text=words.format(by=in_words(due_at)), due_at=due_at)


def still_promised(ticket: Ticket, at: datetime) -> str:
    """As `promised`, where an apology has just been said."""
    promise = promise_of(ticket, at)
    return promise.text if promise and promise.text != _LATE else _HURRIED


def promised(ticket: Ticket, at: datetime) -> str:
    """The words of a ticket that waits for us."""
    promise = promise_of(ticket, at)
    return promise.text if promise else _LATE


def first_reply_by(at: datetime, terms: Terms) -> datetime:
    """When a person's first words come at the latest to a case that is opened now, by the clocks in force (G3)."""
    target = next(each for each in targets_of([SlaClass.OWN_CHANNEL]) if each.step is SlaStep.FIRST_REPLY)
    (clock,) = start((), [target], 0, at, terms)
    return clock.due_at
