from dataclasses import replace
from datetime import timedelta

import pytest

from care.policy.model import ReasonClass
from care.scripts.model import Situation
from care.tickets import timeline
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.situation import situation_of
from care.tickets.timeline import SYSTEM, EntryKind
from fakes.house import START

PLAIN = Ticket(
    id="t",
    kind=TicketKind.CLAIM,
    state=TicketState.CHOOSING,
    member_id="M001",
    assignee="A01",
    opened_at=START,
    last_entry=timeline.entry("t", 0, EntryKind.OPENED, SYSTEM, START),
    title="草莓",
)
FAILED = replace(PLAIN, state=TicketState.IN_REVIEW, remedy="FULL_REFUND")
AGAIN = replace(PLAIN, state=TicketState.IN_REVIEW, round=1)
ENDED = replace(PLAIN, state=TicketState.CLOSED, round=1, closed_at=START + timedelta(days=9))


@pytest.mark.parametrize(
    ("ticket", "reason_class", "situation"),
    [
        (PLAIN, ReasonClass.QUALITY, Situation.QUALITY),
        (PLAIN, ReasonClass.NO_REASON, Situation.NO_REASON),
        (PLAIN, ReasonClass.FOOD_SAFETY, Situation.FOOD_SAFETY),
        (FAILED, ReasonClass.FOOD_SAFETY, Situation.FOOD_SAFETY),
        (FAILED, ReasonClass.QUALITY, Situation.PAYOUT_FAILED),
        (AGAIN, ReasonClass.NO_REASON, Situation.STILL_NOT),
        (ENDED, ReasonClass.NO_REASON, Situation.NO_REASON),
        (replace(PLAIN, kind=TicketKind.CARE), None, Situation.LOW_SCORE),
        (replace(PLAIN, kind=TicketKind.TASK), None, Situation.QUALITY),
    ],
)
def test_the_gravest_goes_first(ticket: Ticket, reason_class: ReasonClass | None, situation: Situation) -> None:
    assert situation_of(ticket, reason_class) is situation
