"""Storage on DynamoDB, through pynamodb's connection, expressions and error types."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError, VerboseClientError
from pynamodb.expressions.update import Update

from care.dynamo.codec import AttributeMap, plain, value
from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Found, Page, Wanted
from care.dynamo.writes import Cancelled, DynamoWrite, Key, Operation, Reason

__all__ = ["DynamoStorage", "Unread"]

T = TypeVar("T")
_MOST_KEYS = 100
"""BatchGetItem's limit."""
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds before keys that were left unread are asked for again; after the last of them it is given up."""
_CURABLE = frozenset(
    {"ConditionalCheckFailed", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
)
_CONFLICT_CODES = frozenset({"TransactionConflictException", "TransactionInProgressException"})


class Unread(Exception):
    """The database leaves keys unread again and again: it is throttling, and nothing may be decided without them."""


class DynamoStorage:
    """Binds the logical table names to a deployment's tables; nothing is bound at import."""

    def __init__(self, tables: Mapping[str, str], *, region: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._tables = tables
        self._sleep = sleep
        self._logical = {real: logical for logical, real in tables.items()}
        self._region = region

    @cached_property
    def _connection(self) -> Connection:
        # pynamodb's own time-outs (15 s, 30 s, 3 retries) outlive a Lambda
        return Connection(region=self._region, connect_timeout_seconds=1, read_timeout_seconds=4, max_retry_attempts=2)

    def get(self, shelf: Shelf[T], key: Key) -> T | None:
        answer = self._call("GetItem", TableName=self._tables[shelf.table], Key=_raw(key), ConsistentRead=True)
        return shelf.load(answer["Item"]) if "Item" in answer else None

    def fetch(self, wanted: Sequence[Wanted]) -> Found:
        homes = list(dict.fromkeys((shelf.table, key) for shelf, key in wanted))
        found = Found()
        for start in range(0, len(homes), _MOST_KEYS):
            self._fetch_some(homes[start : start + _MOST_KEYS], found)
        return found

    def query(self, ask: Ask) -> Page:
        answer = self._call("Query", **self._question(ask))
        last = answer.get("LastEvaluatedKey")
        return Page(answer["Items"], {name: plain(each) for name, each in last.items()} if last else None)

    def transact(self, writes: Sequence[DynamoWrite]) -> None:
        items = [{write.operation.value: self._action(write)} for write in writes]
        try:
            self._call("TransactWriteItems", TransactItems=items)
        except VerboseClientError as error:
            raise _cancellation(error, writes) from error

    def _call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._connection.dispatch(operation, arguments)
        return answer

    def _fetch_some(self, homes: Sequence[tuple[str, Key]], found: Found) -> None:
        request: dict[str, Any] = {}
        for table, key in homes:
            request.setdefault(self._tables[table], {"Keys": [], "ConsistentRead": True})["Keys"].append(_raw(key))
        for pause in (*_PAUSES, None):
            answer = self._call("BatchGetItem", RequestItems=request)
            for table, items in answer["Responses"].items():
                for item in items:
                    found.items[self._logical[table], item["pk"]["S"], item["sk"]["S"]] = item
            request = answer.get("UnprocessedKeys") or {}
            if not request:
                return
            if pause is not None:
                self._sleep(pause)
        raise Unread(f"keys of {', '.join(request)}")

    def _question(self, ask: Ask) -> dict[str, Any]:
        prefix = f"{ask.index}_" if ask.index else ""
        names = {"#pk": f"{prefix}pk"}
        values = {":pk": value(ask.pk)}
        clauses = ["#pk = :pk"]
        clause, operands = _bounds(ask)
        if clause:
            clauses.append(clause)
            names["#sk"] = f"{prefix}sk"
            values |= {name: value(operand) for name, operand in operands.items()}
        question: dict[str, Any] = {
            "TableName": self._tables[ask.table],
            "KeyConditionExpression": " AND ".join(clauses),
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "Limit": ask.limit,
            "ScanIndexForward": not ask.newest_first,
        }
        if ask.index:
            question["IndexName"] = ask.index
        else:
            question["ConsistentRead"] = True
        if ask.after:
            question["ExclusiveStartKey"] = {name: value(each) for name, each in ask.after.items()}
        return question

    def _action(self, write: DynamoWrite) -> dict[str, Any]:
        names: dict[str, str] = {}
        values: dict[str, Any] = {}
        action: dict[str, Any] = {
            "TableName": self._tables[write.table],
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        if write.operation is Operation.PUT:
            action["Item"] = write.item
        else:
            action["Key"] = _raw(write.key)
        if write.actions:
            action["UpdateExpression"] = Update(*write.actions).serialize(names, values)
        if write.condition is not None:
            action["ConditionExpression"] = write.condition.serialize(names, values)
        if names:
            action["ExpressionAttributeNames"] = {placeholder: name for name, placeholder in names.items()}
        if values:
            action["ExpressionAttributeValues"] = values
        return action


def _raw(key: Key) -> dict[str, dict[str, str]]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def _cancellation(error: VerboseClientError, writes: Sequence[DynamoWrite]) -> Exception:
    """The cancellation by key, or the error itself where the transaction failed for another reason."""
    reasons = dict(_reasons(error, writes))
    if any(reason.code not in _CURABLE for reason in reasons.values()):
        return TransactWriteError("the transaction can never be made", error)
    if not reasons and error.response["Error"]["Code"] in _CONFLICT_CODES:
        reasons = {write.home: Reason("TransactionConflict", None) for write in writes}
    return Cancelled(reasons) if reasons else TransactWriteError("the transaction failed", error)


def _reasons(error: VerboseClientError, writes: Sequence[DynamoWrite]) -> Iterator[tuple[tuple[str, str, str], Reason]]:
    for write, reason in zip(writes, error.cancellation_reasons or (), strict=False):
        if reason is not None:
            item: AttributeMap | None = reason.raw_item
            yield write.home, Reason(reason.code, item)


def _bounds(ask: Ask) -> tuple[str, dict[str, str]]:
    """The one clause about the sort key that a query may have, and its operands."""
    if ask.prefix:
        return "begins_with(#sk, :sk)", {":sk": ask.prefix}
    if ask.since and ask.up_to:
        return "#sk BETWEEN :since AND :sk", {":since": ask.since, ":sk": ask.up_to}
    if ask.since:
        return "#sk >= :since", {":since": ask.since}
    return ("#sk <= :sk", {":sk": ask.up_to}) if ask.up_to else ("", {})
