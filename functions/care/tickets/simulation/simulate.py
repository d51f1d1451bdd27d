"""C4: a draft of the policy over past claims: of all of them, day by day, or of a sample. Changes nothing.

An application that was refused left no ticket, so what a draft would newly allow shows only where a claim was opened
by other hands.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice

from care.kernel.errors import BadInput, NotFound
from care.policy.faults import PolicyUnsound
from care.policy.model import PolicyVersion, StoredDraft
from care.policy.rules import policy_flaws
from care.tickets.desk import Desk
from care.tickets.simulation.past_cases import PAGE, past_cases
from care.tickets.simulation.replay import PastCase, compare
from care.tickets.simulation.tally import Tally

__all__ = ["MOST_DAYS", "MOST_SAMPLE", "Simulation", "days_between", "simulate_sample"]

MOST_DAYS = 31
"""Of a sample: each day is a query."""
MOST_SAMPLE = 200


class Simulation:
    """What was folded so far is in `tally`. NotFound, PolicyUnsound: only a sound draft can be played."""

    def __init__(self, desk: Desk, draft_id: str) -> None:
        self.tally = Tally()
        self._desk = desk
        self._settings = desk.settings()
        self._draft = self._sound(draft_id)

    def add_day(self, day: date, most: int | None = None) -> bool:
        """Fold in the claims of a day, the earliest `most` of them; whether those were all."""
        pages = past_cases(self._desk.storage, day, PAGE if most is None else min(PAGE, most + 1))
        left = most
        for page in pages:
            self._add(page[:left])
            if left is not None and (left := left - len(page)) < 0:
                return False
        return True

    def _add(self, cases: Sequence[PastCase]) -> None:
        numbers = {case.policy_version for case in cases}
        policies = self._desk.policies.editions.get_many(sorted(numbers))
        for case in cases:
            self.tally.add(compare(case, policies[case.policy_version], self._draft, self._settings))

    def _sound(self, draft_id: str) -> PolicyVersion:
        draft = self._desk.policies.drafts.get_many([draft_id]).get(draft_id)
        if draft is None:
            raise NotFound("there is no such draft", field="draft_id")
        if flaws := policy_flaws(draft.content, self._settings):
            raise PolicyUnsound(flaws)
        return _as_policy(draft)


def days_between(first: date, last: date) -> list[date]:
    """Both included; BadInput where `last` comes first."""
    if last < first:
        raise BadInput("the last day comes before the first", field="to")
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def simulate_sample(desk: Desk, draft_id: str, days: Sequence[date], sample: int) -> tuple[Tally, bool]:
    """At most `sample` claims, spread evenly over the days, and whether those were all. BadInput above the bounds."""
    if not 1 <= sample <= MOST_SAMPLE:
        raise BadInput(f"sample must be from 1 to {MOST_SAMPLE}", field="sample", low=1, high=MOST_SAMPLE)
    if len(days) > MOST_DAYS:
        raise BadInput(f"a sample is of {MOST_DAYS} days at most", field="to", high=MOST_DAYS)
    simulation, complete = Simulation(desk, draft_id), True
    for number, day in enumerate(islice(days, MOST_DAYS)):
        left = sample - simulation.tally.total.cases
        complete &= simulation.add_day(day, most=left // (len(days) - number))
    return simulation.tally, complete


def _as_policy(draft: StoredDraft) -> PolicyVersion:
    """As it would hold if it were published; its number is nobody's."""
    return PolicyVersion(
        number=-1,
        effective_at=draft.saved_at,
        rules=draft.content.rules,
        reasons=draft.content.reasons,
        remedies=draft.content.remedies,
        published_by=draft.saved_by,
        why=draft.id,
        published_at=draft.saved_at,
    )
