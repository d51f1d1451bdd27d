from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from care.kernel.errors import BadInput, KeyReused, NotFound
from care.members.model import Member, Purpose
from care.members.store import MEMBERS
from care.programmes.errors import (
    CampaignOver,
    InvitationAnswered,
    InvitationExpired,
    NoPostInvited,
    NotTakingPart,
    PostModerated,
    PostSubmitted,
    QuotaFull,
)
from care.programmes.model import Audience, CampaignKind, InvitationState, PostState, Verdict
from care.programmes.posts import Moderation
from fakes.programmes_room import FAN, ProgrammesRoom, draft


@pytest.fixture
def room() -> ProgrammesRoom:
    """M1 has been asked for a post."""
    room = ProgrammesRoom()
    room.close_ticket()
    room.run(days=1)
    return room


def _queue(room: ProgrammesRoom) -> list[str]:
    return [post.id for post in room.engine.posts.waiting(10)[0]]


def _published(room: ProgrammesRoom, community: str = "阳光花园") -> list[str]:
    return [post.id for post in room.engine.posts.published(community, 10)[0]]


def test_a_post_waits_for_moderation_and_is_shown_to_nobody(room: ProgrammesRoom) -> None:
    answer = room.submit("  牛肉很新鲜,推荐  ")
    (post,) = room.posts()
    assert (answer.result, post.text, post.state) == (post.id, "牛肉很新鲜,推荐", PostState.SUBMITTED)
    assert (post.member_id, post.ticket_id, post.goods, post.community) == ("M1", "T1", "鲜牛肉", "阳光花园")
    assert room.invited()["M1"].state is InvitationState.ACCEPTED
    assert (_queue(room), _published(room)) == ([post.id], [])


@pytest.mark.parametrize("text", ["", "四个字呀", "    四个字    ", "长" * 501])
def test_a_post_of_a_wrong_length_is_refused(room: ProgrammesRoom, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        room.submit(text)
    assert (refused.value.field, refused.value.detail) == ("text", {"low": 5, "high": 500})
    assert room.posts() == []
    assert room.invited()["M1"].state is InvitationState.INVITED


@pytest.mark.parametrize("length", [5, 500])
def test_the_shortest_and_the_longest_post_are_taken(room: ProgrammesRoom, length: int) -> None:
    room.submit("好" * length)
    assert len(room.posts()[0].text) == length


def test_the_same_request_hands_in_once(room: ProgrammesRoom) -> None:
    room.submit(key="k")
    assert room.submit(key="k").replayed
    assert len(room.posts()) == 1
    with pytest.raises(KeyReused):
        room.submit("别的几个字", key="k")


def test_a_second_post_is_refused(room: ProgrammesRoom) -> None:
    room.submit()
    with pytest.raises(PostSubmitted):
        room.submit("再写一次看看")
    assert room.posts()[0].text == "牛肉很新鲜"


def test_two_posts_at_once_are_one(room: ProgrammesRoom) -> None:
    room.between(lambda: room.submit("先到的几个字"))
    with pytest.raises(PostSubmitted):
        room.submit("后到的几个字")
    assert [post.text for post in room.posts()] == ["先到的几个字"]


def test_of_sixteen_posts_at_once_one_is_taken(room: ProgrammesRoom) -> None:
    def submit(number: int) -> int:
        try:
            room.submit(f"第{number:02}次写的", key=f"key-of-{number}")
        except PostSubmitted:
            return 0
        return 1

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(submit, range(16))) == 1
    assert len(room.posts()) == 1


def test_who_accepted_first_can_write_later(room: ProgrammesRoom) -> None:
    room.engine.invitations.accept(room.request("acceptInvitation", "", None), "M1", room.ugc_id())
    room.run(days=30)
    room.submit()
    assert len(room.posts()) == 1


def test_who_declined_or_waited_too_long_is_not_heard(room: ProgrammesRoom) -> None:
    room.run(days=8)
    with pytest.raises(InvitationExpired):
        room.submit()
    assert room.posts() == []


def test_who_declined_is_not_heard(room: ProgrammesRoom) -> None:
    room.engine.invitations.decline(room.request("declineInvitation", "", None), "M1", room.ugc_id())
    with pytest.raises(InvitationAnswered):
        room.submit()
    assert room.posts() == []


def test_another_members_invitation_takes_no_post(room: ProgrammesRoom) -> None:
    with pytest.raises(NotFound):
        room.engine.posts.submit(room.request("submitPost", "", None), "M2", room.ugc_id(), "牛肉很新鲜")
    assert room.posts() == []


def test_an_invitation_for_testers_takes_no_post() -> None:
    room = ProgrammesRoom()
    room.live("M1", FAN)
    campaign = room.open(draft())
    room.run(minutes=10)
    invitation = room.invitation_id(campaign)
    with pytest.raises(NoPostInvited):
        room.engine.posts.submit(room.request("submitPost", "", None), "M1", invitation, "牛肉很新鲜")
    assert room.posts() == []
    assert room.campaign(campaign).taken == 0


def test_a_ugc_campaigns_places_are_taken_by_posts_and_not_left() -> None:
    room = ProgrammesRoom()
    own = room.open(draft(kind=CampaignKind.UGC, audience=Audience(), quota=1))
    for member in ("M1", "M2"):
        room.live(member)
        room.close_ticket(member_id=member, ticket_id=f"T-{member}")
    room.run(days=1)
    room.submit(member_id="M1")
    with pytest.raises(QuotaFull):
        room.submit(member_id="M2")
    with pytest.raises(NotTakingPart):
        room.engine.invitations.leave(room.request("leaveProgramme", "", None), "M1", room.ugc_id())
    assert (room.campaign(own).taken, len(room.posts())) == (1, 1)
    room.close(own)
    with pytest.raises(CampaignOver):
        room.submit(member_id="M2")


def test_a_published_post_is_shown_to_its_community_and_its_author_is_told(room: ProgrammesRoom) -> None:
    room.submit()
    room.moderate(Verdict.PUBLISH)
    room.sweeper.sweep()
    (post,) = room.posts()
    assert (post.state, post.moderated_by, post.moderated_at) == (PostState.PUBLISHED, "P1", room.now)
    assert (_published(room), _published(room, "别的小区"), _queue(room)) == ([post.id], [], [])
    (message,) = room.sent("post_published")
    assert (message.member_id, message.purpose, message.about) == ("M1", Purpose.SERVICE, post.id)


def test_a_post_of_a_member_without_a_community_is_shown_to_nobody() -> None:
    room = ProgrammesRoom()
    room.house.storage.transact([MEMBERS.save(Member(id="M9"), name="member")])
    room.close_ticket(member_id="M9")
    room.run(days=1)
    post = room.submit(member_id="M9").result
    room.engine.posts.moderate(
        room.request("moderatePost", "", None), Moderation(post_id=post, verdict=Verdict.PUBLISH, by="P1")
    )
    assert room.posts()[0].state is PostState.PUBLISHED
    assert _published(room, "") == []


def test_a_declined_post_is_shown_to_nobody_and_its_author_reads_why(room: ProgrammesRoom) -> None:
    room.submit()
    room.moderate(Verdict.DECLINE, "  文字里有电话号码 ")
    room.sweeper.sweep()
    (post,) = room.posts()
    assert (post.state, post.reason) == (PostState.DECLINED, "文字里有电话号码")
    assert (_published(room), _queue(room)) == ([], [])
    assert [message.params["reason"] for message in room.sent("post_declined")] == ["文字里有电话号码"]


def test_a_declined_post_can_be_rewritten_and_is_judged_anew(room: ProgrammesRoom) -> None:
    room.submit()
    room.moderate(Verdict.DECLINE, "太短了")
    room.submit("这次多写了几个字")
    (post,) = room.posts()
    assert (post.state, post.revision, post.reason, post.moderated_by) == (PostState.SUBMITTED, 1, None, None)
    assert _queue(room) == [post.id]
    room.moderate(Verdict.DECLINE, "还是太短")
    room.sweeper.sweep()
    assert len(room.sent("post_declined")) == 2, "one for each revision"


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [(Verdict.DECLINE, None), (Verdict.DECLINE, " 短 "), (Verdict.DECLINE, "长" * 41), (Verdict.PUBLISH, "很好")],
)
def test_a_verdict_without_its_reason_is_refused(room: ProgrammesRoom, verdict: Verdict, reason: str | None) -> None:
    room.submit()
    with pytest.raises(BadInput) as refused:
        room.moderate(verdict, reason)
    assert refused.value.field == "reason"
    assert room.posts()[0].state is PostState.SUBMITTED


def test_a_post_is_moderated_once(room: ProgrammesRoom) -> None:
    room.submit()
    room.between(lambda: room.moderate(Verdict.DECLINE, "太短了"))
    with pytest.raises(PostModerated) as refused:
        room.moderate(Verdict.PUBLISH)
    assert refused.value.detail == {"state": "DECLINED"}
    assert _published(room) == []
    room.sweeper.sweep()
    assert room.sent("post_published") == []


def test_the_same_verdict_again_replays(room: ProgrammesRoom) -> None:
    room.submit()
    room.moderate(Verdict.PUBLISH, key="k")
    room.house.clock.move(timedelta(hours=1))
    assert room.moderate(Verdict.PUBLISH, key="k").replayed
    room.run(minutes=2)
    assert len(room.sent("post_published")) == 1


def test_a_post_that_is_not_there_is_not_moderated(room: ProgrammesRoom) -> None:
    with pytest.raises(NotFound):
        room.moderate(Verdict.PUBLISH)


def test_the_newest_published_post_comes_first_and_the_longest_wait_is_moderated_first() -> None:
    room = ProgrammesRoom()
    members = ("M1", "M2", "M3")
    for member in members:
        room.live(member)
        room.close_ticket(member_id=member, ticket_id=f"T-{member}")
    room.run(days=1)
    for member in members:
        room.submit(member_id=member)
        room.house.clock.move(timedelta(minutes=1))
    first, place = room.engine.posts.waiting(2)
    rest, _ = room.engine.posts.waiting(2, place)
    assert [post.member_id for post in (*first, *rest)] == list(members)
    for post in (*first, *rest):
        verdict = Moderation(post_id=post.id, verdict=Verdict.PUBLISH, by="P1")
        room.engine.posts.moderate(room.request("moderatePost", post.id, None), verdict)
        room.house.clock.move(timedelta(minutes=1))
    shown, _ = room.engine.posts.published("阳光花园", 10)
    assert [post.member_id for post in shown] == list(members[::-1])
