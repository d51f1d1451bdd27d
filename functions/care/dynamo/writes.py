"""A write, as a shelf hands it out and the storage carries it out."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from care.dynamo.codec import AttributeMap

__all__ = ["Cancelled", "DynamoWrite", "Key", "Lost", "Operation", "Reason"]

Lost = Callable[[AttributeMap | None], Exception | None]
"""Gets the item that stood in the way (None: there was none); the error that this means, or None to decide again."""


@dataclass(frozen=True, slots=True)
class Key:
    """Where an item lies in its table."""

    pk: str
    sk: str


class Operation(StrEnum):
    """The four things that a transaction can do, in DynamoDB's own words."""

    PUT = "Put"
    UPDATE = "Update"
    DELETE = "Delete"
    CHECK = "ConditionCheck"


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoWrite:
    """One action of a transaction. `table` is the logical name; the storage knows the real one."""

    name: str
    table: str
    key: Key
    operation: Operation
    item: AttributeMap | None = None
    actions: tuple[Action, ...] = ()
    condition: Condition | None = None
    lost: Lost | None = None
    rank: int = 1
    """0 speaks before all others when several conditions are lost (a replay, an item that another has fired)."""

    @property
    def home(self) -> tuple[str, str, str]:
        return (self.table, self.key.pk, self.key.sk)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one write was not made. `code` is DynamoDB's: ConditionalCheckFailed, TransactionConflict …"""

    code: str
    item: AttributeMap | None


class Cancelled(Exception):
    """The transaction was not made. `reasons` by the home of the write; writes that were not to blame are absent."""

    def __init__(self, reasons: dict[tuple[str, str, str], Reason]) -> None:
        super().__init__(", ".join(f"{home}: {reason.code}" for home, reason in reasons.items()))
        self.reasons = reasons
