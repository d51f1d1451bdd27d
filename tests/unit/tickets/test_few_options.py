"""What is shown of a menu in simple mode, by itself."""

from hypothesis import given
from hypothesis import strategies as st

from care.kernel.settings import Settings
from care.tickets.few_options import few
from care.tickets.offers import Offer, OfferPart
from fakes.house import START

SETTINGS = Settings()


def offer(remedy: str, fen: int) -> Offer:
    return Offer(
        member_id="M1",
        order_id="O1",
        line_id="1",
        reason="DAMAGED",
        remedy=remedy,
        title=remedy,
        parts=(OfferPart(kind="REFUND", amount_fen=fen),),
        policy_version=0,
        done_within_hours=1,
        expires_at=START,
    )


def test_the_selected_then_the_default_then_the_best() -> None:
    menu = [offer("A", 100), offer("B", 50), offer("C", 900), offer("D", 10)]
    assert [each.remedy for each in few(menu, "A", SETTINGS)] == ["A", "C"]
    assert [each.remedy for each in few(menu, "D", SETTINGS)] == ["A", "D"]
    assert [each.remedy for each in few(menu, None, SETTINGS)] == ["A", "C"]


def test_there_is_nothing_to_leave_out_of_little() -> None:
    for menu in ([], [offer("A", 1)], [offer("A", 1), offer("B", 2)]):
        assert list(few(menu, "A", SETTINGS)) == menu


@given(
    worths=st.lists(st.integers(0, 10_000), min_size=2, max_size=9), most=st.integers(2, 6), default=st.integers(0, 8)
)
def test_it_keeps_the_order_the_first_and_the_default_and_never_shows_less_than_two(
    worths: list[int], most: int, default: int
) -> None:
    menu = [offer(str(nth), worth) for nth, worth in enumerate(worths)]
    shown = few(menu, str(default % len(menu)), Settings(values={"tickets.simple_options": most}))
    assert len(shown) == min(most, len(menu)) >= 2
    assert [each for each in menu if each in shown] == list(shown)
    assert {menu[0].remedy, str(default % len(menu))} <= {each.remedy for each in shown}
