"""Functions of the local cloud die at botocore's calls; queue, stream, schedule and caller come again by themselves.

test_crashes dies everywhere, in memory; here the calls, the event sources and the fresh bootstrap are the real ones.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count

import pytest

from reliability.village import Village, a_village

pytestmark = [
    pytest.mark.reliability,
    pytest.mark.usefixtures("nothing_on_top"),
    pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]


@pytest.fixture(scope="module")
def village() -> Iterator[Village]:
    with a_village() as one:
        yield one
        assert one.cloud.permissions.denied == []
        assert one.dead() == []


def at_every_moment(village: Village, function: str, act: Callable[[], None]) -> int:
    """Let `act` happen with a death at moment 0, 1, 2 … up to one that it never gets to; how many there were."""
    for moment in count():
        village.reaper.doom(function, moment)
        act()
        if village.reaper.dooming:
            return moment
    raise AssertionError


def paid_once(village: Village, number: str, *kinds: str) -> None:
    """One payout of each kind for the order, paid; the ticket resolved; each message decided once.

    It is the member's first complaint (P8): one coupon more, of the member's own, and one call-back.
    """
    payouts, gifts = village.rows("payout", order_id=f"O{number}"), village.rows("payout", source=f"first:M{number}")
    assert sorted(each["kind"] for each in payouts) == sorted(kinds)
    assert [each["kind"] for each in gifts] == ["COUPON"]
    assert {each["state"] for each in payouts + gifts} == {"PAID"}
    tickets = village.rows("ticket", order_id=f"O{number}")
    assert Counter((each["kind"], each["state"]) for each in tickets) == {
        ("CLAIM", "RESOLVED"): 1,
        ("TASK", "IN_REVIEW"): 1,
    }
    accounts = village.rows("line_account", order_id=f"O{number}")
    (account,) = (each for each in accounts if each["line_id"])
    assert account["committed_fen"] == sum(each["amount_fen"] for each in payouts if each["kind"] == "REFUND")
    messages = village.rows("message", member_id=f"M{number}")
    once = {"ticket_paid", "ticket_settled", "first_complaint"} | ({"ticket_menu"} if len(kinds) > 1 else set())
    assert Counter(each["template"] for each in messages) == dict.fromkeys(once, 1)
    assert {each["state"] for each in messages} <= {"SENT", "UNKNOWN"}


def test_apply_dies_at_every_call(village: Village) -> None:
    def apply() -> None:
        number = village.order()
        first = village.apply(number, "1")
        again = first or village.apply(number, "1")
        assert again
        village.let_time_pass(minutes=8)
        paid_once(village, number, "REFUND")

    assert at_every_moment(village, "ApiFunction", apply) >= 6


def test_choose_dies_at_every_call(village: Village) -> None:
    def choose() -> None:
        number = village.order()
        village.reaper.function = ""
        opened = village.apply(number, "2")
        assert opened
        village.let_time_pass(minutes=8)
        ticket = opened["ticket"]
        (offer,) = (each["token"] for each in ticket["menu"] if each["remedy"] == "HALF_REFUND_COUPON")
        village.reaper.function = "ApiFunction"
        wanted = {"ticketId": ticket["id"], "offer": offer}
        assert village.call("ChooseRemedy", number, **wanted) or village.call("ChooseRemedy", number, **wanted)
        village.let_time_pass(minutes=8)
        paid_once(village, number, "REFUND", "COUPON")

    assert at_every_moment(village, "ApiFunction", choose) >= 4


def test_the_stream_dies_at_every_call_of_what_follows(village: Village) -> None:
    """Messages are planned and sent, the mall is asked, facts are told: from the stream, and swept up after it."""

    def apply() -> None:
        number = village.order()
        assert village.apply(number, "1")
        village.let_time_pass(minutes=8)
        paid_once(village, number, "REFUND")

    assert at_every_moment(village, "AgendaStreamFunction", apply) >= 12


def test_settling_dies_at_every_call(village: Village) -> None:
    """The mall's answer comes from its queue, and again after the death."""

    def settle() -> None:
        number = village.order()
        village.reaper.function = ""
        assert village.apply(number, "1")
        village.settle()
        village.reaper.function = "MallEventsFunction"
        village.let_time_pass(minutes=8)
        paid_once(village, number, "REFUND")

    assert at_every_moment(village, "MallEventsFunction", settle) >= 4
