"""C5, G4, G5, G7, G10 as a machine, where there is room: what is opened, chosen, decided, paid, failed, taken back,
refused, appealed and repeated in any order, dies anywhere and meets itself, keeps its promises and its books.
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
    *(f"ApplyForAftercare {code}" for code in ("done", "ALREADY_APPLIED", "LINE_CANCELLED", "OFFER_MISMATCH")),
    *(f"ChooseRemedy {code}" for code in ("done", "ALREADY_DECIDED", "OFFER_ALTERED")),
    *(f"DecideTicket {code}" for code in ("done", "ALREADY_DECIDED", "BAD_INPUT", "OWN_CASE")),
    *(f"MergeTickets {code}" for code in ("MERGE_NOT_ALLOWED", "CASE_BUSY")),
    *(f"RefundAsLeader {code}" for code in ("done", "ALREADY_APPLIED", "LINE_CAP_EXCEEDED", "LINE_CANCELLED")),
    *(f"RefuseTicket {code}" for code in ("done", "ALREADY_DECIDED", "MENU_STANDS")),
    *(f"ReopenTicket {code}" for code in ("done", "TICKET_NOT_OPEN")),
    *(f"RetryPayout {code}" for code in ("done", "PAYOUT_NOT_FAILED")),
    *(f"GiveUpPayout {code}" for code in ("done", "PAYOUT_NOT_OPEN")),
    *(f"WithdrawTicket {code}" for code in ("done", "ALREADY_DECIDED")),
    *(f"payout {state}" for state in ("PENDING", "PAID", "FAILED", "CANCELLED", "WAITING")),
    *(f"ticket {state}" for state in ("CHOOSING", "IN_REVIEW", "PAYING", "RETURNING", "RESOLVED", "WITHDRAWN")),
    *(f"StateReturnFreight {code}" for code in ("done", "FREIGHT_TOO_HIGH", "OWN_FREIGHT", "GOODS_NOT_AWAITED")),
    *(f"{word}Payout PAYOUT_UNANSWERED" for word in ("Retry", "GiveUp")),
    "asked anew",
    "entry PAYOUT_UNANSWERED",
    "given less",
    "paid RETURN_FREIGHT",
    "AcceptReturn done",
    "MergeTickets done",
    "inner WAIT_ENDED",
    "AppealTicket done",
    "ApproveDecision done",
    "PublishSettings done",
    "RefuseDecision done",
    "ReplyToTicket done",
}
"""A machine that never comes to these says nothing about them."""


class Roomy(Begun):
    """No cap is near; the mall is asked again twice a day."""

    figures = (("accounts.ask_again_minutes", 720), ("authority.agent_1_case_fen", 15_000))


def test_promises_and_books_are_kept_whatever_happens() -> None:
    play(Roomy, at_least=10_000, seeded=5)
    assert set(+SEEN) >= REACHED, REACHED - set(+SEEN)
