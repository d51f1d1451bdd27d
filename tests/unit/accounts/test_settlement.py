"""A settlement file, however its rows are ordered and doubled, leads to the same findings."""

import io
import tracemalloc
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from care.accounts.settlement.import_settlement import CHUNK, SettlementImport
from care.accounts.settlement.rows import BadRow, Row, RowFault, read_rows
from care.accounts.settlement.store import DISCREPANCIES, SETTLED, SETTLEMENTS
from care.kernel.clock import SHANGHAI
from fakes.till import COUPON, POINTS, REFUND, Till

HEAD = "settlement_id,key,attempt,kind,amount_fen,points,settled_at"
ROWS = [
    "S1,a.0,1,REFUND,600,,2026-03-02T20:00:00+08:00",
    "S1,a.0,1,REFUND,600,,2026-03-02T21:00:00+08:00",
    "S1,a.0,2,REFUND,600,,2026-03-02T20:00:00+08:00",
    "S1,a.1,1,COUPON,299,,2026-03-02T20:00:00+08:00",
    "S1,a.1,1,COUPON,300,,2026-03-02T20:00:00+08:00",
    "S1,a.2,1,POINTS,,50,2026-03-02T20:00:00+08:00",
    "S1,x.0,1,REFUND,5,,2026-03-02T20:00:00+08:00",
    "S1,x.0,1,REFUND,6,,2026-03-02T20:00:00+08:00",
    "S1,broken",
]


def file(*rows: str, end: str = "\n", bom: bytes = b"") -> io.BytesIO:
    return io.BytesIO(bom + end.join([HEAD, *rows, ""]).encode())


def findings(rows: Sequence[str], passes: int = 1) -> dict[str, Any]:
    """What lies there after an import, the number of versions apart."""
    till = Till()
    for payout in till.book(REFUND, COUPON, POINTS, source="a") + till.book(REFUND, source="b", line_id="m"):
        till.confirm(payout)
    today = till.house.clock.now().astimezone(SHANGHAI).date()
    till.house.clock.move(timedelta(days=1))
    importer = SettlementImport(till.house.storage, till.house.uow, till.house.clock)
    for _pass in range(passes):
        opened = importer.begin("S1", today, today)
        good = [row for row in read_rows(file(*rows)) if isinstance(row, Row)]
        for start in range(0, len(good), CHUNK):
            importer.take(opened, good[start : start + CHUNK])
        for _page in importer.find_missing(opened):
            pass
    memory = till.house.storage
    lines = {each.subject.label: each.statements for each in memory.all(SETTLED)}
    found = {
        (each.subject.label, each.kind): (each.state, each.aspects, each.stated) for each in memory.all(DISCREPANCIES)
    }
    planned = {item.id for item in till.house.planned("settlement.discrepancy")}
    return {"lines": lines, "found": found, "tasks": planned, "sum": memory.all(SETTLEMENTS)}


@settings(max_examples=40, deadline=None)
@given(st.permutations(ROWS), st.lists(st.sampled_from(ROWS), max_size=30), st.integers(1, 2))
def test_any_permutation_and_duplication_gives_the_same_findings(rows: list[str], more: list[str], passes: int) -> None:
    assert findings([*rows, *more], passes) == findings(ROWS)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(ROWS), st.text(max_size=60)), max_size=20))
def test_whatever_stands_in_a_file_each_line_is_a_row_or_told(lines: list[str]) -> None:
    text = "\n".join([HEAD, *lines])
    read = list(read_rows(io.BytesIO(text.encode("utf-8", "surrogatepass"))))
    assert all(each.line > 1 for each in read)
    assert len({each.line for each in read}) == len(read)
    assert sum(isinstance(each, Row) for each in read) <= len(lines)


def test_a_mark_at_the_start_and_other_line_ends_are_read() -> None:
    wanted = list(read_rows(file(*ROWS)))
    assert list(read_rows(file(*ROWS, end="\r\n", bom=b"\xef\xbb\xbf"))) == wanted


def test_a_line_without_end_is_told_and_never_held() -> None:
    reads: list[int] = []
    endless = io.BytesIO(HEAD.encode() + b"\n" + b"x" * 5_000_000 + b"\n" + ROWS[0].encode())
    told, row = read_rows(endless, heard=reads.append)
    assert told == BadRow(2, RowFault.TOO_LONG)
    assert isinstance(row, Row)
    assert max(reads) <= 4_097
    assert sum(reads) == len(endless.getvalue())


def test_what_is_no_text_is_told_by_its_line() -> None:
    text = HEAD.encode() + b"\n\xb2\xe2\xca\xd4\n\n" + ROWS[0].encode() + b"\n" + b"S1,\x00,1\n"
    read = list(read_rows(io.BytesIO(text)))
    assert [(each.line, getattr(each, "fault", None)) for each in read] == [
        (2, RowFault.NOT_UTF8),
        (4, None),
        (5, RowFault.NOT_CSV),
    ]


class Endless(io.RawIOBase):
    """A file of 20,000 rows that stands nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.line = -1

    def readline(self, _size: int | None = -1, /) -> bytes:
        self.line += 1
        if self.line == 0:
            return HEAD.encode() + b"\n"
        return b"" if self.line > 20_000 else b"S1,k%d.0,1,REFUND,5,,2026-03-02T20:00:00+08:00\n" % self.line


def test_a_long_file_takes_no_memory() -> None:
    tracemalloc.start()
    try:
        rows = sum(isinstance(row, Row) for row in read_rows(Endless()))  # type: ignore[arg-type]
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert rows == 20_000
    assert peak < 1_000_000
