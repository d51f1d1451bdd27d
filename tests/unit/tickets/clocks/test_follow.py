"""What waiting for a member does to a case's clocks (G7), line by line of its timeline."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from care.hours.baseline import baseline_calendar
from care.hours.holidays import Holidays
from care.hours.model import Calendar
from care.kernel.settings import Settings
from care.tickets import timeline
from care.tickets.clocks.agenda import WAIT_END, upcoming
from care.tickets.clocks.follow import Line, follow
from care.tickets.clocks.model import SlaClass, SlaStep
from care.tickets.clocks.rules import Terms
from care.tickets.deadlines.figures import PAUSE_HOURS
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.timeline import SYSTEM, Actor, EntryKind

TERMS = Terms(calendar=Calendar(baseline_calendar().timetable, Holidays().kind_of), settings=Settings())
MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
AGENT, MEMBER = Actor(role="staff", id="A01"), Actor(role="member", id="M001")
OPENED = timeline.entry("T1", 0, EntryKind.OPENED, MEMBER, MONDAY)
TICKET = Ticket(
    id="T1", kind=TicketKind.CLAIM, state=TicketState.IN_REVIEW, member_id="M001", assignee="A01", opened_at=MONDAY,
    last_entry=OPENED, title="苹果", sla_classes=(SlaClass.OWN_CHANNEL, SlaClass.COMPLAINT),
)  # fmt: skip


def said(minute: int, by: Actor = AGENT, *, asks: bool = False) -> Line:
    made = timeline.entry("T1", 0, EntryKind.REPLIED, by, MONDAY + timedelta(minutes=minute), text="请补一张照片")
    return replace(made, asks=asks)


def ended(minute: int) -> Line:
    return inner_entry(TICKET, InnerKind.WAIT_ENDED, SYSTEM, MONDAY + timedelta(minutes=minute), cause="wait:1")


def after(*lines: Line) -> Ticket:
    """The case after these, each written by itself."""
    ticket = follow(TICKET, [OPENED], MONDAY, TERMS)
    for line in lines:
        ticket = follow(ticket, [line], line.at, TERMS)
    return ticket


def paused(ticket: Ticket) -> set[SlaStep]:
    return {clock.step for clock in ticket.clocks if clock.open and not clock.running}


def test_whoever_asks_back_waits() -> None:
    ticket = after(said(10, asks=True))
    assert (ticket.waiting, ticket.waits, paused(ticket)) == (True, 1, {SlaStep.ANSWER, SlaStep.REMEDY})


@pytest.mark.parametrize("line", [said(40), said(40, MEMBER), ended(40)])
def test_anything_else_that_is_said_ends_it(line: Line) -> None:
    ticket = after(said(10, asks=True), line)
    assert (ticket.waiting, ticket.waits, paused(ticket)) == (False, 1, set())
    answer = next(clock for clock in ticket.clocks if clock.step is SlaStep.ANSWER)
    assert answer.due_at == MONDAY + timedelta(minutes=90), "it stood still for half an hour"


def test_where_nobody_waits_its_end_moves_nothing() -> None:
    before = after(said(10))
    assert follow(before, [ended(40)], MONDAY + timedelta(minutes=40), TERMS) == replace(before, timed_by=ended(40).id)


def test_asking_once_more_is_the_same_waiting_and_asking_anew_another() -> None:
    assert after(said(10, asks=True), said(20, asks=True)).waits == 1
    assert after(said(10, asks=True), said(20, MEMBER), said(30, asks=True)).waits == 2


def test_its_end_is_planned_once_for_each_time_that_it_begins() -> None:
    silent, now = after(), MONDAY + timedelta(minutes=10)
    waiting = after(said(10, asks=True))
    (item,) = (each for each in upcoming(silent, waiting, now, TERMS) if each.kind == WAIT_END)
    assert (item.due, item.generation) == (now + timedelta(hours=PAUSE_HOURS.default), 1)
    again = follow(waiting, [said(20, asks=True)], MONDAY + timedelta(minutes=20), TERMS)
    assert WAIT_END not in {each.kind for each in upcoming(waiting, again, now, TERMS)}
