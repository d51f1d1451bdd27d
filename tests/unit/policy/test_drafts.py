"""G1: the life of a policy: draft, checked, scheduled, in force, retired."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Answer, Request
from care.kernel.errors import BadInput, KeyReused, NotFound
from care.policy.baseline import baseline_policy
from care.policy.drafts import Schedule, Wish
from care.policy.errors import CheckOutdated, DraftChanged, DraftEnded, NotChecked
from care.policy.faults import PolicyUnsound
from care.policy.figures import LEAD_MINUTES, MOST_INSTANT_FEN
from care.policy.model import DraftState, PolicyDraft, PolicyState, ReasonClass, StoredDraft
from care.policy.precedence import Case, rule_for
from care.policy.service import Policies, SettingsBook
from care.policy.store import DRAFTS, POLICIES
from fakes.house import House

HOUR = timedelta(hours=1)
BASE = baseline_policy()
LENIENT = PolicyDraft(
    rules=(
        replace(
            BASE.rules[0],
            window_hours=6,
            wording="生鲜商品签收后6小时内可无理由退货。",
            host_line="生鲜签收6小时内,不喜欢就退。",
        ),
        *BASE.rules[1:],
    ),
    reasons=BASE.reasons,
    remedies=BASE.remedies,
)
BROKEN = replace(LENIENT, reasons=LENIENT.reasons[:1], rules=LENIENT.rules[:-1])
FRESH = Case(reason_class=ReasonClass.NO_REASON, category="FRESH")


class Desk:
    """An operator at work."""

    def __init__(self) -> None:
        self.house = House()
        self.book = SettingsBook(self.house.storage, self.house.requests, self.house.clock)
        self.policies = Policies(self.house.storage, self.house.requests, self.house.clock, self.book.current)
        self.drafts = self.policies.drafts
        self._keys = 0

    def request(self, content: object = "input") -> Request:
        self._keys += 1
        return Request(caller="staff:O1", operation="draft", key=f"key-{self._keys:04}", content=content)

    def save(self, content: PolicyDraft = LENIENT, draft: StoredDraft | None = None) -> StoredDraft:
        return self.draft(self.drafts.save(_wish(draft), content, self.request()))

    def check(self, draft: StoredDraft) -> StoredDraft:
        return self.draft(self.drafts.check(_wish(draft), self.request()))

    def schedule(
        self, draft: StoredDraft, at: datetime | None = None, why: str = "延长", request: Request | None = None
    ) -> Answer:
        schedule = Schedule(effective_at=at or self.house.clock.now() + HOUR, why=why)
        return self.drafts.schedule(_wish(draft), schedule, request or self.request())

    def publish(self, at: datetime | None = None) -> int:
        return int(self.schedule(self.check(self.save()), at).result)

    def draft(self, answer: Answer) -> StoredDraft:
        return self.drafts.get_many([answer.result])[answer.result]

    def state(self, number: int) -> PolicyState:
        return self.policies.state(self.policies.version(number))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _wish(draft: StoredDraft | None) -> Wish:
    seen = {"draft_id": draft.id, "expected_version": draft.version} if draft else {}
    return Wish(who="O1", **seen)  # type: ignore[arg-type]


def test_a_draft_becomes_a_version_that_takes_effect_at_its_time(desk: Desk) -> None:
    draft = desk.save()
    assert (draft.state, draft.content, draft.saved_by) == (DraftState.DRAFT, LENIENT, "O1")
    checked = desk.check(draft)
    assert (checked.state, checked.checked_digest) == (DraftState.CHECKED, LENIENT.digest)
    assert desk.schedule(checked).result == "1"
    (done,) = desk.house.storage.all(DRAFTS)
    assert (done.state, done.edition) == (DraftState.SCHEDULED, 1)
    assert rule_for(desk.policies.current().rules, FRESH).window_hours == 2
    desk.house.clock.move(HOUR)
    assert rule_for(desk.policies.current().rules, FRESH).window_hours == 6
    assert rule_for(desk.policies.version(0).rules, FRESH).window_hours == 2
    assert desk.policies.current() == desk.house.storage.all(POLICIES)[0], "stored and read without loss"


def test_the_clock_tells_where_a_version_stands(desk: Desk) -> None:
    first = desk.publish(desk.house.clock.now() + HOUR)
    assert (desk.state(0), desk.state(first)) == (PolicyState.IN_FORCE, PolicyState.SCHEDULED)
    desk.house.clock.move(HOUR)
    assert (desk.state(0), desk.state(first)) == (PolicyState.RETIRED, PolicyState.IN_FORCE)


def test_a_version_that_was_overtaken_never_takes_effect(desk: Desk) -> None:
    late = desk.publish(desk.house.clock.now() + 2 * HOUR)
    early = desk.publish(desk.house.clock.now() + HOUR)
    assert (desk.state(late), desk.state(early)) == (PolicyState.RETIRED, PolicyState.SCHEDULED)


def test_an_unsound_draft_is_kept_but_not_checked(desk: Desk) -> None:
    draft = desk.save(BROKEN)
    with pytest.raises(PolicyUnsound) as refused:
        desk.check(draft)
    assert len(refused.value.flaws) >= 2
    assert desk.house.storage.all(DRAFTS) == [draft]


def test_nothing_is_scheduled_but_what_was_checked(desk: Desk) -> None:
    draft = desk.save()
    with pytest.raises(NotChecked):
        desk.schedule(draft)
    changed = desk.save(BROKEN, desk.check(draft))
    assert changed.state is DraftState.DRAFT
    with pytest.raises(NotChecked):
        desk.schedule(changed)
    assert desk.house.storage.all(POLICIES) == []


def test_a_check_is_good_for_the_figures_that_it_went_by(desk: Desk) -> None:
    checked = desk.check(desk.save())
    desk.book.publish({MOST_INSTANT_FEN.key: 100}, desk.house.clock.now() + HOUR, "O1", "收紧", desk.request())
    desk.house.clock.move(HOUR)
    with pytest.raises(CheckOutdated):
        desk.schedule(checked)
    with pytest.raises(PolicyUnsound):
        desk.check(checked)


def test_who_is_late_is_told_so(desk: Desk) -> None:
    draft = desk.save()
    desk.save(BROKEN, draft)
    for late in (lambda: desk.save(LENIENT, draft), lambda: desk.check(draft), lambda: desk.schedule(draft)):
        with pytest.raises(DraftChanged) as refused:
            late()
        assert refused.value.detail == {"version": 2}


def test_what_has_ended_is_not_changed_any_more(desk: Desk) -> None:
    checked = desk.check(desk.save())
    desk.schedule(checked)
    (scheduled,) = desk.house.storage.all(DRAFTS)
    discarded = desk.draft(desk.drafts.discard(_wish(desk.save()), desk.request()))
    assert discarded.state is DraftState.DISCARDED
    for draft in (scheduled, discarded):
        with pytest.raises(DraftEnded):
            desk.save(LENIENT, draft)


def test_a_draft_that_is_not_there_and_one_that_is_new(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.drafts.check(Wish(draft_id="none", expected_version=1, who="O1"), desk.request())
    with pytest.raises(BadInput):
        desk.drafts.save(Wish(expected_version=1, who="O1"), LENIENT, desk.request())


def test_a_policy_is_scheduled_once_per_key(desk: Desk) -> None:
    checked, request = desk.check(desk.save()), desk.request()
    at = desk.house.clock.now() + HOUR
    first = desk.schedule(checked, at, request=request)
    desk.house.clock.move(2 * HOUR)
    again = desk.schedule(checked, at, request=request)
    assert (first.result, again.result, again.replayed) == ("1", "1", True)
    with pytest.raises(KeyReused):
        desk.schedule(checked, at, request=replace(request, content="other"))
    assert len(desk.house.storage.all(POLICIES)) == 1


def test_a_policy_needs_a_reason_and_time(desk: Desk) -> None:
    checked = desk.check(desk.save())
    with pytest.raises(BadInput):
        desk.schedule(checked, why=" ")
    with pytest.raises(EffectiveTooSoon):
        desk.schedule(checked, desk.house.clock.now() + timedelta(seconds=119))
    assert desk.house.storage.all(DRAFTS) == [checked]


def test_a_published_lead_binds_the_next_policy(desk: Desk) -> None:
    desk.book.publish({LEAD_MINUTES.key: 60}, desk.house.clock.now() + HOUR, "O1", "提前公示", desk.request())
    desk.house.clock.move(HOUR)
    checked = desk.check(desk.save())
    with pytest.raises(EffectiveTooSoon):
        desk.schedule(checked, desk.house.clock.now() + timedelta(minutes=59))
    assert desk.schedule(checked, desk.house.clock.now() + HOUR).result == "1"


def test_drafts_are_listed_the_newest_first(desk: Desk) -> None:
    ids = []
    for _ in range(3):
        ids.append(desk.save().id)
        desk.house.clock.move(timedelta(seconds=1))
    first, after = desk.drafts.listed(2)
    rest, _ = desk.drafts.listed(2, after)
    assert [each.id for each in (*first, *rest)] == ids[::-1]
