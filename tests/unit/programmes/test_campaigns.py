from datetime import timedelta

import pytest

from care.kernel.errors import BadInput, KeyReused, NotFound
from care.members.model import TagName
from care.programmes.errors import CampaignOver, UnknownSku
from care.programmes.model import STANDING_UGC, Audience, CampaignKind, CampaignState
from care.programmes.store import LISTENERS
from fakes.house import START
from fakes.programmes_room import FAN, ProgrammesRoom, draft

UGC = {"kind": CampaignKind.UGC, "audience": Audience()}


def test_a_campaign_opens_at_once_with_the_name_of_its_product() -> None:
    room = ProgrammesRoom()
    made = room.campaign(room.open(draft(sku="BEEF", quota=3)))
    assert (made.product, made.quota, made.taken, made.opens_at) == ("鲜牛肉", 3, 0, START)
    assert (made.opened_by, made.open_at(START)) == ("P1", True)


def test_an_unknown_sku_opens_nothing() -> None:
    room = ProgrammesRoom()
    with pytest.raises(UnknownSku) as refused:
        room.open(draft(sku="NO-SUCH"))
    assert (refused.value.field, refused.value.detail) == ("sku", {"sku": "NO-SUCH"})
    assert room.engine.campaigns.listed(10)[0] == []
    assert room.house.planned() == []


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "  "}),
        ("title", {"title": "长" * 31}),
        ("any_of", {"audience": Audience()}),
        ("any_of", UGC | {"audience": Audience(any_of=(FAN,))}),
        ("any_of", {"audience": Audience(any_of=(FAN, FAN))}),
        ("none_of", {"audience": Audience(any_of=(FAN,), none_of=(FAN, FAN))}),
        ("quota", {"quota": 0}),
        ("quota", {"quota": 1_000_001}),
        ("closes_at", {"closes_at": START + timedelta(minutes=59)}),
        ("closes_at", {"opens_at": START + timedelta(days=2), "closes_at": START + timedelta(days=2)}),
    ],
)
def test_what_cannot_be_meant_is_named(field: str, changes: dict[str, object]) -> None:
    room = ProgrammesRoom()
    with pytest.raises(BadInput) as refused:
        room.open(draft(**changes))
    assert refused.value.field == field
    assert room.engine.campaigns.listed(10)[0] == []


def test_the_bounds_themselves_are_meant() -> None:
    room = ProgrammesRoom()
    assert room.open(draft(title="长" * 30, quota=1, closes_at=START + timedelta(hours=1)))
    assert room.open(draft(title="短", quota=1_000_000))


def test_the_same_request_opens_one_campaign() -> None:
    room = ProgrammesRoom()
    first = room.open(draft(), key="k")
    room.house.clock.move(timedelta(minutes=1))
    assert room.open(draft(), key="k") == first
    assert [each.id for each in room.engine.campaigns.listed(10)[0]] == [first]
    with pytest.raises(KeyReused):
        room.open(draft(title="别的"), key="k")


def test_campaigns_are_listed_the_newest_first_in_pages() -> None:
    room = ProgrammesRoom()
    made = []
    for number in range(3):
        made.append(room.open(draft(title=f"第{number}")))
        room.house.clock.move(timedelta(seconds=1))
    first, place = room.engine.campaigns.listed(2)
    rest, end = room.engine.campaigns.listed(2, place)
    assert [each.id for each in (*first, *rest)] == made[::-1]
    assert end is None


def test_a_closed_campaign_waits_for_nobody_and_closes_once() -> None:
    room = ProgrammesRoom()
    campaign = room.open(draft(audience=Audience(any_of=(FAN, TagName.HIGH_VALUE))))
    assert len(room.house.storage.all(LISTENERS)) == 2
    room.close(campaign)
    assert (room.campaign(campaign).state, room.campaign(campaign).closed_by) == (CampaignState.CLOSED, "P1")
    assert room.house.storage.all(LISTENERS) == []
    with pytest.raises(CampaignOver):
        room.close(campaign)


def test_two_who_close_at_once_close_once() -> None:
    room = ProgrammesRoom()
    campaign = room.open(draft())
    room.between(lambda: room.close(campaign))
    with pytest.raises(CampaignOver):
        room.close(campaign)


def test_closing_keeps_the_places_that_are_taken_meanwhile() -> None:
    room = ProgrammesRoom()
    room.live("M1", FAN)
    campaign = room.open(draft(quota=5))
    room.run(minutes=5)
    room.between(lambda: room.accept(campaign))
    room.close(campaign)
    assert (room.campaign(campaign).taken, room.campaign(campaign).state) == (1, CampaignState.CLOSED)


def test_a_campaign_closes_itself_at_its_end() -> None:
    room = ProgrammesRoom()
    campaign = room.open(draft(closes_at=START + timedelta(days=1)))
    room.run(hours=23, minutes=59)
    assert room.campaign(campaign).state is CampaignState.OPEN
    room.run(minutes=1)
    closed = room.campaign(campaign)
    assert (closed.state, closed.closed_by, closed.closed_at) == (
        CampaignState.CLOSED,
        "system",
        START + timedelta(days=1),
    )


def test_the_end_of_a_campaign_that_was_closed_by_hand_changes_nothing() -> None:
    room = ProgrammesRoom()
    campaign = room.open(draft(closes_at=START + timedelta(days=1)))
    room.close(campaign)
    before = room.campaign(campaign)
    room.run(days=2)
    assert room.campaign(campaign) == before
    assert room.sweeper.failures == []


def test_the_standing_campaign_is_always_there_and_cannot_be_closed() -> None:
    room = ProgrammesRoom()
    assert room.engine.campaigns.get_many([STANDING_UGC.id, "none"]) == {STANDING_UGC.id: STANDING_UGC}
    with pytest.raises(NotFound):
        room.close(STANDING_UGC.id)
