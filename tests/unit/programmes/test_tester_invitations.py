from datetime import timedelta
from itertools import permutations

import pytest

from care.kernel.agenda import Lane
from care.members.model import Purpose, TagName
from care.programmes.model import Audience, Invitation, InvitationState
from care.programmes.store import INVITATIONS
from care.programmes.tester_invitations import PAGE
from fakes.house import START
from fakes.programmes_room import FAN, ProgrammesRoom, draft


def test_who_bears_the_tag_is_invited_and_told() -> None:
    room = ProgrammesRoom()
    room.live("M1", FAN)
    room.live("M2")
    campaign = room.open(draft(sku="BEEF"))
    room.run(minutes=5)
    at = START + timedelta(minutes=2)
    assert room.invited() == {
        "M1": Invitation(
            id=room.invitation_id(campaign),
            campaign_id=campaign,
            kind=room.campaign(campaign).kind,
            member_id="M1",
            goods="鲜牛肉",
            invited_at=at,
            respond_by=at + timedelta(days=7),
            version=1,
        )
    }
    (message,) = room.sent("tester_invitation")
    assert (message.member_id, message.purpose) == ("M1", Purpose.MARKETING)
    assert "春季鲜肉" in room.channel.sent[0].text


def test_who_gets_the_tag_while_the_campaign_is_open_is_invited() -> None:
    room = ProgrammesRoom()
    room.open(draft())
    room.run(days=3)
    room.tag("M1")
    room.run(minutes=1)
    assert list(room.invited()) == ["M1"]


def test_however_many_campaigns_wait_for_a_tag_each_invites() -> None:
    room = ProgrammesRoom()
    many = {room.open(draft(title=f"第{number}期")) for number in range(2 * PAGE + 5)}
    room.tag("M1")
    room.run(minutes=1)
    assert {each.campaign_id for each in room.house.storage.all(INVITATIONS)} == many
    assert room.sweeper.failures == []


def test_all_work_of_invitations_waits_in_their_own_lane() -> None:
    room = ProgrammesRoom()
    room.live("M1", FAN)
    room.open(draft(closes_at=START + timedelta(days=9)))
    assert {item.lane for item in room.house.planned()} == {Lane.INVITATIONS}
    room.run(minutes=2)
    assert {item.lane for item in room.house.planned("invitation.expire")} == {Lane.INVITATIONS}


@pytest.mark.parametrize("when", ["before", "after"])
def test_whoever_bears_an_excluded_tag_is_not_invited(when: str) -> None:
    room = ProgrammesRoom()
    audience = Audience(any_of=(FAN, TagName.HIGH_VALUE), none_of=(TagName.SENSITIVE,))
    if when == "before":
        room.live("M1", FAN, TagName.SENSITIVE)
    room.live("M2", TagName.HIGH_VALUE)
    room.open(draft(audience=audience))
    room.run(minutes=10)
    if when == "after":
        room.live("M1", FAN, TagName.SENSITIVE)
        room.fact("member.tagged", "M1", tag=FAN.value, member_id="M1")
    room.run(minutes=10)
    assert list(room.invited()) == ["M2"]


def test_who_has_lost_the_tag_meanwhile_is_not_invited() -> None:
    room = ProgrammesRoom()
    room.open(draft())
    room.tag("M1")
    room.untag("M1")
    room.run(minutes=10)
    assert room.invited() == {}


def test_who_bears_two_of_the_tags_and_is_told_of_thrice_is_invited_once() -> None:
    room = ProgrammesRoom()
    room.live("M1", FAN, TagName.HIGH_VALUE)
    room.open(draft(audience=Audience(any_of=(FAN, TagName.HIGH_VALUE))))
    for _ in range(3):
        room.fact("member.tagged", "M1", tag=FAN.value, member_id="M1")
        room.run(minutes=10)
    assert len(room.invited()) == 1
    assert len(room.sent("tester_invitation")) == 1
    assert room.sweeper.failures == []


def test_all_bearers_are_found_page_by_page() -> None:
    room = ProgrammesRoom()
    many = 2 * PAGE + 5
    for number in range(many):
        room.live(f"F{number:04}", FAN)
    room.open(draft(quota=3))
    room.run(minutes=10)
    assert len(room.invited()) == many, "the quota binds at acceptance, not here"
    assert len(room.sent("tester_invitation")) == many
    assert room.sweeper.failures == []


def test_no_firing_takes_on_more_than_a_transaction_holds() -> None:
    room = ProgrammesRoom()
    for number in range(2 * PAGE):
        room.live(f"F{number:04}", FAN)
    room.open(draft())
    room.house.clock.move(timedelta(minutes=2))
    before = len(room.house.planned())
    page = next(item for item in room.house.planned("campaign.page"))
    room.house.uow.run(lambda batch: room.engine.testers.page(page, batch))
    planned = room.house.planned()
    assert len(planned) - before == PAGE + 1
    assert len([item for item in planned if item.kind == "campaign.page"]) == 3, "the next page waits"


def test_nobody_is_invited_before_the_campaign_opens_nor_after_it_closes() -> None:
    room = ProgrammesRoom()
    opens = START + timedelta(days=1)
    campaign = room.open(draft(opens_at=opens))
    room.tag("M1")
    room.run(hours=23, minutes=59)
    assert room.invited() == {}
    room.run(minutes=1)
    assert list(room.invited()) == ["M1"], "by the fact, as soon as it opens"
    room.close(campaign)
    room.tag("M2")
    room.run(days=1)
    assert list(room.invited()) == ["M1"]


def test_a_campaign_that_closes_before_its_first_page_invites_nobody() -> None:
    room = ProgrammesRoom()
    room.live("M1", FAN)
    room.close(room.open(draft()))
    room.run(days=1)
    assert room.invited() == {}
    assert room.sweeper.failures == []


def test_nobody_is_invited_at_night() -> None:
    room = ProgrammesRoom()
    room.house.clock.move(timedelta(hours=12, minutes=30))  # 22:30
    room.live("M1", FAN)
    room.open(draft())
    room.tag("M2")
    room.run(hours=9)  # 07:30
    assert room.invited() == {}
    room.run(minutes=30)
    assert sorted(room.invited()) == ["M1", "M2"]
    assert len(room.sent("tester_invitation")) == 2


def test_who_wants_no_marketing_is_not_invited() -> None:
    room = ProgrammesRoom()
    room.live("M1", FAN, opted_out=(Purpose.MARKETING,))
    room.live("M2", FAN, opted_out=(Purpose.CARE, Purpose.SURVEY))
    room.open(draft())
    room.run(minutes=10)
    assert list(room.invited()) == ["M2"]
    assert [message.member_id for message in room.messages()] == ["M2"]


def test_an_invitation_ends_with_its_campaign_at_the_latest() -> None:
    room = ProgrammesRoom()
    closes = START + timedelta(days=2)
    room.live("M1", FAN)
    room.open(draft(closes_at=closes))
    room.run(minutes=10)
    assert room.invited()["M1"].respond_by == closes
    room.run(days=3)
    assert room.invited()["M1"].state is InvitationState.EXPIRED


def test_two_firings_for_one_member_at_once_make_one_invitation() -> None:
    room = ProgrammesRoom()
    room.live("M1", FAN)
    room.open(draft())
    room.house.clock.move(timedelta(minutes=2))
    page = room.house.planned("campaign.page")[0]
    room.house.uow.run(lambda batch: room.engine.testers.page(page, batch))
    visit = room.house.planned("campaign.invite")[0]
    room.between(lambda: room.house.uow.run(lambda batch: room.engine.testers.invite(visit, batch)))
    room.house.uow.run(lambda batch: room.engine.testers.invite(visit, batch))
    assert len(room.invited()) == 1
    assert room.invited()["M1"].version == 1
    assert len(room.house.planned("message.plan")) == 1


@pytest.mark.parametrize("order", list(permutations(["open", "tag M1", "tag M2"])))
def test_whatever_comes_first_the_same_members_are_invited(order: tuple[str, ...]) -> None:
    room = ProgrammesRoom()
    for step in order:
        if step == "open":
            room.open(draft(), key="k")
        else:
            room.tag(step.removeprefix("tag "))
        room.sweeper.sweep()
    room.run(minutes=15)
    assert sorted(room.invited()) == ["M1", "M2"]
    assert len(room.sent("tester_invitation")) == 2
