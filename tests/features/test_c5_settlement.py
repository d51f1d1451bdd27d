"""C5: the mall's settlement file is compared with our books: what is missing, extra or different is a task, and ends
with a reason on record. A file may come again, in part, doubled and in any order.
"""

import io
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from care.accounts.settlement.errors import BadSettlementFile, BadSettlementPeriod, OtherSettlementPeriod
from care.accounts.settlement.import_settlement import CHUNK, Taken
from care.accounts.settlement.rows import BadRow, Row, read_rows
from fakes.bookkeeper import OPERATOR, Bookkeeper

pytestmark = pytest.mark.usefixtures("nothing_on_top")

COLUMNS = "settlement_id,key,order_id,line_id,refund_id,attempt,kind,amount_fen,points,currency,state,settled_at"
DAY = date(2026, 3, 2)
AT = "2026-03-02T23:00:00+08:00"


class Counter(Bookkeeper):
    """A day on which three payouts were paid and the mall made one refund by itself; the day is over."""

    def __init__(self) -> None:
        super().__init__()
        self.paid_for("SPOILED")
        self.tap("1", "NOT_FRESH")
        self.settle()
        self.mall_refunds("2", 700, refund_id="R7")
        self.advance(days=1)
        self.rows = [self.row(request.payout) for request in self.app.asked] + [own_refund()]

    def row(self, payout: Any, **changes: Any) -> str:
        """The row by which the mall settles a payout."""
        cells = {
            "key": payout.id,
            "attempt": payout.attempt,
            "kind": payout.kind,
            "amount_fen": payout.amount_fen,
        } | changes
        return row(**cells)

    def take(
        self, rows: Iterable[str], settlement_id: str | None = None, day: date = DAY
    ) -> tuple[Taken, list[BadRow]]:
        """Import a file as `care settlement import` does."""
        text = "\n".join([COLUMNS, *rows]) + "\n"
        read = list(read_rows(io.BytesIO(text.encode()), settlement_id))
        good, bad = (
            [each for each in read if isinstance(each, Row)],
            [each for each in read if isinstance(each, BadRow)],
        )
        importer = self.app.settlement_import
        opened = importer.begin(settlement_id or "S0302", day, day)
        taken = Taken()
        for start in range(0, len(good), CHUNK):
            taken += importer.take(opened, good[start : start + CHUNK])
        taken = sum(importer.find_missing(opened), start=taken)
        self.settle()
        return taken, bad

    def found(self, state: str = "OPEN") -> list[tuple[str, str, list[str]]]:
        """(kind, subject, aspects) of the discrepancies in a state."""
        nodes = self.nodes("Discrepancies", state=state)
        return sorted((each["kind"], each["subject"], each["aspects"]) for each in nodes)

    def tasks(self) -> list[str]:
        """Titles of the tasks that settlements have opened."""
        titles = [edge["node"]["title"] for edge in self.call("TicketQueue", "agent:A01", assignee="duty")["edges"]]
        return sorted(title for title in titles if title.startswith("对账："))


def row(**cells: Any) -> str:
    filled = {"settlement_id": "S0302", "currency": "CNY", "settled_at": AT} | cells
    return ",".join(str(filled.get(name, "")) for name in COLUMNS.split(","))


def own_refund(**changes: Any) -> str:
    named = {"order_id": "O001", "line_id": "2", "refund_id": "R7", "kind": "REFUND", "amount_fen": 700}
    return row(**named | changes)


@pytest.fixture
def counter() -> Counter:
    return Counter()


# ---------------------------------------------------------------- what is found


def test_a_settlement_that_agrees_with_our_books_leaves_nothing_open(counter: Counter) -> None:
    taken, bad = counter.take(counter.rows)
    assert (taken, bad) == (Taken(new=4), [])
    assert counter.found() == []
    (seen,) = counter.nodes("Settlements")
    assert (seen["settlementId"], seen["periodFrom"], seen["lines"]) == ("S0302", "2026-03-02", 4)
    assert seen["amount"]["fen"] == 3_980 + 1_000 + 3_980 + 700
    assert counter.call("SettlementDetail", OPERATOR, id=seen["id"])["discrepancies"]["edges"] == []


def test_what_was_found_is_asked_of_one_settlement_at_a_time(counter: Counter) -> None:
    counter.take(counter.rows[1:])
    (seen,) = counter.nodes("Settlements")
    found = counter.call("SettlementDetail", OPERATOR, id=seen["id"])["discrepancies"]["edges"]
    assert [each["node"]["kind"] for each in found] == ["MISSING"]
    of_many = "{ settlements { edges { node { discrepancies { edges { node { id } } } } } } }"
    assert set(counter.ask(of_many, OPERATOR).codes) == {"ONE_AT_A_TIME"}


def test_what_we_paid_and_no_file_names_is_missing_and_ends_when_it_comes(counter: Counter) -> None:
    left_out, refund = counter.rows[0], counter.rows[-1]
    counter.take([each for each in counter.rows if each not in (left_out, refund)])
    key = left_out.split(",")[1]
    assert counter.found() == [("MISSING", "O001/2/R7", []), ("MISSING", key, [])]
    assert counter.tasks() == [
        "对账：商城账单里没有这一笔（O001/2/R7）",
        f"对账：商城账单里没有这一笔（{key}）",
    ]
    counter.advance(days=1)
    later = [each.replace("S0302", "S0303") for each in (left_out, refund)]  # at the border of two days
    taken, _bad = counter.take(later, "S0303", DAY + timedelta(days=1))
    assert (taken.ended, counter.found()) == (2, [])
    assert [each["resolvedBy"] for each in counter.nodes("Discrepancies", state="CORRECTED")] == ["system"] * 2


def test_what_we_do_not_know_is_extra(counter: Counter) -> None:
    unknown = row(key="ticket:nobody:0.0", attempt=1, kind="REFUND", amount_fen=500)
    counter.take([*counter.rows, unknown, own_refund(refund_id="R8")])
    assert counter.found() == [("EXTRA", "O001/2/R8", []), ("EXTRA", "ticket:nobody:0.0", [])]
    assert len(counter.tasks()) == 2


@pytest.mark.parametrize(
    ("changes", "aspects"),
    [
        ({"amount_fen": 3_979}, ["AMOUNT"]),
        ({"attempt": 2}, ["ATTEMPT"]),
        ({"state": "REVERSED"}, ["STATE"]),
        ({"kind": "COUPON"}, ["KIND"]),
        ({"kind": "POINTS", "amount_fen": "", "points": 5}, ["KIND"]),
        ({"amount_fen": 1, "attempt": 9}, ["AMOUNT", "ATTEMPT"]),
    ],
)
def test_what_both_know_differently_is_different(counter: Counter, changes: Any, aspects: list[str]) -> None:
    payout = next(each.payout for each in counter.app.asked if each.payout.amount_fen == 3_980)
    counter.take([each for each in counter.rows if payout.id not in each] + [counter.row(payout, **changes)])
    assert counter.found() == [("DIFFERENT", payout.id, aspects)]
    (seen,) = counter.nodes("Discrepancies")
    assert (seen["held"]["amount"], seen["held"]["attempts"], seen["stated"][0]["settledAt"]) == (3_980, [1], AT)


def test_one_attempt_that_is_settled_twice_is_different(counter: Counter) -> None:
    again = counter.rows[0].replace(AT, "2026-03-02T23:30:00+08:00")
    counter.take([*counter.rows, again])
    ((kind, _subject, aspects),) = counter.found()
    assert (kind, aspects) == ("DIFFERENT", ["TWICE"])


def test_a_payout_that_the_mall_refused_and_settles_all_the_same_differs_in_its_state(counter: Counter) -> None:
    counter.mall = lambda _request: "FAILED"
    counter.tap("2", "RANCID", offer=counter.token_for("FULL_REFUND_COUPON", "2", "RANCID"))
    counter.advance(days=1)
    failed = [each.payout for each in counter.app.asked[-2:]]
    day = DAY + timedelta(days=1)
    rows = [counter.row(each, settlement_id="S0303") for each in failed]
    counter.take(rows, "S0303", day)
    assert counter.found() == sorted(("DIFFERENT", each.id, ["STATE"]) for each in failed)


# ---------------------------------------------------------------- again, in part, in another order


def test_importing_again_or_half_of_it_or_doubled_changes_nothing(counter: Counter) -> None:
    rows = [*counter.rows[1:], row(key="ticket:nobody:0.0", attempt=1, kind="REFUND", amount_fen=500)]
    counter.take(rows)
    before = {home: dict(item) for home, item in counter.memory.items.items()}
    for repeated in (rows, rows[::-1], rows[:2], rows + rows):
        assert counter.take(repeated) == (Taken(), [])
        assert counter.memory.items == before


# ---------------------------------------------------------------- the end of a discrepancy


def test_an_operator_explains_it_once_and_it_does_not_come_up_again(counter: Counter) -> None:
    unknown = row(key="ticket:nobody:0.0", attempt=1, kind="REFUND", amount_fen=500)
    counter.take([*counter.rows, unknown])
    (seen,) = counter.nodes("Discrepancies")
    wanted = {"discrepancyId": seen["id"], "outcome": "EXPLAINED", "why": "测试商户的退款"}
    done = counter.call("ResolveDiscrepancy", OPERATOR, input=wanted)["discrepancy"]
    assert (done["state"], done["resolvedBy"], done["why"]) == ("EXPLAINED", "O01", "测试商户的退款")
    assert counter.refused("ResolveDiscrepancy", OPERATOR, input=wanted) == "DISCREPANCY_NOT_OPEN"
    assert counter.take([*counter.rows, unknown])[0] == Taken()
    assert counter.found() == []
    counter.take([*counter.rows, unknown.replace(",500,", ",501,")])
    assert [each[0] for each in counter.found()] == ["EXTRA"], "something else is wrong with it now"
    assert len(counter.tasks()) == 2


@pytest.mark.parametrize("who", ["member:M001", "leader:L001", "agent:A01"])
def test_only_operators_and_managers_see_and_end_them(counter: Counter, who: str) -> None:
    assert counter.refused("Discrepancies", who) == "FORBIDDEN"
    assert counter.refused("Settlements", who) == "FORBIDDEN"
    assert counter.refused("ResolveDiscrepancy", who, input={"discrepancyId": "x", "outcome": "EXPLAINED", "why": "x"})


@pytest.mark.parametrize(("outcome", "why"), [("OPEN", "为什么"), ("EXPLAINED", "  "), ("EXPLAINED", "长" * 501)])
def test_it_ends_with_a_reason_or_not_at_all(counter: Counter, outcome: str, why: str) -> None:
    counter.take(counter.rows[1:])
    (seen,) = counter.nodes("Discrepancies")
    wanted = {"discrepancyId": seen["id"], "outcome": outcome, "why": why}
    assert counter.refused("ResolveDiscrepancy", OPERATOR, input=wanted) == "BAD_INPUT"


# ---------------------------------------------------------------- bad files


def test_broken_rows_are_told_by_their_lines_and_the_rest_goes_on(counter: Counter) -> None:
    good = counter.rows[0]
    broken = [
        "just,three,cells",
        row(key="k.0", attempt=1, kind="REFUND", amount_fen="12.5"),
        row(key="k.0", attempt=1, kind="REFUND", amount_fen=-5),
        row(key="k.0", attempt=1, kind="REFUND", amount_fen=0),
        row(key="k.0", attempt=0, kind="REFUND", amount_fen=5),
        row(key="k.0", attempt=1, kind="BRIBE", amount_fen=5),
        row(key="k.0", attempt=1, kind="REFUND", amount_fen=5, currency="USD"),
        row(key="k.0", attempt=1, kind="REFUND", amount_fen=5, settled_at="2026-03-02 23:00"),
        row(key="k.0", attempt=1, kind="REFUND", amount_fen=5, settlement_id="S9999"),
        row(refund_id="R1", kind="REFUND", amount_fen=5),
        row(key="k.0", attempt=1, kind='"REFUND', amount_fen=5),
    ]
    _taken, bad = counter.take([good, *broken, *counter.rows[1:]])
    assert [(each.line, str(each.fault)) for each in bad] == [
        (3, "WRONG_COLUMNS"),
        (4, "FRACTION_OF_FEN"),
        (5, "BAD_AMOUNT"),
        (6, "BAD_AMOUNT"),
        (7, "BAD_ATTEMPT"),
        (8, "BAD_KIND"),
        (9, "BAD_CURRENCY"),
        (10, "BAD_TIME"),
        (11, "OTHER_SETTLEMENT"),
        (12, "BAD_ID"),
        (13, "NOT_CSV"),
    ]
    assert counter.found() == []


def test_a_file_without_its_columns_is_refused_whole() -> None:
    for text in (b"", b"a,b,c\n", b"settlement_id,kind,settled_at,key\n", COLUMNS.encode() + b",key\n", b"\xff\xfe\n"):
        with pytest.raises(BadSettlementFile):
            list(read_rows(io.BytesIO(text)))


def test_a_period_is_over_and_stays_what_it_was(counter: Counter) -> None:
    importer, today = counter.app.settlement_import, DAY + timedelta(days=1)
    with pytest.raises(BadSettlementPeriod):
        importer.begin("S1", today, today)
    with pytest.raises(BadSettlementPeriod):
        importer.begin("S1", DAY, DAY - timedelta(days=1))
    importer.begin("S1", DAY, DAY)
    with pytest.raises(OtherSettlementPeriod):
        importer.begin("S1", DAY - timedelta(days=1), DAY)
