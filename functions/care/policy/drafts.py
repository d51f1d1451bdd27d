"""G1: a policy is written as a draft, checked, and scheduled as it was checked; then it is an edition.

DRAFT ──check──▶ CHECKED ──schedule──▶ SCHEDULED      the edition: SCHEDULED ▶ IN_FORCE ▶ RETIRED, by the clock
  ▲                 │
  ╰──────save───────╯       DRAFT or CHECKED ──discard──▶ DISCARDED
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.dynamo.editions import Editions, Imprint, Publication
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Ask, Place, Storage, fetch_by_id
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.ids import timed_id
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.policy.errors import CheckOutdated, DraftChanged, DraftEnded, NotChecked
from care.policy.faults import PolicyUnsound
from care.policy.figures import LEAD_MINUTES
from care.policy.model import DraftState, PolicyDraft, PolicyVersion, StoredDraft
from care.policy.rules import policy_flaws
from care.policy.store import DRAFTS, DRAFTS_PK, draft_at

__all__ = ["Drafts", "Schedule", "Wish"]

_OPEN = frozenset({DraftState.DRAFT, DraftState.CHECKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which draft a step is about, as the caller has seen it; a new one has neither id nor version."""

    draft_id: str | None = None
    expected_version: int | None = None
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """From when a draft holds, and why."""

    effective_at: datetime
    why: str


class Drafts:
    """The drafts of policies."""

    def __init__(
        self,
        storage: Storage,
        requests: Requests,
        clock: Clock,
        settings: Callable[[], Settings],
        editions: Editions[PolicyVersion],
    ) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock
        self._settings = settings
        self._editions = editions

    def save(self, wish: Wish, content: PolicyDraft, request: Request) -> Answer:
        """Keep the content, sound or not; `result` is the draft's id. DraftChanged, DraftEnded, NotFound."""

        def decide(batch: Batch) -> str:
            draft = self._begun(wish, content, request) if wish.draft_id is None else self._open(wish)
            saved = replace(draft, content=content, state=DraftState.DRAFT, saved_at=self._now, saved_by=wish.who)
            batch.add(DRAFTS.save(saved, name="draft.save"))
            return saved.id

        return self._requests.once(request, decide)

    def check(self, wish: Wish, request: Request) -> Answer:
        """CHECKED if nothing is wrong with it; else PolicyUnsound with all flaws, and it stays what it was."""

        def decide(batch: Batch) -> str:
            draft, settings = self._open(wish), self._settings()
            if flaws := policy_flaws(draft.content, settings):
                raise PolicyUnsound(flaws)
            checked = replace(
                draft,
                state=DraftState.CHECKED,
                checked_digest=draft.content.digest,
                checked_settings=settings.version,
            )
            batch.add(DRAFTS.save(checked, name="draft.check"))
            return draft.id

        return self._requests.once(request, decide)

    def schedule(self, wish: Wish, schedule: Schedule, request: Request) -> Answer:
        """Publish a draft as it was checked; `result` is the number of the edition.

        NotChecked, CheckOutdated (the figures have changed since), EffectiveTooSoon, BadInput without a `why`.
        """

        def decide(batch: Batch) -> str:
            settings = self._settings()
            lead = timedelta(minutes=settings.of(LEAD_MINUTES))
            publication = Publication(effective_at=schedule.effective_at, who=wish.who, why=schedule.why, lead=lead)
            draft = _sound(self._open(wish), settings)
            edition = self._editions.publish(batch, publication, _made_from(draft.content), name="policy.publish")
            done = replace(draft, state=DraftState.SCHEDULED, edition=edition.number)
            batch.add(DRAFTS.save(done, name="draft.schedule"))
            return str(edition.number)

        return self._requests.once(request, decide)

    def discard(self, wish: Wish, request: Request) -> Answer:
        """Put a draft aside for good. DraftChanged, DraftEnded, NotFound."""

        def decide(batch: Batch) -> str:
            draft = replace(self._open(wish), state=DraftState.DISCARDED)
            batch.add(DRAFTS.save(draft, name="draft.discard"))
            return draft.id

        return self._requests.once(request, decide)

    def get_many(self, ids: Sequence[str]) -> dict[str, StoredDraft]:
        """Those of `ids` that there are."""
        return fetch_by_id(self._storage, draft_at, ids)

    def listed(self, limit: int, after: Place = None) -> tuple[list[StoredDraft], Place]:
        """All drafts, the newest first."""
        page = self._storage.query(Ask(table=DRAFTS.table, pk=DRAFTS_PK, limit=limit, after=after, newest_first=True))
        return page.of(DRAFTS), page.after

    @property
    def _now(self) -> datetime:
        return self._clock.now()

    def _begun(self, wish: Wish, content: PolicyDraft, request: Request) -> StoredDraft:
        if wish.expected_version is not None:
            raise BadInput("a new draft has no version yet", field="expected_version")
        now = self._now
        draft_id = timed_id(now, "policy-draft", request.name)
        return StoredDraft(id=draft_id, content=content, made_at=now, saved_at=now, saved_by=wish.who)

    def _open(self, wish: Wish) -> StoredDraft:
        """The draft, read consistently, if it is still as the caller saw it."""
        draft = self._storage.get(*draft_at(wish.draft_id or ""))
        if draft is None:
            raise NotFound("there is no such draft", field="draft_id")
        if draft.state not in _OPEN:
            raise DraftEnded(field="draft_id", state=draft.state.value)
        if draft.version != wish.expected_version:
            raise DraftChanged(field="expected_version", version=draft.version)
        return draft


def _sound(draft: StoredDraft, settings: Settings) -> StoredDraft:
    """A draft whose check still says something."""
    if draft.state is not DraftState.CHECKED or draft.checked_digest != draft.content.digest:
        raise NotChecked(field="draft_id")
    if draft.checked_settings != settings.version:
        raise CheckOutdated(field="draft_id")
    return draft


def _made_from(content: PolicyDraft) -> Callable[[PolicyVersion, Imprint], PolicyVersion]:
    def make(_previous: PolicyVersion, imprint: Imprint) -> PolicyVersion:
        return PolicyVersion(rules=content.rules, reasons=content.reasons, remedies=content.remedies, **imprint)

    return make
