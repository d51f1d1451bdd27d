"""Reads a settlement file as a stream: one row at a time, in bounded memory; what cannot be read is told by its line.

A row is one line of text, so an open quote spoils its own line and no other. Nothing here judges what a row states.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, TypeVar

from care.accounts.model import PayoutKind
from care.accounts.settlement.errors import BadSettlementFile
from care.accounts.settlement.model import OF_MALL, SETTLED_KINDS, SettledState, Statement, Subject
from care.kernel.clock import parse_instant
from care.kernel.money import MOST_FEN

E = TypeVar("E", bound=StrEnum)
__all__ = ["COLUMNS", "REQUIRED", "BadRow", "Row", "RowFault", "read_rows"]

REQUIRED = ("settlement_id", "kind", "settled_at")
COLUMNS = (
    *REQUIRED, "key", "attempt", "order_id", "line_id", "refund_id", "amount_fen", "points", "currency", "state",
)  # fmt: skip
MOST_BYTES = 4_096
"""Of one line; no row needs so many."""
_BOM = b"\xef\xbb\xbf"
_ID = re.compile(r"[^\s#\x00-\x1f](?:[^#\x00-\x1f]{0,198}[^\s#\x00-\x1f])?")
_WHOLE = re.compile(r"\d{1,12}", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d+)?", re.ASCII)
_MOST_ATTEMPTS = 999


class RowFault(StrEnum):
    """Why a row was not taken."""

    TOO_LONG = "TOO_LONG"
    NOT_UTF8 = "NOT_UTF8"
    NOT_CSV = "NOT_CSV"
    WRONG_COLUMNS = "WRONG_COLUMNS"
    OTHER_SETTLEMENT = "OTHER_SETTLEMENT"
    BAD_ID = "BAD_ID"
    BAD_ATTEMPT = "BAD_ATTEMPT"
    BAD_KIND = "BAD_KIND"
    BAD_STATE = "BAD_STATE"
    BAD_AMOUNT = "BAD_AMOUNT"
    FRACTION_OF_FEN = "FRACTION_OF_FEN"
    BAD_CURRENCY = "BAD_CURRENCY"
    BAD_TIME = "BAD_TIME"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was passed over. `line` counts from 1, the names of the columns included."""

    line: int
    fault: RowFault
    field: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read."""

    line: int
    subject: Subject
    statement: Statement


class _Fault(Exception):
    def __init__(self, fault: RowFault, field: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.field = field


def read_rows(
    stream: BinaryIO, settlement_id: str | None = None, heard: Callable[[int], object] = lambda _bytes: None
) -> Iterator[Row | BadRow]:
    """The rows of a UTF-8 CSV file (BOM, LF or CRLF), as they come. BadSettlementFile where its first row does not do.

    A file is of one settlement: `settlement_id`, or the one that its first readable row names. `heard` is told the
    bytes of each line.
    """
    lines = _lines(stream, heard)
    columns = _columns(lines)
    for number, line in lines:
        try:
            cells = _cells(line)
            if not cells:
                continue
            row = _row(number, _named(columns, cells), settlement_id)
        except _Fault as bad:
            yield BadRow(number, bad.fault, bad.field)
        else:
            settlement_id = row.statement.settlement_id
            yield row


def _lines(stream: BinaryIO, heard: Callable[[int], object]) -> Iterator[tuple[int, bytes | None]]:
    """(number, bytes without their end); None for a line that is too long, which is read to its end and dropped."""
    number = 0
    while line := stream.readline(MOST_BYTES + 1):
        number += 1
        heard(len(line))
        whole = line if number > 1 else line.removeprefix(_BOM)
        long = len(line) > MOST_BYTES
        while long and line and not line.endswith(b"\n"):
            line = stream.readline(MOST_BYTES)
            heard(len(line))
        yield number, None if long else whole.rstrip(b"\r\n")


def _columns(lines: Iterator[tuple[int, bytes | None]]) -> tuple[str, ...]:
    try:
        cells = _cells(next(lines, (1, b""))[1])
    except _Fault as bad:
        raise BadSettlementFile(f"the first line cannot be read: {bad.fault}") from bad
    columns = tuple(cell.strip().lower() for cell in cells)
    missing = [each for each in REQUIRED if each not in columns]
    if missing or not {"key", "refund_id"} & set(columns) or not {"amount_fen", "points"} & set(columns):
        wanted = f"{', '.join(REQUIRED)}, key or refund_id, amount_fen or points"
        raise BadSettlementFile(f"the first line must name the columns {wanted}")
    doubled = [each for each in COLUMNS if columns.count(each) > 1]
    if doubled:
        raise BadSettlementFile(f"a column is named twice: {', '.join(doubled)}")
    return columns


def _cells(line: bytes | None) -> list[str]:
    if line is None:
        raise _Fault(RowFault.TOO_LONG)
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise _Fault(RowFault.NOT_UTF8) from None
    if "\x00" in text or "\r" in text:
        raise _Fault(RowFault.NOT_CSV)
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        raise _Fault(RowFault.NOT_CSV) from None


def _named(columns: tuple[str, ...], cells: list[str]) -> Mapping[str, str]:
    if len(cells) != len(columns):
        raise _Fault(RowFault.WRONG_COLUMNS)
    return {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if name in COLUMNS}


def _row(line: int, cells: Mapping[str, str], expected: str | None) -> Row:
    settlement_id = _id(cells, "settlement_id")
    if expected not in (None, settlement_id):
        raise _Fault(RowFault.OTHER_SETTLEMENT, "settlement_id")
    if cells.get("currency") not in (None, "", "CNY"):
        raise _Fault(RowFault.BAD_CURRENCY, "currency")
    subject = _subject(cells)
    kind = _member(PayoutKind, cells["kind"], RowFault.BAD_KIND, "kind")
    if kind not in SETTLED_KINDS:
        raise _Fault(RowFault.BAD_KIND, "kind")
    statement = Statement(
        settlement_id=settlement_id,
        attempt=_attempt(cells) if subject.key else OF_MALL,
        kind=kind,
        state=_member(SettledState, cells.get("state") or SettledState.PAID, RowFault.BAD_STATE, "state"),
        amount=_amount(cells, "points" if kind is PayoutKind.POINTS else "amount_fen"),
        settled_at=_time(cells["settled_at"]),
    )
    return Row(line, subject, statement)


def _subject(cells: Mapping[str, str]) -> Subject:
    if cells.get("key"):
        return Subject(key=_id(cells, "key"))
    names = ("order_id", "line_id", "refund_id")
    order_id, line_id, refund_id = (_id(cells, name) for name in names)
    return Subject(order_id=order_id, line_id=line_id, refund_id=refund_id)


def _id(cells: Mapping[str, str], name: str) -> str:
    text = cells.get(name, "")
    if not _ID.fullmatch(text):
        raise _Fault(RowFault.BAD_ID, name)
    return text


def _attempt(cells: Mapping[str, str]) -> int:
    text = cells.get("attempt") or "1"
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= _MOST_ATTEMPTS:
        raise _Fault(RowFault.BAD_ATTEMPT, "attempt")
    return int(text)


def _amount(cells: Mapping[str, str], name: str) -> int:
    text = cells.get(name, "")
    if "." in text and _NUMBER.fullmatch(text):
        raise _Fault(RowFault.FRACTION_OF_FEN, name)
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= MOST_FEN:
        raise _Fault(RowFault.BAD_AMOUNT, name)
    return int(text)


def _time(text: str) -> datetime:
    try:
        return parse_instant(text)
    except (ValueError, OverflowError):
        raise _Fault(RowFault.BAD_TIME, "settled_at") from None


def _member(enum: type[E], text: str, fault: RowFault, field: str) -> E:
    try:
        return enum(text.upper())
    except ValueError:
        raise _Fault(fault, field) from None
