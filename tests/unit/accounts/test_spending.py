"""G4: a wide budget lies in slices that add up to it, to the fen; a payment takes from as few as it needs."""

from hypothesis import given
from hypothesis import strategies as st

from care.accounts.spending import SLICES, Limits, Scope, cut, own_slice, shares, widths
from fakes.till import spend

CAPS = st.integers(0, 10_000)
SPENT = st.lists(st.integers(0, 2_000), min_size=SLICES, max_size=SLICES)


@given(CAPS)
def test_the_slices_add_up_to_the_budget(cap: int) -> None:
    parts = cut(cap)
    assert sum(parts) == cap
    assert len(parts) == SLICES
    assert max(parts) - min(parts) <= 1


@given(CAPS, SPENT, st.integers(0, 5_000), st.integers(0, SLICES - 1))
def test_a_payment_is_borne_to_the_fen_and_no_slice_passes_its_cap(
    cap: int, spent: list[int], fen: int, prefer: int
) -> None:
    room = [max(0, part - used) for part, used in zip(cut(cap), spent, strict=True)]
    taken = shares(cap, spent, fen, prefer)
    assert (taken is None) == (sum(room) < fen), "refused only where there is no room at all"
    if taken is None:
        return
    assert sum(taken.values()) == fen
    assert all(0 < part <= room[k] for k, part in taken.items())
    if fen and room[prefer] >= fen:
        assert taken == {prefer: fen}
    elif fen and max(room) >= fen:
        assert len(taken) == 1, "the one with most room, before several"


@given(CAPS, st.lists(st.tuples(st.integers(1, 400), st.text(max_size=5)), max_size=60))
def test_payments_one_after_another_never_pass_the_budget_and_use_all_of_it(
    cap: int, payments: list[tuple[int, str]]
) -> None:
    spent = [0] * SLICES
    for fen, source in payments:
        taken = shares(cap, spent, fen, own_slice(source))
        assert (taken is None) == (cap - sum(spent) < fen)
        for k, part in (taken or {}).items():
            spent[k] += part
    assert sum(spent) <= cap


def test_it_counts_for_its_product_batch_community_and_day() -> None:
    found = {width.scope: width.key for width in widths(spend(batch="B1", community="阳光花园"))}
    assert found == {
        Scope.SKU: "SKU#S#2026-03-02",
        Scope.BATCH: "BATCH#S/B1#",
        Scope.COMMUNITY: "COMMUNITY#阳光花园#2026-03-02",
        Scope.DAY: "DAY##2026-03-02",
    }


def test_what_is_not_known_has_no_budget_and_what_a_person_decides_none_at_all() -> None:
    assert [width.scope for width in widths(spend())] == [Scope.SKU, Scope.DAY]
    by_hand = Limits(member_month_fen=100, order_percent=150, budgets=False)
    assert not list(widths(spend(limits=by_hand)))


def test_an_order_brings_a_share_of_what_was_paid_for_it() -> None:
    assert spend().order_cap_fen == 499
    assert spend().month == "2026-03"
