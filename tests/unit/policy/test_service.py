"""Publishing policy (G1) and settings (A3)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Request
from care.kernel.errors import BadInput, KeyReused
from care.kernel.settings import Settings
from care.policy.baseline import baseline_policy
from care.policy.faults import PolicyUnsound, SettingsUnsound
from care.policy.figures import LEAD_MINUTES, MOST_INSTANT_FEN
from care.policy.model import PolicyDraft, ReasonClass
from care.policy.service import Policies, SettingsBook
from care.policy.store import POLICIES, SETTINGS
from fakes.house import House

HOUR = timedelta(hours=1)
BASE = baseline_policy()
LENIENT = PolicyDraft(
    rules=(replace(BASE.rules[0], window_hours=6, wording="生鲜商品签收后6小时内可无理由退货。"), *BASE.rules[1:]),
    reasons=BASE.reasons,
    remedies=BASE.remedies,
)


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def book(house: House) -> SettingsBook:
    return SettingsBook(house.storage, house.requests, house.clock)


@pytest.fixture
def policies(house: House, book: SettingsBook) -> Policies:
    return Policies(house.storage, house.requests, house.clock, book.current)


def _request(key: str = "key-0001", content: object = "input") -> Request:
    return Request(caller="staff:ops-1", operation="publish", key=key, content=content)


def test_a_policy_takes_effect_at_its_time_and_the_old_number_stays_readable(house: House, policies: Policies) -> None:
    answer = policies.publish(LENIENT, house.clock.now() + HOUR, "ops-1", "延长生鲜退货", _request())
    assert (answer.result, answer.replayed) == ("1", False)
    assert policies.current().number == 0
    house.clock.move(HOUR)
    assert policies.current().rule_for("FRESH", ReasonClass.NO_REASON).window_hours == 6
    assert policies.version(0).rule_for("FRESH", ReasonClass.NO_REASON).window_hours == 2
    assert policies.current() == house.storage.all(POLICIES)[0], "stored and read without loss"


def test_a_policy_is_published_once_per_key(house: House, policies: Policies) -> None:
    effective = house.clock.now() + HOUR
    first = policies.publish(LENIENT, effective, "ops-1", "延长", _request())
    house.clock.move(2 * HOUR)
    again = policies.publish(LENIENT, effective, "ops-1", "延长", _request())
    assert (first.result, again.result, again.replayed) == ("1", "1", True)
    assert len(house.storage.all(POLICIES)) == 1
    with pytest.raises(KeyReused):
        policies.publish(LENIENT, effective, "ops-1", "延长", _request(content="other"))


def test_an_unsound_policy_changes_nothing(house: House, policies: Policies) -> None:
    broken = replace(LENIENT, reasons=LENIENT.reasons[:1], rules=LENIENT.rules[:-1])
    with pytest.raises(PolicyUnsound) as refused:
        policies.publish(broken, house.clock.now() + HOUR, "ops-1", "试", _request())
    assert len(refused.value.flaws) >= 2
    assert house.storage.items == {}


def test_a_publication_needs_a_reason_and_time(house: House, policies: Policies, book: SettingsBook) -> None:
    with pytest.raises(BadInput):
        policies.publish(LENIENT, house.clock.now() + HOUR, "ops-1", " ", _request())
    with pytest.raises(EffectiveTooSoon):
        policies.publish(LENIENT, house.clock.now() + timedelta(seconds=119), "ops-1", "急", _request())
    with pytest.raises(EffectiveTooSoon):
        book.publish({LEAD_MINUTES.key: 5}, house.clock.now(), "ops-1", "急", _request())
    assert house.storage.items == {}


def test_settings_keep_what_is_not_set_again(house: House, book: SettingsBook) -> None:
    book.publish({LEAD_MINUTES.key: 5}, house.clock.now() + HOUR, "ops-1", "多留时间", _request("key-0001"))
    book.publish({MOST_INSTANT_FEN.key: 9}, house.clock.now() + 2 * HOUR, "ops-1", "收紧", _request("key-0002"))
    assert book.current() == Settings(version=0, values={})
    house.clock.move(HOUR)
    assert (book.current().of(LEAD_MINUTES), book.current().of(MOST_INSTANT_FEN)) == (5, MOST_INSTANT_FEN.default)
    house.clock.move(HOUR)
    assert book.current() == Settings(version=2, values={LEAD_MINUTES.key: 5, MOST_INSTANT_FEN.key: 9})


def test_a_published_lead_binds_the_next_publication(house: House, book: SettingsBook, policies: Policies) -> None:
    book.publish({LEAD_MINUTES.key: 60}, house.clock.now() + HOUR, "ops-1", "提前公示", _request())
    house.clock.move(HOUR)
    with pytest.raises(EffectiveTooSoon):
        policies.publish(LENIENT, house.clock.now() + timedelta(minutes=59), "ops-1", "试", _request("key-0002"))
    policies.publish(LENIENT, house.clock.now() + HOUR, "ops-1", "试", _request("key-0002"))


def test_all_unsound_settings_are_told_and_nothing_changes(house: House, book: SettingsBook) -> None:
    with pytest.raises(SettingsUnsound) as refused:
        book.publish({"no.such": 1, LEAD_MINUTES.key: 0}, house.clock.now() + HOUR, "ops-1", "试", _request())
    assert [flaw.field for flaw in refused.value.flaws] == ["no.such", LEAD_MINUTES.key]
    assert LEAD_MINUTES.key in str(refused.value)
    assert house.storage.items == {}


def test_policy_and_settings_count_apart(house: House, book: SettingsBook, policies: Policies) -> None:
    effective = house.clock.now() + HOUR
    policies.publish(LENIENT, effective, "ops-1", "一", _request("key-0001"))
    book.publish({LEAD_MINUTES.key: 5}, effective, "ops-1", "二", _request("key-0002"))
    assert [each.number for each in house.storage.all(SETTINGS)] == [1]
    assert [each.number for each in house.storage.all(POLICIES)] == [1]
