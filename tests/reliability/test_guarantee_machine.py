"""C5, G4, G5, G7, G10 as a machine, where there is room: what is opened, chosen, decided, paid, failed, taken back,
refused, appealed and repeated in any order, dies anywhere and meets itself, keeps its promises and its books.
"""

import pytest

from reliability.guarantee_deeds import Guarantee
from reliability.guarantee_machine import SEEN, play

pytestmark = [
    pytest.mark.reliability,
    # a request that dies leaves coroutines behind that nobody awaits
    pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Roomy(Guarantee):
    """No cap is near; the mall is asked again twice a day."""

    figures = (("accounts.ask_again_minutes", 720), ("authority.agent_1_case_fen", 15_000))


def test_promises_and_books_are_kept_whatever_happens() -> None:
    play(Roomy, examples=260, steps=50, seeded=5)
    assert SEEN["steps"] >= 10_000
