"""Fen are shared out exactly, and what is posted is what has changed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.liability import lifecycle
from care.liability.errors import DisputeOpen, NothingToWriteOff, NotLiable, SharesNotWhole
from care.liability.lifecycle import Act, Change
from care.liability.model import PLATFORM, Charge, Liability, Party, PartyKind
from care.liability.postings import account_of, postings
from care.liability.shares import check_charges, shared, split

AT = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)
ACT = Act(by="O01", why="查明", at=AT)
PARTIES = (
    PLATFORM,
    Party(kind=PartyKind.SUPPLIER, id="S1"),
    Party(kind=PartyKind.SUPPLIER, id="S2"),
    Party(kind=PartyKind.CARRIER, id="SF"),
    Party(kind=PartyKind.LEADER, id="L1"),
)
fen = st.integers(0, 10_000_000_00)


@st.composite
def charges(draw: st.DrawFn) -> list[Charge]:
    """Some parties, who bear 100 % together."""
    parties = draw(st.lists(st.sampled_from(PARTIES), min_size=1, unique=True))
    cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=len(parties) - 1, max_size=len(parties) - 1)))
    bounds = [0, *cuts, 100]
    return [
        Charge(party=party, percent=high - low) for party, low, high in zip(parties, bounds, bounds[1:], strict=False)
    ]


@given(fen, charges())
def test_shares_add_up_and_are_less_than_a_fen_from_their_percent(total: int, given_: list[Charge]) -> None:
    check_charges(given_)
    parts = split(total, [charge.percent for charge in given_])
    assert sum(parts) == total
    for part, charge in zip(parts, given_, strict=True):
        assert abs(part * 100 - total * charge.percent) < 100


@given(fen, charges())
def test_the_order_in_which_parties_are_named_does_not_matter(total: int, given_: list[Charge]) -> None:
    assert shared(total, given_) == shared(total, given_[::-1])


steps = st.lists(
    st.one_of(
        st.tuples(st.just("allocate"), charges()),
        st.tuples(st.just("correct"), fen),
        st.tuples(st.just("write_off"), st.sampled_from(PARTIES)),
    ),
    max_size=12,
)


@given(fen.filter(bool), charges(), steps)
def test_whatever_happens_all_is_borne_and_the_accounts_say_who_owes(
    total: int, first: list[Charge], following: list[tuple[str, object]]
) -> None:
    change = lifecycle.opened(opened(total, first))
    accounts: dict[str, int] = {}
    post(change, accounts)
    for name, wanted in following:
        try:
            change = getattr(lifecycle, name)(change.liability, wanted, ACT)
        except (NotLiable, NothingToWriteOff):
            continue
        post(change, accounts)
    liability = change.liability
    assert sum(share.fen for share in liability.shares) == liability.total_fen
    assert all(0 <= share.written_off_fen <= share.fen for share in liability.shares)
    owed = {account_of(share.party): share.owed_fen for share in liability.shares}
    for party in PARTIES:
        assert accounts.get(account_of(party), 0) == owed.get(account_of(party), 0)
    assert -accounts.get("recovery:compensation", 0) == liability.total_fen
    assert accounts.get("expense:written_off", 0) == sum(share.written_off_fen for share in liability.shares)


def opened(total: int, first: list[Charge]) -> Liability:
    return Liability(
        id="ticket:t:0",
        ticket_id="t",
        order_id="o",
        line_id="1",
        total_fen=total,
        shares=shared(total, first),
        rule="R",
        rules_version=0,
        allocated_at=AT,
    )


def post(change: Change, accounts: dict[str, int]) -> None:
    posted = postings(change)
    assert len({each.ledger.id for each in posted}) == len(posted)
    for each in posted:
        assert each.ledger.amount > 0
        accounts[each.ledger.debit] = accounts.get(each.ledger.debit, 0) + each.ledger.amount
        accounts[each.ledger.credit] = accounts.get(each.ledger.credit, 0) - each.ledger.amount
        assert each.line.month == "2026-03"


def test_shares_that_are_not_the_whole_are_refused() -> None:
    with pytest.raises(SharesNotWhole) as refused:
        check_charges([Charge(party=PLATFORM, percent=99)])
    assert refused.value.detail == {"percent": 99}


def test_a_dispute_holds_everything_but_what_is_paid() -> None:
    liability = opened(1_000, [Charge(party=PARTIES[1], percent=100)])
    disputed = lifecycle.dispute(liability, PARTIES[1], ACT).liability
    with pytest.raises(DisputeOpen):
        lifecycle.allocate(disputed, [Charge(party=PLATFORM, percent=100)], ACT)
    with pytest.raises(DisputeOpen):
        lifecycle.write_off(disputed, PARTIES[1], ACT)
    with pytest.raises(DisputeOpen):
        lifecycle.dispute(disputed, PARTIES[1], ACT)
    corrected = lifecycle.correct(disputed, 400, ACT).liability
    assert (corrected.total_fen, corrected.dispute) == (400, disputed.dispute)
