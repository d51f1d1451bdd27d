"""The conditions that guard a campaign's places, on DynamoDB as others play it: the fake must not be kinder."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from care.dynamo.dynamo_storage import DynamoStorage
from care.dynamo.storage import Storage
from care.dynamo.writes import Cancelled, DynamoWrite
from care.members.model import TagName
from care.programmes.model import Audience, Campaign, CampaignKind, CampaignState
from care.programmes.store import campaign_at, close_campaign, free_place, listeners, take_place, write_campaign
from fakes.engines import REGION, engine_tables
from fakes.house import START
from fakes.memory_storage import MemoryStorage

CAMPAIGN = Campaign(
    id="C1",
    kind=CampaignKind.TESTER,
    title="春季鲜肉",
    audience=Audience(any_of=(TagName.PRODUCT_FAN,)),
    opens_at=START,
    opened_at=START,
    quota=2,
)


@pytest.fixture
def storage(engine: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    """With one campaign of two places."""
    if engine == "memory":
        memory = MemoryStorage()
        memory.transact(write_campaign(CAMPAIGN))
        yield memory
        return
    with engine_tables(monkeypatch, ["real"], endpoint=None if engine == "moto" else engine):
        real = DynamoStorage({"programmes": "real"}, region=REGION)
        real.transact(write_campaign(CAMPAIGN))
        yield real


def _stored(storage: Storage) -> Campaign:
    campaign = storage.get(*campaign_at("C1"))
    assert campaign is not None
    return campaign


def _lost(storage: Storage, *writes: DynamoWrite) -> Exception | None:
    """What the one lost condition means."""
    with pytest.raises(Cancelled) as cancelled:
        storage.transact(writes)
    (reason,) = cancelled.value.reasons.values()
    (write,) = (each for each in writes if each.home in cancelled.value.reasons)
    return write.lost(reason.item) if write.lost else None


def test_no_more_places_are_taken_than_there_are(storage: Storage) -> None:
    stale = _stored(storage)
    storage.transact([take_place(stale)])
    storage.transact([take_place(stale)])
    assert type(_lost(storage, take_place(stale))).__name__ == "QuotaFull"
    storage.transact([free_place("C1")])
    storage.transact([take_place(stale)])
    assert (_stored(storage).taken, _stored(storage).version) == (2, 5)


def test_a_closed_campaign_gives_no_place_and_closes_once(storage: Storage) -> None:
    open_ = _stored(storage)
    storage.transact([take_place(open_)])
    at = START + timedelta(hours=1, microseconds=5)
    storage.transact(close_campaign(open_, "P1", at))
    closed = _stored(storage)
    assert (closed.state, closed.closed_by, closed.closed_at, closed.taken) == (CampaignState.CLOSED, "P1", at, 1)
    assert listeners(storage, "TAG#PRODUCT_FAN") == []
    assert type(_lost(storage, take_place(open_))).__name__ == "CampaignOver"
    storage.transact([free_place("C1")])
    assert _stored(storage).taken == 0
    with pytest.raises(Cancelled):
        storage.transact(close_campaign(open_, "P2", at))
