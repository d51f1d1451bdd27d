from datetime import timedelta

import pytest

from care.kernel.settings import Settings
from care.members.figures import HIGH_SCORE
from care.members.model import Purpose, TagName
from care.programmes.model import STANDING_UGC, UPSET_THEN_SATISFIED, Audience, CampaignKind, InvitationState
from care.programmes.store import listeners
from care.tickets.model import TicketKind, TicketState
from fakes.house import START
from fakes.programmes_room import ProgrammesRoom, draft

UGC = {"kind": CampaignKind.UGC, "audience": Audience()}


def test_who_says_that_all_is_fine_is_asked_a_day_later() -> None:
    room = ProgrammesRoom()
    room.close_ticket()
    room.run(hours=23, minutes=59)
    assert room.invited() == {}
    room.run(minutes=1)
    invitation = room.invited()["M1"]
    assert (invitation.id, invitation.campaign_id) == (room.ugc_id(), STANDING_UGC.id)
    assert (invitation.goods, invitation.ticket_id, invitation.invited_at) == (
        "鲜牛肉",
        "T1",
        START + timedelta(days=1),
    )
    (message,) = room.sent("ugc_invitation")
    assert message.purpose is Purpose.MARKETING
    assert "鲜牛肉" in room.channel.sent[0].text


def test_nobody_is_asked_at_night() -> None:
    room = ProgrammesRoom()
    room.house.clock.move(timedelta(hours=13))  # 23:00
    room.close_ticket()
    room.run(hours=32)  # 07:00 two days on
    assert room.invited() == {}
    room.run(hours=1)
    assert len(room.sent("ugc_invitation")) == 1


def test_a_late_firing_asks_no_later() -> None:
    room = ProgrammesRoom()
    room.close_ticket()
    room.house.clock.move(timedelta(minutes=10))
    room.sweeper.sweep()
    assert [item.due for item in room.house.planned("ugc.invite")] == [START + timedelta(days=1)]


def test_silence_is_no_satisfaction() -> None:
    room = ProgrammesRoom()
    room.close_ticket("SILENT")
    room.run(days=3)
    assert room.invited() == {}


def test_a_case_that_the_member_never_raised_is_no_upset() -> None:
    room = ProgrammesRoom()
    room.fact("ticket.closed", "T1", member_id="M1", kind="CARE", outcome="CONFIRMED", title="鲜牛肉", order_id="O1")
    room.run(days=3)
    assert room.invited() == {}


def test_a_member_is_asked_once_ever() -> None:
    room = ProgrammesRoom()
    for number in range(3):
        room.close_ticket(ticket_id=f"T{number}")
        room.run(days=40)
    assert room.invited()["M1"].ticket_id == "T0"
    assert room.invited()["M1"].state is InvitationState.EXPIRED
    assert len(room.sent("ugc_invitation")) == 1


def test_the_same_fact_thrice_asks_once() -> None:
    room = ProgrammesRoom()
    for _ in range(3):
        room.close_ticket()
        room.sweeper.sweep()
    assert len(room.house.planned("ugc.invite")) == 1
    room.run(days=2)
    assert len(room.sent("ugc_invitation")) == 1


def test_nobody_is_asked_while_another_case_is_open() -> None:
    room = ProgrammesRoom()
    room.close_ticket()
    room.lay("T2", TicketState.IN_REVIEW)
    room.run(days=2)
    assert room.invited() == {}
    room.close_ticket(ticket_id="T2")
    room.run(days=2)
    assert room.invited()["M1"].ticket_id == "T2", "asked when that one ended well too"


def test_a_case_that_was_reopened_is_open() -> None:
    room = ProgrammesRoom()
    room.close_ticket()
    room.lay("T1", TicketState.IN_REVIEW)
    room.run(days=2)
    assert room.invited() == {}


def test_who_wants_no_marketing_is_not_asked() -> None:
    room = ProgrammesRoom()
    room.live("M1", opted_out=(Purpose.MARKETING,))
    room.close_ticket()
    room.run(days=2)
    assert room.invited() == {}
    assert room.messages() == []


def test_a_member_whom_we_do_not_know_is_not_asked() -> None:
    room = ProgrammesRoom()
    room.close_ticket(member_id="M9")
    room.run(days=2)
    assert room.invited() == {}


@pytest.mark.parametrize(("score", "asked"), [(3, False), (4, True), (5, True)])
def test_a_good_score_after_a_closed_claim_is_satisfaction(score: int, *, asked: bool) -> None:
    room = ProgrammesRoom()
    room.lay("T1", TicketState.CLOSED)
    room.fact("survey.answered", "S1", member_id="M1", order_id="O1", score=score, commented=0)
    room.run(days=2)
    assert (list(room.invited()) == ["M1"]) is asked


def test_what_is_a_good_score_is_the_figure_that_tags_go_by() -> None:
    room = ProgrammesRoom(settings=Settings(1, {HIGH_SCORE.key: 5}))
    room.lay("T1", TicketState.CLOSED)
    room.fact("survey.answered", "S1", member_id="M1", order_id="O1", score=4, commented=0)
    room.run(days=2)
    assert room.invited() == {}


@pytest.mark.parametrize(
    ("state", "kind"), [(TicketState.RESOLVED, TicketKind.CLAIM), (TicketState.CLOSED, TicketKind.CARE)]
)
def test_a_good_score_alone_is_none(state: TicketState, kind: TicketKind) -> None:
    room = ProgrammesRoom()
    room.lay("T1", state, kind)
    room.fact("survey.answered", "S1", member_id="M1", order_id="O1", score=5, commented=0)
    room.fact("survey.answered", "S2", member_id="M1", order_id="O2", score=5, commented=0)
    room.run(days=2)
    assert room.invited() == {}


def test_two_facts_at_once_ask_once() -> None:
    room = ProgrammesRoom()
    room.close_ticket(ticket_id="T1")
    room.close_ticket(ticket_id="T2")
    room.run(hours=1)
    first, second = room.house.planned("ugc.invite")
    room.house.clock.move(timedelta(days=1))
    room.between(lambda: room.house.uow.run(lambda batch: room.engine.ugc.invite(second, batch)))
    room.house.uow.run(lambda batch: room.engine.ugc.invite(first, batch))
    assert room.invited()["M1"].ticket_id == second.payload["ticket_id"]
    assert len(room.house.planned("message.plan")) == 1


def test_an_operators_own_campaign_comes_before_the_standing_one() -> None:
    room = ProgrammesRoom()
    own = room.open(draft(**UGC, title="冬日餐桌"))
    room.close_ticket()
    room.run(days=2)
    assert room.invited()["M1"].campaign_id == own


def test_of_however_many_campaigns_the_first_is_chosen() -> None:
    room = ProgrammesRoom()
    first = room.open(draft(**UGC, title="第一期"))
    room.run(minutes=1)
    for number in range(120):
        room.open(draft(**UGC, title=f"又一期{number}"))
    waiting = listeners(room.house.storage, UPSET_THEN_SATISFIED)
    assert len(waiting) == 121
    room.close_ticket()
    room.run(days=2)
    assert room.invited()["M1"].campaign_id == first


@pytest.mark.parametrize("why", ["closed", "excluded", "full", "later"])
def test_a_campaign_that_cannot_take_the_member_leaves_it_to_the_standing_one(why: str) -> None:
    room = ProgrammesRoom()
    excluding = Audience(none_of=(TagName.SENSITIVE,))
    opens = START + timedelta(days=30) if why == "later" else None
    own = room.open(draft(**UGC | {"audience": excluding}, title="冬日餐桌", quota=1, opens_at=opens))
    if why == "full":
        room.live("M2")
        room.close_ticket(member_id="M2", ticket_id="T2")
        room.run(days=2)
        room.submit(member_id="M2")
    if why == "excluded":
        room.live("M1", TagName.SENSITIVE)
    if why == "closed":
        room.close(own)
    room.close_ticket()
    room.run(days=2)
    assert room.invited()["M1"].campaign_id == STANDING_UGC.id
