"""The state machine (G6): what each state allows, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from care.kernel.errors import Refused
from care.tickets import lifecycle, timeline
from care.tickets.deadlines.model import Denial, RefusalReason
from care.tickets.errors import AlreadyDecided, ReopenTooLate, TicketNotOpen
from care.tickets.model import Choice, Outcome, Priority, Ticket, TicketKind, TicketState
from care.tickets.offers import Offer
from care.tickets.timeline import SYSTEM, EntryKind
from fakes.house import START

MADE = timeline.entry("T1", 0, EntryKind.OPENED, SYSTEM, START)
OFFER = Offer(
    member_id="M001", order_id="O001", line_id="1", reason="DAMAGED", remedy="FULL_REFUND", title="全额退款",
    parts=(), policy_version=0, done_within_hours=24, expires_at=START,
)  # fmt: skip
DENIAL = Denial(RefusalReason.AS_DESCRIBED, START, "staff:B01")
STEPS: dict[str, Callable[[Ticket], Ticket]] = {
    "choose": lambda ticket: lifecycle.choose(ticket, OFFER, Choice.MEMBER, MADE),
    "decide": lambda ticket: lifecycle.choose(ticket, OFFER, Choice.STAFF, MADE),
    "settle": lambda ticket: lifecycle.settle(ticket, START, MADE),
    "review": lambda ticket: lifecycle.review(ticket, MADE),
    "resolve": lambda ticket: lifecycle.resolve(ticket, START, MADE),
    "time_out": lambda ticket: lifecycle.choose(ticket, OFFER, Choice.TIMEOUT, MADE),
    "refuse": lambda ticket: lifecycle.refuse(ticket, DENIAL, None, MADE),
    "appeal": lambda ticket: lifecycle.appeal(replace(ticket, outcome=Outcome.REFUSED, denial=DENIAL), START, MADE),
    "dispute": lambda ticket: lifecycle.dispute(ticket, START, MADE),
    "withdraw": lambda ticket: lifecycle.withdraw(ticket, START, MADE),
    "reopen": lambda ticket: lifecycle.reopen(ticket, START, timedelta(days=1), MADE),
    "close": lambda ticket: lifecycle.close(ticket, START, MADE),
    "hand_in": lambda ticket: lifecycle.hand_in(ticket, MADE),
    "lapse": lambda ticket: lifecycle.lapse(ticket, MADE),
}
ALLOWED = {
    (TicketState.CHOOSING, "choose"): TicketState.PAYING,
    (TicketState.CHOOSING, "review"): TicketState.IN_REVIEW,
    (TicketState.CHOOSING, "withdraw"): TicketState.WITHDRAWN,
    (TicketState.CHOOSING, "decide"): TicketState.PAYING,
    (TicketState.IN_REVIEW, "decide"): TicketState.PAYING,
    (TicketState.IN_REVIEW, "settle"): TicketState.RESOLVED,
    (TicketState.IN_REVIEW, "review"): TicketState.IN_REVIEW,
    (TicketState.IN_REVIEW, "resolve"): TicketState.RESOLVED,
    (TicketState.IN_REVIEW, "time_out"): TicketState.PAYING,
    (TicketState.IN_REVIEW, "refuse"): TicketState.RESOLVED,
    (TicketState.RESOLVED, "appeal"): TicketState.IN_REVIEW,
    (TicketState.CLOSED, "appeal"): TicketState.IN_REVIEW,
    (TicketState.RESOLVED, "dispute"): TicketState.CLOSED,
    (TicketState.CLOSED, "dispute"): TicketState.CLOSED,
    (TicketState.WITHDRAWN, "dispute"): TicketState.CLOSED,
    (TicketState.IN_REVIEW, "withdraw"): TicketState.WITHDRAWN,
    (TicketState.RETURNING, "hand_in"): TicketState.PAYING,
    (TicketState.RETURNING, "withdraw"): TicketState.WITHDRAWN,
    (TicketState.RETURNING, "lapse"): TicketState.IN_REVIEW,
    (TicketState.PAYING, "lapse"): TicketState.IN_REVIEW,
    (TicketState.IN_REVIEW, "lapse"): TicketState.IN_REVIEW,
    (TicketState.RESOLVED, "lapse"): TicketState.IN_REVIEW,
    (TicketState.PAYING, "settle"): TicketState.RESOLVED,
    (TicketState.PAYING, "review"): TicketState.IN_REVIEW,
    (TicketState.RESOLVED, "reopen"): TicketState.IN_REVIEW,
    (TicketState.RESOLVED, "close"): TicketState.CLOSED,
    (TicketState.CLOSED, "reopen"): TicketState.IN_REVIEW,
    (TicketState.WITHDRAWN, "reopen"): TicketState.IN_REVIEW,
}


def ticket(state: TicketState, **changes: object) -> Ticket:
    made = Ticket(
        id="T1", kind=TicketKind.CLAIM, state=state, member_id="M001", assignee="A01", opened_at=START,
        last_entry=MADE, title="苹果",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", TicketState)
def test_each_state_allows_what_is_drawn_and_nothing_else(state: TicketState, step: str) -> None:
    following = ALLOWED.get((state, step))
    if following is None:
        with pytest.raises(Refused):
            STEPS[step](ticket(state))
    else:
        assert STEPS[step](ticket(state)).state is following


@pytest.mark.parametrize("step", ["choose", "decide", "resolve", "withdraw", "time_out", "refuse"])
def test_once_a_remedy_was_taken_the_round_has_no_other(step: str) -> None:
    for state in (TicketState.PAYING, TicketState.IN_REVIEW):
        with pytest.raises(AlreadyDecided):
            STEPS[step](ticket(state, remedy="FULL_REFUND"))


def test_a_reopened_ticket_is_a_new_round_with_priority() -> None:
    again = STEPS["reopen"](ticket(TicketState.CLOSED, remedy="FULL_REFUND", closed_at=START, resolved_at=START))
    assert (again.round, again.priority, again.remedy, again.closed_at) == (1, Priority.HIGH, None, None)
    assert again.source != ticket(TicketState.CLOSED).source


def test_what_was_urgent_stays_urgent() -> None:
    assert STEPS["review"](ticket(TicketState.CHOOSING, priority=Priority.URGENT)).priority is Priority.URGENT


def test_it_can_be_reopened_for_a_time_only() -> None:
    ended = ticket(TicketState.CLOSED, closed_at=START)
    lifecycle.reopen(ended, START + timedelta(days=1), timedelta(days=1), MADE)
    with pytest.raises(ReopenTooLate):
        lifecycle.reopen(ended, START + timedelta(days=1, microseconds=1), timedelta(days=1), MADE)


def test_the_refusal_says_what_the_state_is() -> None:
    with pytest.raises(TicketNotOpen) as refused:
        STEPS["close"](ticket(TicketState.PAYING))
    assert refused.value.detail == {"state": "PAYING"}


def test_a_retry_writes_the_same_line_of_the_timeline() -> None:
    assert timeline.entry("T1", 0, EntryKind.REPLIED, SYSTEM, START, cause="key-1") == timeline.entry(
        "T1", 0, EntryKind.REPLIED, SYSTEM, START, cause="key-1"
    )
    assert MADE.id != timeline.entry("T1", 1, EntryKind.OPENED, SYSTEM, START).id
