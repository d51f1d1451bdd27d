from dataclasses import replace
from datetime import timedelta

import pytest

from care.login.model import End, Session
from care.login.rules import Shown, Verdict, ended, judge, network, renewed
from fakes.house import START

DAY = timedelta(days=1)
SESSION = Session(
    id="s",
    member_id="M001",
    openid_key="k",
    number=2,
    digest="d2",
    began_at=START,
    idle_until=START + 14 * DAY,
    ends_at=START + 60 * DAY,
)
GOOD = Shown(2, "d2", "k")


@pytest.mark.parametrize(
    ("shown", "verdict"),
    [
        (GOOD, Verdict.GOOD),
        (Shown(1, "d1", "k"), Verdict.REUSED),
        (Shown(0, "d0", None), Verdict.REUSED),
        (Shown(3, "d3", "k"), Verdict.OVER),
        (Shown(2, "other", "k"), Verdict.OVER),
        (Shown(2, "d2", "other"), Verdict.UNBOUND),
        (Shown(2, "d2", None), Verdict.UNBOUND),
    ],
)
def test_a_token_is_worth_what_its_number_says(shown: Shown, verdict: Verdict) -> None:
    assert judge(SESSION, shown, START) is verdict


@pytest.mark.parametrize(("days", "verdict"), [(13.99, Verdict.GOOD), (14, Verdict.OVER), (15, Verdict.OVER)])
def test_what_is_not_used_ends(days: float, verdict: Verdict) -> None:
    assert judge(SESSION, GOOD, START + days * DAY) is verdict


@pytest.mark.parametrize("end", End)
def test_what_has_ended_is_over_for_every_token(end: End) -> None:
    over = ended(SESSION, end, START)
    assert {judge(over, shown, START) for shown in (GOOD, Shown(1, "d1", "k"))} == {Verdict.OVER}
    assert ended(over, End.LOGGED_OUT, START + DAY) == over, "the first end stays"


def test_use_puts_the_end_off_but_not_past_the_last_day() -> None:
    late = START + 55 * DAY
    assert renewed(SESSION, "d3", START + DAY, 14 * DAY).idle_until == START + 15 * DAY
    following = renewed(replace(SESSION, idle_until=late + DAY), "d3", late, 14 * DAY)
    assert (following.idle_until, following.number, following.digest) == (SESSION.ends_at, 3, "d3")
    assert judge(following, Shown(3, "d3", "k"), SESSION.ends_at) is Verdict.OVER


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_an_address_counts_with_its_network(address: str, counted: str) -> None:
    assert network(address) == counted
