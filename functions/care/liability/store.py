"""Where liability lies: cases and statements in table `accounts`, rules in table `policy`.

LIABILITY#<source>             LIABILITY          who bears a ticket's round; by_a: those in one state
LIABILITY#<source>             STEP#<n>           its history
STATEMENT#<party>#<month>      TOTAL              a party's month, summed up; by_a: all of a month
STATEMENT#<party>#<month>      LINE#<at>#<source>#<step>#<nth>    a line of it, which is a ledger line
LIABILITY_RULES                VERSION#<number>   an edition of the rules
"""

from collections.abc import Sequence

from care.dynamo.editions import edition_key
from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask, Place
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import stamp
from care.liability.model import (
    Liability,
    LiabilityRules,
    LiabilityState,
    LineKind,
    Statement,
    StatementLine,
    Step,
)

__all__ = [
    "LIABILITIES",
    "LIABILITY_RULES",
    "STATEMENTS",
    "STATEMENT_LINES",
    "STEPS",
    "add_up",
    "history_of",
    "in_state",
    "liability_at",
    "lines_of",
    "of_month",
    "statement_at",
]

_TABLE = "accounts"
_COUNTERS = {
    LineKind.CHARGE: ("charged_fen", 1),
    LineKind.CREDIT: ("credited_fen", -1),
    LineKind.WRITE_OFF: ("written_off_fen", -1),
    LineKind.REINSTATED: ("written_off_fen", -1),
}
"""What a line adds its fen to, and with which sign."""


def _statement_pk(party_key: str, month: str) -> str:
    return f"STATEMENT#{party_key}#{month}"


def _place(line: StatementLine) -> str:
    return f"LINE#{stamp(line.at)}#{line.liability_id}#{line.n:04}#{line.nth:02}"


LIABILITIES = Shelf(
    shape=Liability,
    kind="liability",
    table=_TABLE,
    key=lambda each: Key(f"LIABILITY#{each.id}", "LIABILITY"),
    indexes={"by_a": lambda each: (f"LIABILITIES#{each.state}", f"{stamp(each.allocated_at)}#{each.id}")},
)
STEPS = Shelf(
    shape=Step,
    kind="liability_step",
    table=_TABLE,
    key=lambda step: Key(f"LIABILITY#{step.liability_id}", f"STEP#{step.n:04}"),
)
STATEMENT_LINES = Shelf(
    shape=StatementLine,
    kind="statement_line",
    table=_TABLE,
    key=lambda line: Key(_statement_pk(line.party.key, line.month), _place(line)),
)
STATEMENTS = Shelf(
    shape=Statement,
    kind="statement",
    table=_TABLE,
    key=lambda each: Key(_statement_pk(each.party_key, each.month), "TOTAL"),
    indexes={"by_a": lambda each: (f"STATEMENTS#{each.month}", each.party_key)},
)
LIABILITY_RULES = Shelf(
    shape=LiabilityRules,
    kind="liability_rules",
    table="policy",
    key=lambda rules: edition_key("LIABILITY_RULES", rules.number),
)


def liability_at(liability_id: str) -> tuple[Shelf[Liability], Key]:
    return LIABILITIES, Key(f"LIABILITY#{liability_id}", "LIABILITY")


def statement_at(statement_id: str) -> tuple[Shelf[Statement], Key]:
    """`statement_id` is `<month>~<party>`."""
    month, _, party_key = statement_id.partition("~")
    return STATEMENTS, Key(_statement_pk(party_key, month), "TOTAL")


def add_up(lines: Sequence[StatementLine]) -> DynamoWrite:
    """Add lines of one party's month to its sum, in the transaction that writes them."""
    party_key, month = lines[0].party.key, lines[0].month
    total = Statement(party_key=party_key, month=month)
    changes = {"charged_fen": 0, "credited_fen": 0, "written_off_fen": 0}
    for line in lines:
        counter, sign = _COUNTERS[line.kind]
        changes[counter] += sign * line.fen
    by_a_pk, by_a_sk = f"STATEMENTS#{month}", party_key
    identity = {"type": STATEMENTS.kind, "party_key": party_key, "month": month, "by_a_pk": by_a_pk, "by_a_sk": by_a_sk}
    return STATEMENTS.update(
        STATEMENTS.key(total),
        *(attribute(name).set(each) for name, each in identity.items()),
        attribute("lines").add(len(lines)),
        *(attribute(name).add(change) for name, change in changes.items()),
        name="statement.add",
    )


def history_of(liability_id: str, *, limit: int, after: Place) -> Ask:
    return Ask(table=_TABLE, pk=f"LIABILITY#{liability_id}", prefix="STEP#", limit=limit, after=after)


def in_state(state: LiabilityState, *, limit: int, after: Place) -> Ask:
    return Ask(table=_TABLE, index="by_a", pk=f"LIABILITIES#{state}", limit=limit, after=after)


def lines_of(party_key: str, month: str, *, limit: int, after: Place) -> Ask:
    return Ask(table=_TABLE, pk=_statement_pk(party_key, month), prefix="LINE#", limit=limit, after=after)


def of_month(month: str, *, limit: int, after: Place) -> Ask:
    return Ask(table=_TABLE, index="by_a", pk=f"STATEMENTS#{month}", limit=limit, after=after)
