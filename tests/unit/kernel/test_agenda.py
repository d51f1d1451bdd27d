"""Items are derived, sort by time, and go to the dead lane after so many failures."""

from dataclasses import replace
from datetime import timedelta

from care.kernel.agenda import MOST_ATTEMPTS, AgendaItem, Lane, put_off, soon
from fakes.house import START

ITEM = AgendaItem(lane=Lane.CARE, kind="survey.send", due=START, subject="order-1")


def test_the_same_decision_plans_the_same_item() -> None:
    assert ITEM.id == replace(ITEM, due=START + timedelta(days=1), attempts=3, payload={"a": 1}, stamp=9).id


def test_another_subject_generation_or_part_is_another_item() -> None:
    others = [replace(ITEM, subject="order-2"), replace(ITEM, generation=1), replace(ITEM, part="x")]
    assert len({ITEM.id, *(each.id for each in others)}) == 4


def test_sort_keys_are_in_the_order_of_time() -> None:
    keys = [replace(ITEM, due=START + timedelta(minutes=minutes)).sort_key for minutes in range(-5, 5)]
    assert keys == sorted(keys)


def test_an_item_stays_in_its_shard_wherever_it_is_put_off_to() -> None:
    later = put_off(ITEM, START, "boom")
    assert later.shard(7) == ITEM.shard(7)
    assert {replace(ITEM, subject=str(number)).shard(4) for number in range(50)} == {0, 1, 2, 3}


def test_failures_wait_longer_each_time_and_end_in_the_dead_lane() -> None:
    item = before = ITEM
    waits = []
    while item.lane is not Lane.DEAD:
        before = item
        item = put_off(item, START, "boom")
        waits.append(item.due - START)
    assert waits == [timedelta(minutes=2**attempt) for attempt in range(MOST_ATTEMPTS - 1)] + [timedelta()]
    assert (item.home, item.attempts, item.last_error) == (before.lane, MOST_ATTEMPTS, "boom")


def test_facts_of_a_moment_are_judged_together() -> None:
    moment = START.replace(second=3)
    assert soon(moment) == soon(moment.replace(second=59)) == START + timedelta(minutes=2)
