"""Posts into groups: when they go out, what an answer makes of them, how they are parted."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.contact.channels import Then
from care.contact.groups.model import GroupNotice, GroupPost
from care.contact.groups.rules import answered, due_post, parted
from care.contact.model import MessageState, Reason
from care.contact.outcome import Broke, Patience, Refused, Took
from care.contact.quiet import QuietHours

NOON, MIDNIGHT = datetime(2026, 3, 2, 4, tzinfo=UTC), datetime(2026, 3, 2, 16, tzinfo=UTC)
QUIET = QuietHours(22, 8)
PATIENCE = Patience(most_tries=3, most_alarms=4, repeat_after=timedelta(minutes=2))


def post(*, useless_after: datetime = NOON + timedelta(days=1), attempt: int = 0) -> GroupPost:
    notice = GroupNotice(key="k", group="L001", text="t", kind="arrival", about="a", useless_after=useless_after)
    return GroupPost(id="p", notice=notice, attempt=attempt, until=NOON + timedelta(days=180))


def test_by_day_it_is_claimed() -> None:
    after = due_post(post(), NOON, QUIET)
    assert (after.state, after.attempt) == (MessageState.CLAIMED, 1)


def test_at_night_it_waits_for_the_morning() -> None:
    after = due_post(post(), MIDNIGHT, QUIET)
    assert (after.state, after.attempt) == (MessageState.PLANNED, 0)
    assert after.waits_until == MIDNIGHT + timedelta(hours=8)


@pytest.mark.parametrize("now", [NOON + timedelta(minutes=1), MIDNIGHT - timedelta(days=1)])
def test_what_is_of_no_use_any_more_or_will_not_be_in_the_morning_expires(now: datetime) -> None:
    useless_after = NOON if now > NOON else now + timedelta(hours=7)
    assert due_post(post(useless_after=useless_after), now, QUIET).state is MessageState.EXPIRED


@pytest.mark.parametrize(
    ("answer", "attempt", "state"),
    [
        (Took("r"), 1, MessageState.SENT),
        (Refused("45009", Then.RETRY), 1, MessageState.PLANNED),
        (Refused("45009", Then.RETRY), 3, MessageState.FAILED),
        (Refused("93000", Then.ALARM), 1, MessageState.FAILED),
        (Refused("93000", Then.FALLBACK), 1, MessageState.FAILED),
        (Broke(Reason.SEND_BROKE, "TimeoutError"), 1, MessageState.UNKNOWN),
        (Broke(Reason.NO_OUTCOME), 1, MessageState.UNKNOWN),
    ],
)
def test_an_answer(answer: Took | Refused | Broke, attempt: int, state: MessageState) -> None:
    after = answered(post(attempt=attempt), answer, NOON, PATIENCE)
    assert after.state is state
    assert (after.waits_until is not None) == (state is MessageState.PLANNED)
    assert (after.ended_at is None) == (state is MessageState.PLANNED)


_ROWS = st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30), max_size=60)


@given(rows=_ROWS)
def test_no_part_is_too_long_and_no_row_is_cut_lost_or_moved(rows: list[str]) -> None:
    parts = parted("头", rows, "尾", most_bytes=200)
    assert all(len(part.encode()) <= 200 for part in parts)
    assert [row for part in parts for row in part.split("\n")[1:]] == [*rows, "尾"]
    heads = [part.split("\n")[0] for part in parts]
    total = len(parts)
    assert heads == (["头"] if total == 1 else [f"头（{number}/{total}）" for number in range(1, total + 1)])
