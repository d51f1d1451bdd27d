from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.contact.member_contact import MemberContact, Sent, Waiting
from care.contact.model import Message, MessageState, Priority, QuietPass, Reason
from care.contact.quiet import QuietHours, first_allowed, open_hours
from care.contact.rules import Cap, Judged, Limits, Verdict, held_out
from care.contact.rules import judge as decide
from care.kernel.clock import SHANGHAI
from care.members.model import Purpose

QUIET = QuietHours(22, 8)
LIMITS = Limits(
    quiet=QUIET,
    own_action=timedelta(minutes=30),
    cap=Cap(3, timedelta(hours=24)),
    marketing=Cap(2, timedelta(days=7)),
    cooldown=timedelta(hours=24),
    useful=timedelta(days=7),
    alert_look=timedelta(minutes=15),
    hold_out_permille=0,
)
HOURS = st.integers(0, 23)
TIMES = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=SHANGHAI)


def message(**changes: object) -> Message:
    at = shanghai("02T10:00")
    facts = {"id": "m", "key": "k", "member_id": "M1", "purpose": Purpose.SURVEY, "template": "t", "params": {}}
    facts |= {"priority": Priority.SURVEY}
    return Message(**facts | {"planned_at": at, "due": at} | changes)  # type: ignore[arg-type]


def judge(message: Message, now: datetime, limits: Limits, opted_out: tuple[Purpose, ...]) -> Verdict:
    """Of a member of whom nothing else is known."""
    contact = MemberContact(member_id=message.member_id)
    return decide(Judged(message=message, contact=contact, opted_out=opted_out, now=now, limits=limits))


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        ("02T21:59:59", "02T21:59:59"),
        ("02T22:00:00", "03T08:00"),
        ("02T23:59:59.999999", "03T08:00"),
        ("03T00:00:00", "03T08:00"),
        ("03T07:59:59.999999", "03T08:00"),
        ("03T08:00:00", "03T08:00"),
    ],
)
def test_quiet_hours_start_inclusive_and_end_exclusive(at: str, allowed: str) -> None:
    assert QUIET.next_allowed(shanghai(at)) == shanghai(allowed)


@given(HOURS, HOURS, TIMES)
def test_next_allowed_is_the_first_moment_that_is_not_quiet(start: int, end: int, at: datetime) -> None:
    quiet = QuietHours(start, end)
    allowed = quiet.next_allowed(at)
    assert not quiet.covers(allowed)
    assert at <= allowed < at + timedelta(hours=24)
    assert (allowed == at) is not quiet.covers(at)
    if allowed > at:
        assert quiet.covers(allowed - timedelta(microseconds=1)), "no later than it must be"
        assert quiet.began(at) <= at
        assert quiet.covers(quiet.began(at))
        assert not quiet.covers(quiet.began(at) - timedelta(microseconds=1))


@given(HOURS, HOURS)
def test_quiet_hours_cover_as_many_hours_as_lie_between(start: int, end: int) -> None:
    hours = [shanghai("02T00:30") + timedelta(hours=hour) for hour in range(24)]
    assert sum(QuietHours(start, end).covers(at) for at in hours) == (end - start) % 24


@pytest.mark.parametrize("at", ["02T03:00", "02T12:00", "02T23:00"])
def test_the_same_hour_twice_means_never_quiet(at: str) -> None:
    assert QuietHours(8, 8).next_allowed(shanghai(at)) == shanghai(at)


def test_by_day_a_message_is_claimed() -> None:
    verdict = judge(message(), shanghai("02T10:00"), LIMITS, ())
    assert (verdict.state, verdict.until) == (MessageState.CLAIMED, None)


def test_at_night_a_message_waits_for_the_morning() -> None:
    verdict = judge(message(), shanghai("02T23:00"), LIMITS, ())
    assert (verdict.state, verdict.reason) == (MessageState.PLANNED, Reason.QUIET_HOURS)
    assert verdict.until == shanghai("03T08:00")


@pytest.mark.parametrize(
    ("now", "state"), [("02T23:29:59", MessageState.CLAIMED), ("02T23:30:00", MessageState.PLANNED)]
)
def test_an_answer_to_the_members_own_action_passes_for_30_minutes(now: str, state: MessageState) -> None:
    assert judge(message(answers=shanghai("02T23:00")), shanghai(now), LIMITS, ()).state is state


@pytest.mark.parametrize(
    ("now", "useless_after", "state", "reason"),
    [
        ("02T10:00", "02T10:00", MessageState.CLAIMED, None),
        ("02T10:00:01", "02T10:00", MessageState.EXPIRED, Reason.TOO_LATE),
        ("02T23:00", "03T08:00", MessageState.PLANNED, Reason.QUIET_HOURS),
        ("02T23:00", "03T07:59:59", MessageState.EXPIRED, Reason.QUIET_UNTIL_TOO_LATE),
    ],
)
def test_nothing_is_sent_that_is_of_no_use(
    now: str, useless_after: str, state: MessageState, reason: Reason | None
) -> None:
    verdict = judge(message(useless_after=shanghai(useless_after)), shanghai(now), LIMITS, ())
    assert (verdict.state, verdict.reason) == (state, reason)


def test_who_opted_out_of_a_purpose_gets_none_of_it() -> None:
    verdict = judge(message(), shanghai("02T10:00"), LIMITS, (Purpose.SURVEY,))
    assert (verdict.state, verdict.reason) == (MessageState.SUPPRESSED, Reason.OPTED_OUT)
    assert judge(message(), shanghai("02T10:00"), LIMITS, (Purpose.CARE,)).state is MessageState.CLAIMED


def test_nobody_opts_out_of_their_own_cases() -> None:
    service = message(purpose=Purpose.SERVICE)
    assert judge(service, shanghai("02T10:00"), LIMITS, (Purpose.SERVICE,)).state is MessageState.CLAIMED


def known(*sent: tuple[str, Purpose, str], waiting: tuple[Waiting, ...] = (), **facts: object) -> MemberContact:
    """A member who was sent something at each of these times, of this purpose and campaign."""
    rows = tuple(
        Sent(message_id=f"s{number}", at=shanghai(at), purpose=purpose, campaign=campaign)
        for number, (at, purpose, campaign) in enumerate(sent)
    )
    return MemberContact(member_id="M1", sent=rows, waiting=waiting, **facts)  # type: ignore[arg-type]


def judged(now: str, contact: MemberContact, limits: Limits = LIMITS, **facts: Any) -> Verdict:
    return decide(Judged(message=message(**facts), contact=contact, opted_out=(), now=shanghai(now), limits=limits))


THREE = [("02T08:00", Purpose.CARE, ""), ("02T09:00", Purpose.SURVEY, ""), ("02T10:00", Purpose.SURVEY, "")]


@pytest.mark.parametrize(
    ("now", "until"), [("02T10:00", "03T08:00"), ("03T07:59:59", "03T08:00"), ("03T08:00", None), ("03T08:59", None)]
)
def test_a_message_over_the_cap_waits_until_the_oldest_leaves_the_window(now: str, until: str | None) -> None:
    verdict = judged(now, known(*THREE), replace(LIMITS, quiet=QuietHours(0, 0)), purpose=Purpose.CARE)
    assert (verdict.reason, verdict.until) == ((Reason.FREQUENT, shanghai(until)) if until else (None, None))


def test_a_place_that_is_free_at_night_is_taken_in_the_morning() -> None:
    sent = [("02T21:30", Purpose.CARE, "")] * 3
    assert judged("03T10:00", known(*sent), purpose=Purpose.CARE).until == shanghai("03T21:30")
    sent = [("02T22:30", Purpose.CARE, "")] * 3
    assert judged("03T10:00", known(*sent), purpose=Purpose.CARE).until == shanghai("04T08:00")


def test_a_clock_that_is_ahead_takes_a_place_too() -> None:
    ahead = [("02T10:00:05", Purpose.CARE, "")] * 3
    assert judged("02T10:00", known(*ahead), purpose=Purpose.CARE).reason is Reason.FREQUENT


def test_what_is_of_no_use_when_there_is_a_place_expires() -> None:
    verdict = judged("02T10:00", known(*THREE), useless_after=shanghai("03T07:00"))
    assert (verdict.state, verdict.reason) == (MessageState.EXPIRED, Reason.PLACE_TOO_LATE)


@pytest.mark.parametrize("facts", [{"purpose": Purpose.SERVICE}, {"priority": Priority.ALARM}])
def test_neither_service_nor_an_alarm_is_capped(facts: dict[str, Any]) -> None:
    assert judged("02T10:00", known(*THREE), **facts).state is MessageState.CLAIMED


def test_a_second_try_has_its_place_already() -> None:
    contact = known(*THREE)
    assert judged("02T10:00", contact, id="s0").state is MessageState.CLAIMED


def test_marketing_has_a_cap_of_its_own() -> None:
    sent = [("01T10:00", Purpose.MARKETING, "C"), ("03T10:00", Purpose.MARKETING, "C")]
    verdict = judged("07T10:00", known(*sent), purpose=Purpose.MARKETING, campaign="C", due=shanghai("07T10:00"))
    assert (verdict.reason, verdict.until) == (Reason.FREQUENT, shanghai("08T10:00"))
    assert judged("07T10:00", known(*sent), purpose=Purpose.CARE, due=shanghai("07T10:00")).until is None


@pytest.mark.parametrize(
    ("campaign", "until"), [("other", "03T10:00"), ("", "03T10:00"), ("C", None)], ids=["other", "none", "same"]
)
def test_another_campaign_waits_for_the_cooldown(campaign: str, until: str | None) -> None:
    contact = known(("02T10:00", Purpose.MARKETING, "C"))
    verdict = judged("02T11:00", contact, purpose=Purpose.MARKETING, campaign=campaign)
    assert verdict == (
        Verdict(MessageState.PLANNED, Reason.COOLDOWN, shanghai(until)) if until else Verdict(MessageState.CLAIMED)
    )


@pytest.mark.parametrize(
    ("priority", "due", "gives_way"),
    [
        (Priority.CARE, "02T10:00", True),
        (Priority.CARE, "02T09:46", True),
        (Priority.CARE, "02T09:45", False),
        (Priority.CARE, "02T10:01", False),
        (Priority.SURVEY, "02T10:00", False),
        (Priority.MARKETING, "02T10:00", False),
    ],
)
def test_the_last_place_is_left_to_a_higher_priority_that_is_expected_any_moment(
    priority: Priority, due: str, *, gives_way: bool
) -> None:
    waiting = (Waiting(message_id="w", priority=priority, due=shanghai(due)),)
    verdict = judged("02T10:00", known(*THREE[:2], waiting=waiting), priority=Priority.SURVEY)
    assert (verdict.reason is Reason.GIVES_WAY) is gives_way
    assert judged("02T10:00", known(*THREE[:1], waiting=waiting), priority=Priority.SURVEY).until is None


def test_a_member_with_an_open_alert_is_sent_what_belongs_to_it_and_nothing_else() -> None:
    contact = known(alerts=("T1",))
    assert judged("02T23:00", contact, purpose=Purpose.SERVICE, belongs_to_alert="T1") == Verdict(
        MessageState.CLAIMED, Reason.QUIET_PASSED, detail=QuietPass.RED_ALERT
    )
    waits = judged("02T10:00", contact, purpose=Purpose.SERVICE, belongs_to_alert="T2")
    assert waits == Verdict(MessageState.PLANNED, Reason.OPEN_ALERT, shanghai("02T10:15"))
    assert judged("02T10:00", contact).state is MessageState.SUPPRESSED


def test_an_alert_that_is_over_passes_quiet_hours_no_more() -> None:
    assert judged("02T23:00", known(), purpose=Purpose.SERVICE, belongs_to_alert="T1").reason is Reason.QUIET_HOURS


def test_the_notice_of_a_booked_slot_passes_quiet_hours() -> None:
    assert judged("02T23:00", known(), purpose=Purpose.SERVICE, booked_slot=True).detail == QuietPass.BOOKED_SLOT


@pytest.mark.parametrize(("now", "until"), [("02T20:30", "03T09:00"), ("03T08:30", "03T09:00"), ("03T09:00", None)])
def test_a_members_own_quiet_hours_come_on_top_of_ours(now: str, until: str | None) -> None:
    verdict = judged(now, known(quiet=QuietHours(20, 9)))
    assert verdict.until == (shanghai(until) if until else None)


@given(HOURS, HOURS, HOURS, HOURS, TIMES)
def test_two_nights_are_both_kept_if_they_leave_an_hour(a: int, b: int, c: int, d: int, at: datetime) -> None:
    house, own = QuietHours(a, b), QuietHours(c, d)
    allowed = first_allowed(at, house, own)
    assert at <= allowed < at + timedelta(hours=48)
    assert not house.covers(allowed)
    if open_hours((house, own)):
        assert not own.covers(allowed)
        assert (
            allowed == at or house.covers(allowed - timedelta(seconds=1)) or own.covers(allowed - timedelta(seconds=1))
        )


def test_what_states_no_end_is_of_use_for_a_week_but_for_service() -> None:
    assert judged("09T10:00", known()).state is MessageState.CLAIMED
    assert judged("09T10:00:01", known()).reason is Reason.TOO_LATE
    assert judged("20T10:00", known(), purpose=Purpose.SERVICE).state is MessageState.CLAIMED


@given(st.text(min_size=1, max_size=9), st.integers(0, 1000), st.integers(0, 1000))
def test_who_is_held_out_stays_so_when_the_share_grows(member: str, share: int, other: int) -> None:
    low, high = sorted((share, other))
    assert held_out(member, "C", low) <= held_out(member, "C", high)


def test_about_the_share_is_held_out_and_each_campaign_has_others() -> None:
    members = [f"M{number}" for number in range(4000)]
    first, second = ({each for each in members if held_out(each, campaign, 100)} for campaign in "AB")
    assert 320 < len(first) < 480
    assert len(first & second) < 80


def test_a_campaign_may_state_its_own_share() -> None:
    facts: dict[str, Any] = {"purpose": Purpose.MARKETING, "campaign": "C"}
    assert judged("02T10:00", known(), **facts, hold_out_permille=1000).reason is Reason.HELD_OUT
    assert judged("02T10:00", known(), replace(LIMITS, hold_out_permille=1000), **facts).reason is Reason.HELD_OUT
    assert judged("02T10:00", known(), replace(LIMITS, hold_out_permille=1000)).state is MessageState.CLAIMED
