"""The pure rules of time-outs and appeals: what stands in the way first (G7), and who looks at an appeal (G6)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from care.accounts.errors import CapReached, Exhausted
from care.evidence.model import Bounds, Evidence, EvidenceState
from care.kernel.settings import Settings
from care.staff.model import DUTY_DESK, Role, StaffMember
from care.tickets import timeline
from care.tickets.authority.model import Barred, BarredRole
from care.tickets.deadlines.answer_by import MOST_STOPS, kept, stopped
from care.tickets.deadlines.errors import SamePerson
from care.tickets.deadlines.gates import Timeout, at_timeout
from care.tickets.deadlines.judges import check_may_judge, judge_for
from care.tickets.deadlines.model import Appeal
from care.tickets.facts import LineFacts
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.timeline import SYSTEM, Actor, EntryKind
from fakes.house import START

FACTS = LineFacts(
    member_id="M001", order_id="O001", line_id="1", sku="SKU-1", category="FRESH", paid_fen=3980, committed_fen=0,
    signed_at=START,
)  # fmt: skip
TICKET = Ticket(
    id="T1", kind=TicketKind.CLAIM, state=TicketState.IN_REVIEW, member_id="M001", assignee="A01", opened_at=START,
    last_entry=timeline.entry("T1", 0, EntryKind.OPENED, SYSTEM, START), title="苹果", leader_id="L001", region="华东",
    reason="DAMAGED", facts=FACTS,
)  # fmt: skip
PHOTO = Evidence(
    id="E1", member_id="M001", order_id="O001", line_id="1", state=EvidenceState.ACCEPTED, content_type="image/png",
    bounds=Bounds(most_bytes=1, most_megapixels=1, alike_bits=6), at=START, upload_by=START,
)  # fmt: skip
FREE = Timeout(
    ticket=TICKET, facts=FACTS, photos=(PHOTO,), window=START + timedelta(hours=2), cost_fen=3980, limit_fen=500_00,
    stop=None,
)  # fmt: skip
STOPS: dict[str, dict[str, Any]] = {
    "APPROVAL_PENDING": {"ticket": replace(TICKET, approval_nth=1)},
    "LINE_CANCELLED": {"facts": replace(FACTS, cancelled=True)},
    "NOT_SIGNED": {"facts": replace(FACTS, cancelled=False, signed_at=None)},
    "PHOTO_SEEN_BEFORE": {"photos": (PHOTO, replace(PHOTO, id="E2", seen_before=("E9",)))},
    "OUTSIDE_WINDOW": {"window": START},
    "BUDGET_EXHAUSTED:DAY": {"stop": Exhausted(scope="DAY", value="", day="2026-03-02")},
    "MEMBER_CAP": {"stop": CapReached(scope="MEMBER")},
    "ABOVE_LIMIT": {"limit_fen": 3979},
}
"""In the order in which they are asked about."""


def test_where_nothing_stands_in_the_way_it_is_paid() -> None:
    assert at_timeout(FREE) is None
    assert at_timeout(replace(FREE, limit_fen=3980)) is None


@pytest.mark.parametrize("code", STOPS)
def test_each_gate_stops_it(code: str) -> None:
    assert at_timeout(replace(FREE, **STOPS[code])) == code


def test_a_photo_that_a_person_cleared_stops_nothing() -> None:
    case = replace(FREE, **STOPS["PHOTO_SEEN_BEFORE"])
    assert at_timeout(replace(case, ticket=replace(TICKET, cleared=("E2",)))) is None
    assert at_timeout(replace(case, ticket=replace(TICKET, cleared=("E1",)))) == "PHOTO_SEEN_BEFORE"


def test_a_window_that_never_began_and_nothing_left_stop_it_too() -> None:
    assert at_timeout(replace(FREE, window=None)) == "OUTSIDE_WINDOW"
    assert at_timeout(replace(FREE, cost_fen=None)) == "NOTHING_LEFT"


def test_the_first_gate_is_the_one_that_is_told() -> None:
    """With all of them closed, they are told in their order as one after the other is opened."""
    codes = [code for code in STOPS if code != "MEMBER_CAP"]
    closed: dict[str, Any] = {name: value for code in codes for name, value in STOPS[code].items()}
    closed["facts"] = replace(FACTS, cancelled=True, signed_at=None)
    told = []
    for opened in ("ticket", "facts", "facts", "photos", "window", "stop", "limit_fen"):
        told.append(at_timeout(replace(FREE, **closed)))
        closed[opened] = getattr(FREE, opened)
        if told[-1] == "LINE_CANCELLED":
            closed["facts"] = replace(FACTS, signed_at=None)
    assert (told, at_timeout(replace(FREE, **closed))) == (codes, None)


# ---------------------------------------------------------------- the deadline


def written(ticket: Ticket, now: datetime = START) -> Ticket:
    """As it lies after a write."""
    return kept(ticket, now, lambda: 24)[0]


def test_it_is_planned_once_for_each_time_that_it_is_set() -> None:
    first, (item,) = kept(TICKET, START, lambda: 24)
    assert (first.answer_by, item.due, item.generation) == (START + timedelta(hours=24),) * 2 + (1,)
    assert kept(first, START + timedelta(hours=1), lambda: 24) == (first, [])


def test_it_is_put_off_a_few_times_only() -> None:
    ticket = written(TICKET)
    for _ in range(MOST_STOPS):
        assert ticket.answer_by is not None
        ticket = written(stopped(ticket, ticket.answer_by, Settings()), ticket.answer_by)
    assert ticket.answer_by is None
    assert kept(ticket, START + timedelta(days=9), lambda: 24) == (ticket, [])


@pytest.mark.parametrize(
    "changes",
    [{"round": 1}, {"remedy": "FULL_REFUND"}, {"given_fen": 1}, {"kind": TicketKind.TASK}, {"facts": None}]
    + [{"state": state} for state in TicketState if state is not TicketState.IN_REVIEW],
)
def test_none_is_owed_but_in_the_first_round_of_a_claim_that_waits_and_got_nothing(changes: dict[str, Any]) -> None:
    assert written(replace(TICKET, **changes)).answer_by is None
    assert written(replace(written(TICKET), **changes)).answer_by is None, "and what was owed no longer is"


def test_it_stands_still_while_the_case_waits_and_runs_on_with_what_was_left() -> None:
    asked, answered = START + timedelta(hours=2), START + timedelta(hours=50)
    waiting, none = kept(replace(written(TICKET), waiting=True), asked, lambda: 24)
    assert (waiting.answer_by, none) == (None, []), "the end of the waiting is the waiting's own"
    assert kept(waiting, asked + timedelta(hours=1), lambda: 24) == (waiting, [])
    running, (item,) = kept(replace(waiting, waiting=False), answered, lambda: 24)
    assert (running.answer_by, item.due) == (answered + timedelta(hours=22),) * 2
    assert item.generation == running.answer_nth > waiting.answer_nth > 1, "what was planned before fires as a no-op"


def test_without_a_rule_there_is_no_deadline() -> None:
    assert kept(TICKET, START, lambda: None) == (TICKET, [])


# ---------------------------------------------------------------- who looks at an appeal


def staff(staff_id: str, role: Role, **more: Any) -> StaffMember:
    return StaffMember(id=staff_id, name=staff_id, roles=(role,), **({"present": True} | more))


REFUSER = staff("B1", Role.MANAGER)
APPEALED = replace(
    TICKET,
    appeal=Appeal(START, "staff:B1"),
    barred=(Barred("staff:B1", BarredRole.REFUSED, 0), Barred("staff:A1", BarredRole.ASKED, 0)),
)
CHAIN = [
    staff("B2", Role.MANAGER, regions=("华东",)),
    staff("B3", Role.MANAGER, regions=("华北",)),
    staff("B4", Role.MANAGER, regions=("华东",), present=False),
    staff("B5", Role.MANAGER, regions=("华北",), present=False),
    staff("A3", Role.AGENT, level=3),
    staff("A2", Role.AGENT, level=2),
    staff("A4", Role.AGENT, level=3, present=False),
]
"""The best first."""


@pytest.mark.parametrize("missing", range(len(CHAIN)))
def test_a_manager_looks_at_it_first_then_the_highest_agent(missing: int) -> None:
    roster = [REFUSER, *reversed(CHAIN[missing:])]
    assert judge_for(APPEALED, roster, START) == CHAIN[missing].id


def test_where_there_is_no_other_person_it_lies_with_the_desk() -> None:
    parties = [staff("B6", Role.MANAGER, also=("M001",)), staff("L001", Role.AGENT)]
    assert judge_for(APPEALED, [REFUSER, *parties], START) == DUTY_DESK


def test_who_refused_it_is_barred_as_long_as_it_is_an_appeal() -> None:
    refuser, asker = (Actor(role="staff", id=each) for each in ("B1", "A1"))
    with pytest.raises(SamePerson):
        check_may_judge(APPEALED, refuser)
    check_may_judge(APPEALED, asker)
    check_may_judge(replace(APPEALED, appeal=None), refuser)
