"""What the ledger comes to, account by account, in as much memory as there are accounts (C5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from care.accounts.ledger_line import LedgerLine
from care.accounts.model import Unit

__all__ = ["Sum", "Sums"]


@dataclass(slots=True)
class Sum:
    """What an account received (`debit`) and gave (`credit`), in its unit."""

    debit: int = 0
    credit: int = 0

    @property
    def balance(self) -> int:
        """What it has, in its unit; negative where it gave more than it received."""
        return self.debit - self.credit


@dataclass(slots=True)
class Sums:
    """Of any number of lines, one after another; fen and points never add up to one another."""

    lines: int = 0
    _sums: dict[tuple[Unit, str], Sum] = field(default_factory=dict)

    def add(self, lines: Iterable[LedgerLine]) -> None:
        """Each line once: it is not known what was added before."""
        for line in lines:
            self.lines += 1
            self._of(line.unit, line.debit).debit += line.amount
            self._of(line.unit, line.credit).credit += line.amount

    def accounts(self) -> Iterator[tuple[Unit, str, Sum]]:
        """Sorted by unit and name."""
        for (unit, name), found in sorted(self._sums.items()):
            yield unit, name, found

    def total(self, unit: Unit) -> Sum:
        """Of a whole unit: what was received is what was given, or the books are broken."""
        total = Sum()
        for each, _name, found in self.accounts():
            if each is unit:
                total.debit += found.debit
                total.credit += found.credit
        return total

    def _of(self, unit: Unit, name: str) -> Sum:
        return self._sums.setdefault((unit, name), Sum())
