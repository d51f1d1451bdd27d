"""Reading settlements and their discrepancies, and the end of a discrepancy: who, and why (C5)."""

from collections.abc import Sequence

from care.accounts.settlement import rules, store
from care.accounts.settlement.model import Discrepancy, DiscrepancyState, Settlement
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.work import Batch

__all__ = ["LONGEST_WHY", "Reconciliation"]

LONGEST_WHY = 500


class Reconciliation:
    """What staff do with what an import has found."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock

    def resolve(self, request: Request, discrepancy_id: str, outcome: DiscrepancyState, by: str, why: str) -> Answer:
        """EXPLAINED or CORRECTED, for good; NotFound, BadInput, DiscrepancyNotOpen. `result` is the id."""

        def decide(batch: Batch) -> str:
            if outcome is DiscrepancyState.OPEN or not 0 < len(why.strip()) <= LONGEST_WHY:
                raise BadInput(f"say why, in at most {LONGEST_WHY} characters", field="why")
            found = self._storage.get(*store.discrepancy_at(discrepancy_id))
            if found is None:
                raise NotFound("no such discrepancy", field="discrepancy_id")
            ended = rules.resolved(found, outcome, by, why.strip(), self._clock.now())
            batch.add(store.DISCREPANCIES.replace(ended, name="discrepancy.resolve"))
            return found.id

        return self._requests.once(request, decide)

    def settlements(self, limit: int, after: Place) -> tuple[list[Settlement], Place]:
        """The newest period first."""
        page = self._storage.query(store.all_settlements(limit=limit, after=after))
        return page.of(store.SETTLEMENTS), page.after

    def in_state(self, state: str, limit: int, after: Place) -> tuple[list[Discrepancy], Place]:
        """The oldest first."""
        page = self._storage.query(store.in_state(DiscrepancyState(state), limit=limit, after=after))
        return page.of(store.DISCREPANCIES), page.after

    def of_settlement(self, settlement_id: str, limit: int, after: Place) -> tuple[list[Discrepancy], Place]:
        """All that were found in it first, whatever became of them; the oldest first."""
        page = self._storage.query(store.of_settlement(settlement_id, limit=limit, after=after))
        return page.of(store.DISCREPANCIES), page.after

    def get_settlements(self, ids: Sequence[str]) -> dict[str, Settlement]:
        return fetch_by_id(self._storage, store.settlement_at, ids)

    def get_discrepancies(self, ids: Sequence[str]) -> dict[str, Discrepancy]:
        return fetch_by_id(self._storage, store.discrepancy_at, ids)
