"""What playing a draft over past claims costs (C4): per claim, and in bytes at most, by how many there are."""

import tracemalloc
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest

from care.kernel.clock import SHANGHAI
from care.policy.baseline import baseline_policy
from care.policy.model import PolicyDraft, StoredDraft
from care.policy.store import DRAFTS
from care.tickets.simulation.simulate import Simulation, days_between
from care.tickets.store import TICKETS
from fakes.front import Front
from fakes.house import START

pytestmark = pytest.mark.bench
DAYS = 10


@pytest.mark.parametrize("many", [100, 1_000, 10_000])
def test_a_draft_over_past_claims(many: int) -> None:
    front = Front()
    front.tap()
    _lay(front, many)
    simulation = Simulation(front.app.desk, "draft")
    today = START.astimezone(SHANGHAI).date()
    tracemalloc.start()
    began = perf_counter()
    for day in days_between(today - timedelta(days=DAYS + 1), today - timedelta(days=1)):
        simulation.add_day(day)
    spent, (_now, peak) = perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    played = simulation.tally.total.cases
    print(f"{played} claims: {spent / played * 1_000:.2f} ms each, {peak // 1024} KB at most")


def _lay(front: Front, many: int) -> None:
    """So many claims like the one that was just made, and the policy in force as a draft."""
    (model,) = front.memory.all(TICKETS)
    for number in range(many):
        at = START - timedelta(days=1 + number % DAYS, seconds=number)
        ticket = replace(model, id=f"past-{number:05}", opened_at=at)
        front.memory.items["tickets", f"TICKET#{ticket.id}", "TICKET"] = TICKETS.dump(ticket)
    policy = baseline_policy()
    content = PolicyDraft(rules=policy.rules, reasons=policy.reasons, remedies=policy.remedies)
    draft = StoredDraft(id="draft", content=content, made_at=START, saved_at=START, saved_by="O01")
    key = DRAFTS.key(draft)
    front.memory.items["policy", key.pk, key.sk] = DRAFTS.dump(draft)
