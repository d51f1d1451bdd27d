"""What staff do with liability, and what can be read of it (G9)."""

from collections.abc import Callable, Sequence

from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.work import Batch
from care.liability import lifecycle, store
from care.liability.known_parties import check_known
from care.liability.lifecycle import Act, Change
from care.liability.model import Charge, Liability, LiabilityState, Party, Statement, StatementLine, Step
from care.liability.record_step import record_step

__all__ = ["LONGEST_WHY", "Liabilities"]

LONGEST_WHY = 500


class Liabilities:
    """Each step is one transaction; `result` is the liability's id."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock

    def allocate(self, request: Request, liability_id: str, charges: Sequence[Charge], by: str, why: str) -> Answer:
        """By hand; NotFound, BadInput, SharesNotWhole, DisputeOpen, UnknownParty."""

        def step(known: Liability, act: Act) -> Change:
            change = lifecycle.allocate(known, charges, act)
            check_known(self._storage, known, charges)
            return change

        return self._step(request, liability_id, by, why, step)

    def dispute(self, request: Request, liability_id: str, party: Party, by: str, words: str) -> Answer:
        """A party objects, as an operator or a manager records it; NotFound, BadInput, NotLiable, DisputeOpen."""
        return self._step(request, liability_id, by, words, lambda known, act: lifecycle.dispute(known, party, act))

    def decide(
        self, request: Request, liability_id: str, charges: Sequence[Charge] | None, by: str, why: str
    ) -> Answer:
        """End the dispute: `charges` where it is upheld, None where it is not; NotFound, BadInput, NoDispute,
        UnknownParty.
        """

        def step(known: Liability, act: Act) -> Change:
            change = lifecycle.decide(known, charges, act)
            check_known(self._storage, known, charges or ())
            return change

        return self._step(request, liability_id, by, why, step)

    def write_off(self, request: Request, liability_id: str, party: Party, by: str, why: str) -> Answer:
        """Give up what a party owes of it; NotFound, BadInput, NotLiable, NothingToWriteOff, DisputeOpen."""
        return self._step(request, liability_id, by, why, lambda known, act: lifecycle.write_off(known, party, act))

    def _step(
        self, request: Request, liability_id: str, by: str, why: str, step: Callable[[Liability, Act], Change]
    ) -> Answer:
        def decide(batch: Batch) -> str:
            if not 0 < len(why.strip()) <= LONGEST_WHY:
                raise BadInput(f"say why, in at most {LONGEST_WHY} characters", field="why")
            known = self._storage.get(*store.liability_at(liability_id))
            if known is None:
                raise NotFound("no such liability", field="liability_id")
            record_step(batch, step(known, Act(by=by, why=why.strip(), at=self._clock.now())))
            return known.id

        return self._requests.once(request, decide)

    # ------------------------------------------------------------------ read

    def of_ticket(self, ticket_id: str, rounds: int) -> list[Liability]:
        """Those of a ticket's first `rounds` rounds, in their order; each is followed by that of what its goods cost to
        send back (G10). One call.
        """
        kinds = ("ticket", "return")
        found = self.get_many([f"{kind}:{ticket_id}:{n}" for n in range(rounds) for kind in kinds])
        return list(found.values())

    def in_state(self, state: str, limit: int, after: Place) -> tuple[list[Liability], Place]:
        """The oldest first."""
        page = self._storage.query(store.in_state(LiabilityState(state), limit=limit, after=after))
        return page.of(store.LIABILITIES), page.after

    def history(self, liability_id: str, limit: int, after: Place) -> tuple[list[Step], Place]:
        """In the order in which it happened."""
        page = self._storage.query(store.history_of(liability_id, limit=limit, after=after))
        return page.of(store.STEPS), page.after

    def statements(self, month: str, limit: int, after: Place) -> tuple[list[Statement], Place]:
        """All parties to whose account something was posted in a month, by their keys."""
        page = self._storage.query(store.of_month(month, limit=limit, after=after))
        return page.of(store.STATEMENTS), page.after

    def lines(self, statement_id: str, limit: int, after: Place) -> tuple[list[StatementLine], Place]:
        """A statement's lines, the oldest first; consistent."""
        month, _, party_key = statement_id.partition("~")
        page = self._storage.query(store.lines_of(party_key, month, limit=limit, after=after))
        return page.of(store.STATEMENT_LINES), page.after

    def get_many(self, ids: Sequence[str]) -> dict[str, Liability]:
        return fetch_by_id(self._storage, store.liability_at, ids)

    def get_statements(self, ids: Sequence[str]) -> dict[str, Statement]:
        """By `<month>~<party>`; what nothing was posted to is absent."""
        return fetch_by_id(self._storage, store.statement_at, ids)
