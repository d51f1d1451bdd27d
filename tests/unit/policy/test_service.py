"""Publishing settings (A3); policies are in test_drafts.py."""

from dataclasses import replace
from datetime import timedelta

import pytest

from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Request
from care.kernel.errors import BadInput
from care.kernel.settings import Settings
from care.policy.baseline import baseline_policy
from care.policy.faults import SettingsUnsound
from care.policy.figures import LEAD_MINUTES, MOST_INSTANT_FEN
from care.policy.model import PolicyDraft
from care.policy.service import Policies, SettingsBook
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


def test_settings_need_a_reason_and_time(house: House, book: SettingsBook) -> None:
    with pytest.raises(BadInput):
        book.publish({LEAD_MINUTES.key: 5}, house.clock.now() + HOUR, "ops-1", " ", _request())
    with pytest.raises(EffectiveTooSoon):
        book.publish({LEAD_MINUTES.key: 5}, house.clock.now() + timedelta(seconds=119), "ops-1", "急", _request())
    assert house.storage.items == {}


def test_settings_keep_what_is_not_set_again(house: House, book: SettingsBook) -> None:
    book.publish({LEAD_MINUTES.key: 5}, house.clock.now() + HOUR, "ops-1", "多留时间", _request("key-0001"))
    book.publish({MOST_INSTANT_FEN.key: 9}, house.clock.now() + 2 * HOUR, "ops-1", "收紧", _request("key-0002"))
    assert book.current() == Settings(version=0, values={})
    house.clock.move(HOUR)
    assert (book.current().of(LEAD_MINUTES), book.current().of(MOST_INSTANT_FEN)) == (5, MOST_INSTANT_FEN.default)
    house.clock.move(HOUR)
    assert book.current() == Settings(version=2, values={LEAD_MINUTES.key: 5, MOST_INSTANT_FEN.key: 9})


def test_all_unsound_settings_are_told_and_nothing_changes(house: House, book: SettingsBook) -> None:
    with pytest.raises(SettingsUnsound) as refused:
        book.publish({"no.such": 1, LEAD_MINUTES.key: 0}, house.clock.now() + HOUR, "ops-1", "试", _request())
    assert [flaw.field for flaw in refused.value.flaws] == ["no.such", LEAD_MINUTES.key]
    assert LEAD_MINUTES.key in str(refused.value)
    assert house.storage.items == {}
