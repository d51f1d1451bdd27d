from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from care.kernel.errors import CareError, KeyReused, NotFound
from care.programmes import errors
from care.programmes.errors import CampaignOver, InvitationAnswered, InvitationExpired, NotTakingPart, QuotaFull
from care.programmes.model import InvitationState
from care.programmes.store import write_invitation
from fakes.house import START
from fakes.programmes_room import FAN, ProgrammesRoom, draft


def _invited(*members: str, **changes: object) -> tuple[ProgrammesRoom, str]:
    """A room in which these members (M1) have been invited to the campaign."""
    room = ProgrammesRoom()
    for member in members or ("M1",):
        room.live(member, FAN)
    campaign = room.open(draft(**changes))
    room.run(minutes=10)
    return room, campaign


def test_who_accepts_takes_a_place() -> None:
    room, campaign = _invited(quota=2)
    answer = room.accept(campaign)
    assert answer.result == room.invitation_id(campaign)
    assert (room.invited()["M1"].state, room.campaign(campaign).taken) == (InvitationState.ACCEPTED, 1)
    assert room.invited()["M1"].answered_at == room.now


def test_a_campaign_without_a_quota_counts_all_the_same() -> None:
    room, campaign = _invited("M1", "M2")
    room.accept(campaign, "M1")
    room.accept(campaign, "M2")
    assert room.campaign(campaign).taken == 2


def test_the_same_request_accepts_once() -> None:
    room, campaign = _invited(quota=2)
    room.accept(campaign, key="k")
    assert room.accept(campaign, key="k").replayed
    assert room.campaign(campaign).taken == 1
    with pytest.raises(KeyReused):
        room.accept("another campaign", key="k")


def test_a_second_acceptance_is_refused() -> None:
    room, campaign = _invited()
    room.accept(campaign)
    with pytest.raises(InvitationAnswered):
        room.accept(campaign)
    assert room.campaign(campaign).taken == 1


def test_the_last_place_is_given_once() -> None:
    room, campaign = _invited("M1", "M2", quota=1)
    room.accept(campaign, "M1")
    with pytest.raises(QuotaFull) as refused:
        room.accept(campaign, "M2")
    assert refused.value.detail == {"quota": 1}
    assert room.invited()["M2"].state is InvitationState.INVITED
    assert room.campaign(campaign).taken == 1


def test_of_two_on_the_last_place_one_gets_it() -> None:
    room, campaign = _invited("M1", "M2", quota=1)
    room.between(lambda: room.accept(campaign, "M2"))
    with pytest.raises(QuotaFull):
        room.accept(campaign, "M1")
    assert room.campaign(campaign).taken == 1
    assert room.invited()["M1"].state is InvitationState.INVITED


def test_of_sixteen_at_once_three_get_the_three_places() -> None:
    members = [f"M{number}" for number in range(16)]
    room, campaign = _invited(*members, quota=3)

    def accept(member: str) -> str:
        try:
            return room.accept(campaign, member, key=f"key-of-{member}").result
        except QuotaFull:
            return ""

    with ThreadPoolExecutor(16) as pool:
        taken = [result for result in pool.map(accept, members) if result]
    accepted = [each for each in room.invited().values() if each.state is InvitationState.ACCEPTED]
    assert (len(taken), len(accepted), room.campaign(campaign).taken) == (3, 3, 3)


def test_two_acceptances_of_one_member_at_once_take_one_place() -> None:
    room, campaign = _invited(quota=5)
    room.between(lambda: room.accept(campaign))
    with pytest.raises(InvitationAnswered):
        room.accept(campaign)
    assert room.campaign(campaign).taken == 1


def test_who_declines_takes_none_and_has_answered() -> None:
    room, campaign = _invited(quota=1)
    room.decline(campaign)
    assert (room.invited()["M1"].state, room.campaign(campaign).taken) == (InvitationState.DECLINED, 0)
    for answer in (room.accept, room.decline):
        with pytest.raises(InvitationAnswered):
            answer(campaign)


def test_who_leaves_frees_the_place() -> None:
    room, campaign = _invited("M1", "M2", quota=1)
    room.accept(campaign, "M1")
    room.leave(campaign, "M1")
    assert (room.invited()["M1"].state, room.campaign(campaign).taken) == (InvitationState.LEFT, 0)
    room.accept(campaign, "M2")
    with pytest.raises(QuotaFull):
        room.accept(campaign, "M1")


def test_who_left_may_come_back_even_after_the_time_to_answer() -> None:
    room, campaign = _invited(quota=1)
    room.accept(campaign)
    room.leave(campaign)
    room.run(days=30)
    room.accept(campaign)
    assert (room.invited()["M1"].state, room.campaign(campaign).taken) == (InvitationState.ACCEPTED, 1)


def test_two_leaves_at_once_free_one_place() -> None:
    room, campaign = _invited("M1", "M2", quota=2)
    room.accept(campaign, "M1")
    room.accept(campaign, "M2")
    room.between(lambda: room.leave(campaign))
    with pytest.raises(NotTakingPart):
        room.leave(campaign)
    assert room.campaign(campaign).taken == 1


def test_only_who_takes_part_can_leave() -> None:
    room, campaign = _invited()
    with pytest.raises(NotTakingPart):
        room.leave(campaign)
    assert room.campaign(campaign).taken == 0


def test_a_closed_campaign_gives_no_place_but_takes_one_back() -> None:
    room, campaign = _invited("M1", "M2")
    room.accept(campaign, "M1")
    room.close(campaign)
    with pytest.raises(CampaignOver):
        room.accept(campaign, "M2")
    room.leave(campaign, "M1")
    assert room.campaign(campaign).taken == 0


def test_a_campaign_that_closes_while_someone_accepts_gives_no_place() -> None:
    room, campaign = _invited()
    room.between(lambda: room.close(campaign))
    with pytest.raises(CampaignOver):
        room.accept(campaign)
    assert (room.invited()["M1"].state, room.campaign(campaign).taken) == (InvitationState.INVITED, 0)


def test_an_invitation_can_be_answered_until_its_time_is_over() -> None:
    room, campaign = _invited("M1", "M2")
    last = START + timedelta(days=7, minutes=2)
    room.sweeper.sweep_until(last - timedelta(microseconds=1))
    room.accept(campaign, "M1")
    room.house.clock.move_to(last)
    for answer in (room.accept, room.decline):
        with pytest.raises(InvitationExpired):
            answer(campaign, "M2")
    room.sweeper.sweep()
    assert room.invited()["M1"].state is InvitationState.ACCEPTED
    assert room.invited()["M2"].state is InvitationState.EXPIRED
    with pytest.raises(InvitationExpired):
        room.accept(campaign, "M2")


def test_an_acceptance_that_commits_before_the_end_does_stays() -> None:
    room, _ = _invited()
    item = room.house.planned("invitation.expire")[0]
    in_time = replace(room.invited()["M1"], state=InvitationState.ACCEPTED, answered_at=room.now)
    room.house.clock.move_to(item.due)
    room.between(lambda: room.house.storage.transact([write_invitation(in_time)]))
    room.house.uow.run(lambda batch: room.engine.invitations.expire(item, batch))
    assert room.invited()["M1"].state is InvitationState.ACCEPTED


def test_the_end_that_comes_between_read_and_commit_takes_no_place() -> None:
    room, campaign = _invited()

    def time_is_over() -> None:
        room.run(days=8)

    room.between(time_is_over)
    with pytest.raises(InvitationExpired):
        room.accept(campaign)
    assert (room.invited()["M1"].state, room.campaign(campaign).taken) == (InvitationState.EXPIRED, 0)


@pytest.mark.parametrize("what", ["accept", "decline", "leave"])
def test_another_members_invitation_is_not_found_and_stays(what: str) -> None:
    room, campaign = _invited("M1")
    before = room.invited()
    of = room.invitation_id(campaign, "M1")
    answer = getattr(room.engine.invitations, what)
    for member, invitation in (("M2", of), ("M1", "none")):
        with pytest.raises(NotFound):
            answer(room.request(what, of, None), member, invitation)
    assert room.invited() == before
    assert room.campaign(campaign).taken == 0


def test_a_members_invitations_are_listed_the_newest_first() -> None:
    room, first = _invited()
    second = room.open(draft(title="秋季鲜肉"))
    room.run(minutes=10)
    page, place = room.engine.invitations.of_member("M1", 1)
    rest, end = room.engine.invitations.of_member("M1", 2, place)
    assert [each.campaign_id for each in (*page, *rest)] == [second, first]
    assert end is None
    assert room.engine.invitations.of_member("M2", 10) == ([], None)


def test_every_refusal_has_a_code_of_its_own() -> None:
    refusals = [getattr(errors, name) for name in errors.__all__]
    assert all(issubclass(each, CareError) and each.code.isupper() for each in refusals)
    assert len({each.code for each in refusals}) == len(refusals)
