from datetime import timedelta

import pytest

from care.accounts.model import PayoutKind
from care.contact.model import MessageState, Reason
from care.dynamo.writes import DynamoWrite
from care.kernel.agenda import Lane
from care.kernel.clock import SHANGHAI
from care.kernel.errors import BadInput, KeyReused, NotFound
from care.kernel.settings import Settings
from care.members.model import Purpose
from care.outreach.errors import SurveyAnswered, SurveyClosed, SurveyNotOpen
from care.outreach.model import NoSurvey, SurveyState
from fakes.house import START
from fakes.outreach_room import OutreachRoom

HOUR = timedelta(hours=1)
MORNING = START.astimezone(SHANGHAI).replace(hour=8) + timedelta(days=1)


def signed() -> OutreachRoom:
    room = OutreachRoom()
    room.sign("O1", START)
    return room


def asked() -> OutreachRoom:
    """Signed at 10:00; the survey went out the next morning."""
    room = signed()
    room.sweeper.sweep_until(MORNING)
    return room


def test_a_signing_plans_the_survey_and_its_item() -> None:
    room = signed()
    survey = room.survey()
    assert (survey.state, survey.due, survey.member_id) == (SurveyState.PLANNED, MORNING, "M1")
    (item,) = room.house.planned()
    assert (item.kind, item.lane, item.due) == ("survey.send", Lane.CARE, MORNING - timedelta(minutes=10))


def test_the_survey_goes_out_in_time_and_names_the_goods() -> None:
    room = asked()
    (message,) = room.sent("survey_invitation")
    assert (message.sent_at, message.purpose) == (MORNING, Purpose.SURVEY)
    assert "鲜牛肉、草莓到家后还满意吗" in room.channel.sent[0].text
    assert (room.survey().state, room.survey().closes_at) == (SurveyState.OPEN, MORNING + timedelta(days=7))
    assert room.sweeper.failures == []


def test_a_signing_heard_of_again_changes_nothing() -> None:
    room = signed()
    before = room.survey()
    room.sign("O1", START)
    room.sign("O1", START + HOUR)
    assert room.survey() == before
    room.sweeper.sweep_until(MORNING + timedelta(days=2))
    assert len(room.sent("survey_invitation")) == 1


def test_an_earlier_signing_that_is_heard_of_later_plans_the_survey_anew() -> None:
    room = OutreachRoom()
    room.sign("O1", START + 4 * HOUR)
    room.sign("O1", START)
    assert (room.survey().signed_at, room.survey().due) == (START, MORNING)
    room.sweeper.sweep_until(START + timedelta(days=2))
    assert [each.sent_at for each in room.sent("survey_invitation")] == [MORNING], "the older item is stale"


def test_an_item_about_another_signing_fires_as_a_no_op() -> None:
    room = signed()
    before = room.survey()
    room.fact("survey.send", before.id, generation=before.generation + 1, order_id="O1")
    assert room.survey() == before
    assert room.messages() == []


def test_an_earlier_signing_can_make_it_too_late() -> None:
    room = signed()
    room.sign("O1", START - 25 * HOUR)
    assert (room.survey().state, room.survey().reason) == (SurveyState.TOO_LATE, NoSurvey.HEARD_TOO_LATE)
    room.sweeper.sweep_until(START + timedelta(days=2))
    assert room.sent("survey_invitation") == []


def test_an_earlier_signing_does_not_send_a_second_survey() -> None:
    room = asked()
    room.sign("O1", START - HOUR)
    assert room.survey().state is SurveyState.OPEN
    room.sweeper.sweep_until(START + timedelta(days=3))
    assert len(room.sent("survey_invitation")) == 1


def test_a_signing_of_more_than_a_day_ago_sends_nothing_and_says_so() -> None:
    room = OutreachRoom()
    room.sign("O1", START - timedelta(hours=24, seconds=1))
    assert (room.survey().state, room.survey().reason) == (SurveyState.TOO_LATE, NoSurvey.HEARD_TOO_LATE)
    assert room.house.planned() == []


def test_a_signing_heard_of_late_is_followed_up_at_once() -> None:
    room = OutreachRoom()
    room.sign("O1", START - 23 * HOUR)
    room.sweeper.sweep()
    assert [each.sent_at for each in room.sent("survey_invitation")] == [START]


def test_a_signing_heard_of_at_night_with_no_time_left_says_so() -> None:
    room = OutreachRoom()
    room.house.clock.move_to(START.astimezone(SHANGHAI).replace(hour=23))
    room.sign("O1", START.astimezone(SHANGHAI).replace(hour=2))
    assert (room.survey().state, room.survey().reason) == (SurveyState.NOT_SENT, NoSurvey.NO_TIME_LEFT)


def test_a_cancelled_order_has_no_survey() -> None:
    room = OutreachRoom()
    room.sign("O1", START, cancelled=True)
    room.sweeper.sweep_until(MORNING)
    assert (room.survey().state, room.survey().reason) == (SurveyState.NOT_SENT, NoSurvey.ORDER_CANCELLED)
    assert room.messages() == []


def test_a_survey_that_the_system_slept_through_is_not_sent() -> None:
    room = signed()
    room.house.clock.move_to(START + 24 * HOUR + timedelta(seconds=1))
    room.sweeper.sweep_until(room.house.clock.now() + timedelta(minutes=5))
    assert (room.survey().state, room.survey().reason) == (SurveyState.NOT_SENT, NoSurvey.MISSED)
    assert room.messages() == []


def test_who_wants_no_surveys_can_still_answer() -> None:
    room = OutreachRoom()
    room.register("M1", "王芳", Purpose.SURVEY)
    room.sign("O1", START)
    room.sweeper.sweep_until(MORNING)
    assert [(each.state, each.reason) for each in room.messages()] == [(MessageState.SUPPRESSED, Reason.OPTED_OUT)]
    room.answer(score=4)
    assert room.survey().score == 4


def test_an_answer_is_kept_rewarded_and_thanked_for() -> None:
    room = asked()
    room.answer(score=5, text=" 很新鲜 ")
    room.sweeper.sweep()
    survey = room.survey()
    assert (survey.state, survey.score, survey.text, survey.answered_at) == (
        SurveyState.ANSWERED, 5, "很新鲜", MORNING,
    )  # fmt: skip
    (payout,) = room.payouts()
    assert (payout.kind, payout.amount_fen, payout.source) == (PayoutKind.COUPON, 500, f"survey:{survey.id}")
    (thanks,) = room.sent("survey_thanks")
    assert "5元优惠券" in room.contact.texts([thanks.id])[thanks.id]
    (fact,) = room.facts
    assert fact.payload == {"order_id": "O1", "member_id": "M1", "score": 5, "commented": 1}


def test_a_survey_is_answered_once() -> None:
    room = asked()
    room.answer(score=5)
    with pytest.raises(SurveyAnswered):
        room.answer(score=1)
    assert (room.survey().score, len(room.payouts())) == (5, 1)


def answer_after_a_rival(room: OutreachRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the read and the commit of an answer of 5, one of 1 is committed."""
    transact, rival = room.house.storage.transact, [1]

    def after_a_rival(writes: list[DynamoWrite]) -> None:
        if rival:
            room.answer(score=rival.pop())
        transact(writes)

    monkeypatch.setattr(room.house.storage, "transact", after_a_rival)
    with pytest.raises(SurveyAnswered):
        room.answer(score=5)


def test_of_two_answers_at_once_one_counts_and_one_is_rewarded(monkeypatch: pytest.MonkeyPatch) -> None:
    room = asked()
    answer_after_a_rival(room, monkeypatch)
    assert (room.survey().score, len(room.payouts())) == (1, 1)


def test_the_answer_itself_is_guarded_not_only_its_reward(monkeypatch: pytest.MonkeyPatch) -> None:
    room = asked()
    monkeypatch.setattr(room.answers._accounts, "book", lambda _batch, _booking: ())
    answer_after_a_rival(room, monkeypatch)
    assert room.survey().score == 1


def test_the_same_request_again_is_a_replay() -> None:
    room = asked()
    first = room.answer(score=5, key="k")
    again = room.answer(score=5, key="k")
    assert (again.result, again.replayed, first.replayed) == (first.result, True, False)
    with pytest.raises(KeyReused):
        room.answer(score=4, key="k")
    assert len(room.payouts()) == 1


def test_another_member_finds_no_survey() -> None:
    room = asked()
    with pytest.raises(NotFound):
        room.answer(score=5, member_id="M2")
    assert (room.survey().state, room.payouts()) == (SurveyState.OPEN, [])


@pytest.mark.parametrize("order", ["O9", ""])
def test_an_unknown_survey_is_not_found(order: str) -> None:
    with pytest.raises(NotFound):
        asked().answer(order, score=5)


@pytest.mark.parametrize(
    ("answer", "field"), [({"score": 0}, "score"), ({"score": 6}, "score"), ({"text": "很" * 501}, "text")]
)
def test_an_answer_has_its_bounds(answer: dict[str, str], field: str) -> None:
    room = asked()
    with pytest.raises(BadInput) as refused:
        room.answer(**answer)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert room.survey().state is SurveyState.OPEN


def test_a_survey_takes_answers_for_seven_days() -> None:
    room = asked()
    room.house.clock.move_to(MORNING + timedelta(days=7) - timedelta(seconds=1))
    assert [each.order_id for each in room.surveys.open_of_member("M1", 9, None)[0]] == ["O1"]
    room.house.clock.move(timedelta(seconds=1))
    assert room.surveys.open_of_member("M1", 9, None) == ([], None)
    with pytest.raises(SurveyClosed):
        room.answer(score=5)
    assert room.payouts() == []


def test_a_survey_that_was_never_sent_takes_no_answer() -> None:
    room = signed()
    with pytest.raises(SurveyNotOpen):
        room.answer(score=5)
    assert room.payouts() == []


def test_a_member_sees_the_open_surveys_only() -> None:
    room = asked()
    room.sign("O2", MORNING)
    assert [each.order_id for each in room.surveys.open_of_member("M1", 9, None)[0]] == ["O1"]
    assert room.surveys.open_of_member("M2", 9, None)[0] == []
    room.answer(score=5)
    assert room.surveys.open_of_member("M1", 9, None)[0] == []


def test_the_figures_rule() -> None:
    room = OutreachRoom(settings=Settings(1, {"outreach.survey_after": 2, "outreach.survey_reward": 880}))
    room.sign("O1", START)
    assert room.survey().due == START + 2 * HOUR
    room.sweeper.sweep_until(START + 2 * HOUR)
    assert "8.80元优惠券" in room.channel.sent[0].text
    room.answer(score=5)
    assert [each.amount_fen for each in room.payouts()] == [880]
