"""docs/architecture.md says what the code does: its drawings and tables are compared with it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from care.kernel.agenda import Lane
from care.kernel.errors import Refused
from care.tickets import lifecycle, timeline
from care.tickets.deadlines.model import Denial, RefusalReason
from care.tickets.model import Choice, Outcome, Ticket, TicketKind, TicketState
from care.tickets.offers import Offer, OfferPart
from care.tickets.timeline import SYSTEM, EntryKind
from handlers.reactions import reactions

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
MADE = timeline.entry("t", 0, EntryKind.REPLIED, SYSTEM, NOW)
OFFER = Offer(
    member_id="M001", order_id="O1", line_id="1", reason="DAMAGED", remedy="FULL_REFUND", title="全额退款", parts=(),
    policy_version=0, done_within_hours=24, expires_at=NOW,
)  # fmt: skip
DENIAL = Denial(RefusalReason.AS_DESCRIBED, NOW, "staff:B01")
BACK_FIRST = replace(OFFER, parts=(OfferPart(kind="RETURN"),))
STEPS: dict[str, Callable[[Ticket], Ticket]] = {
    "choose": lambda ticket: lifecycle.choose(ticket, OFFER, Choice.MEMBER, MADE),
    "decide": lambda ticket: lifecycle.choose(ticket, OFFER, Choice.STAFF, MADE),
    "review": lambda ticket: lifecycle.review(ticket, MADE),
    "hand_in": lambda ticket: lifecycle.hand_in(ticket, MADE),
    "lapse": lambda ticket: lifecycle.lapse(ticket, MADE),
    "settle": lambda ticket: lifecycle.settle(ticket, NOW, MADE),
    "resolve": lambda ticket: lifecycle.resolve(ticket, NOW, MADE),
    "time_out": lambda ticket: lifecycle.choose(ticket, OFFER, Choice.TIMEOUT, MADE),
    "refuse": lambda ticket: lifecycle.refuse(ticket, DENIAL, None, MADE),
    "appeal": lambda ticket: lifecycle.appeal(replace(ticket, outcome=Outcome.REFUSED, denial=DENIAL), NOW, MADE),
    "dispute": lambda ticket: lifecycle.dispute(ticket, NOW, MADE),
    "withdraw": lambda ticket: lifecycle.withdraw(ticket, NOW, MADE),
    "reopen": lambda ticket: lifecycle.reopen(ticket, NOW, timedelta(days=1), MADE),
    "close": lambda ticket: lifecycle.close(ticket, NOW, MADE),
    "merge": lambda ticket: lifecycle.merge(ticket, "parent", SYSTEM),
    "unmerge": lambda ticket: lifecycle.unmerge(ticket, SYSTEM),
    "follow": lambda ticket: lifecycle.follow(ticket, NOW, MADE),
}


class Anything:
    """Stands for the product: the table of reactions only takes its methods by name."""

    def __getattr__(self, name: str) -> "Anything":
        return Anything()

    def __call__(self, *_: object) -> None: ...


def in_state(state: TicketState) -> Ticket:
    return Ticket(
        id="t", kind=TicketKind.CLAIM, state=state, member_id="M001", assignee="A01", opened_at=NOW, last_entry=MADE,
        title="草莓",
    )  # fmt: skip


TAKEN_BACK: dict[str, Callable[[Ticket], Ticket]] = {
    "choose": lambda ticket: lifecycle.choose(ticket, BACK_FIRST, Choice.MEMBER, MADE),
    "decide": lambda ticket: lifecycle.choose(ticket, BACK_FIRST, Choice.STAFF, MADE),
    "time_out": lambda ticket: lifecycle.choose(ticket, BACK_FIRST, Choice.TIMEOUT, MADE),
}
"""Those that lead elsewhere where goods are to come back first (G10)."""


def allowed() -> Iterator[tuple[str, str, str]]:
    """Every step of the life cycle: from, to, by which function."""
    for name, step in (*STEPS.items(), *TAKEN_BACK.items()):
        for state in TicketState:
            try:
                yield state, step(in_state(state)).state, name
            except Refused:
                continue


def drawn() -> set[tuple[str, str, str]]:
    diagram = PAGE.split("stateDiagram-v2", 1)[1].split("```", 1)[0]
    return set(re.findall(r"^ +(\S+) --> (\S+) : (\S+)$", diagram, re.MULTILINE))


def rows(heading: str) -> dict[str, list[str]]:
    """The first table under a heading, by the name in its first column."""
    section = re.split(rf"^#+ {heading}$", PAGE, flags=re.MULTILINE)[1].split("\n#", 1)[0]
    lines = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return {cells[0].strip("`"): cells[1:] for cells in lines}


def test_the_drawing_shows_the_steps_that_the_life_cycle_takes_and_no_others() -> None:
    assert {step for step in drawn() if step[0] != "[*]"} == set(allowed())


def test_each_function_of_the_life_cycle_is_drawn() -> None:
    steps = set(lifecycle.__all__) - {
        "entry",
        "note",
        "seen",
        "step",
        "check_open_to_decide",
        "ask",
        "answer",
        "give_less",
    }
    assert steps - {name for _, _, name in drawn()} == set()


def test_every_kind_on_the_agenda_has_its_row() -> None:
    product: Any = Anything()
    assert set(rows("Who reacts to what")) == set(reactions(product))


def test_every_lane_has_its_row() -> None:
    assert set(rows("The agenda")) == {lane.value for lane in Lane}


@pytest.mark.parametrize(("kind", "cells"), rows("Who reacts to what").items())
def test_a_row_names_a_lane_that_there_is(kind: str, cells: list[str]) -> None:
    named = {name for name in re.split(r", or |, soon|, ", cells[0]) if name}
    assert named <= {lane.value for lane in Lane}, kind
