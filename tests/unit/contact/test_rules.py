from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.contact.member_contact import MemberContact
from care.contact.model import Message, MessageState, Reason
from care.contact.quiet import QuietHours
from care.contact.rules import Cap, Judged, Limits, Verdict
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
