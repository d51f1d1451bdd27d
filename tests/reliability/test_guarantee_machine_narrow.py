"""C5, G4, G5, G7, G10, G11 as a machine, under caps, budgets and limits that are soon reached, and with a close look at
who claims often: none is passed, and nothing waits for nobody.
"""

import pytest

from reliability.guarantee_beginnings import Begun
from reliability.guarantee_machine import SEEN, play

pytestmark = [
    pytest.mark.reliability,
    # a request that dies leaves coroutines behind that nobody awaits
    pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
REACHED = {
    "deaths",
    "raced",
    "caps checked",
    "gate BUDGET_EXHAUSTED:SKU",
    "gate MEMBER_CAP",
    "inner APPROVAL_ASKED",
    "inner GIVEN",
    "inner HELD",
    "inner WAIT_ENDED",
    "ApproveDecision done",
    "ConfirmHold done",
    "LiftHold done",
    "LiftHold NOT_HELD",
    "RefuseTicket MANAGER_REQUIRED",
}
"""A machine that never comes to these says nothing about them."""


class Narrow(Begun):
    """A few claims are all that is paid without a second look."""

    figures = (
        ("accounts.ask_again_minutes", 720),
        ("accounts.member_month_fen", 20_000),
        ("authority.agent_1_case_fen", 3_000),
        ("authority.agent_1_day_fen", 6_000),
        ("budget.day_fen", 40_000),
        ("budget.sku_day_fen", 15_000),
        ("trust.claims_least", 2),
        ("trust.hold_score", 45),
    )


def test_no_cap_is_passed_whatever_happens() -> None:
    play(Narrow, at_least=10_000, seeded=1_006)
    assert set(+SEEN) >= REACHED, REACHED - set(+SEEN)
