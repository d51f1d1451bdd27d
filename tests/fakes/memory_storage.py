"""Storage in memory: evaluates the same pynamodb expressions on the same items as DynamoDB would."""

import threading
from collections.abc import Sequence
from typing import Any, TypeVar

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from care.dynamo.codec import AttributeMap, plain, value
from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Found, Page, Wanted
from care.dynamo.writes import Cancelled, DynamoWrite, Key, Operation, Reason

T = TypeVar("T")
Item = dict[str, Any]
_LARGEST = 400 * 1024
_COMPARE = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


class MemoryStorage:
    """Counts its calls in `calls`, for the tests that hold an operation to a number of them."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str, str], Item] = {}
        self.calls: list[str] = []
        self._lock = threading.RLock()

    def get(self, shelf: Shelf[T], key: Key) -> T | None:
        self.calls.append("get")
        item = self.items.get((shelf.table, key.pk, key.sk))
        return shelf.load(item) if item else None

    def fetch(self, wanted: Sequence[Wanted]) -> Found:
        homes = {(shelf.table, key.pk, key.sk) for shelf, key in wanted}
        self.calls.extend("fetch" for _ in range(0, len(homes), 100))
        return Found({home: self.items[home] for home in homes if home in self.items})

    def query(self, ask: Ask) -> Page:
        self.calls.append("query")
        pk, sk = (f"{ask.index}_pk", f"{ask.index}_sk") if ask.index else ("pk", "sk")
        rows = sorted(
            (item for (table, _, _), item in self.items.items() if table == ask.table and _within(item, ask, pk, sk)),
            key=lambda item: (item[sk]["S"], item["pk"]["S"], item["sk"]["S"]),
            reverse=ask.newest_first,
        )
        if ask.after:  # a place, even if what lay there has moved away since
            place = (ask.after[sk], ask.after["pk"], ask.after["sk"])
            rows = [item for item in rows if _comes_after(item, place, sk, newest_first=ask.newest_first)]
        page = rows[: ask.limit]
        ended = ask.limit > len(rows)  # a full page tells where it ended, though nothing may come after it
        last = None if ended else {name: plain(page[-1][name]) for name in {pk, sk, "pk", "sk"}}
        return Page(list(page), last)

    def transact(self, writes: Sequence[DynamoWrite]) -> None:
        self.calls.append("transact")
        homes = [write.home for write in writes]
        assert 0 < len(homes) <= 100, "DynamoDB takes 1 to 100 actions"
        assert len(set(homes)) == len(homes), "DynamoDB refuses two actions on one item"
        with self._lock:
            reasons = {
                write.home: Reason("ConditionalCheckFailed", self.items.get(write.home))
                for write in writes
                if write.condition is not None and not _holds(write.condition, self.items.get(write.home))
            }
            if reasons:
                raise Cancelled(reasons)
            after = {write.home: _after(write, self.items.get(write.home)) for write in writes}
            for home, item in after.items():
                self._lay(home, item)

    def all(self, shelf: Shelf[T]) -> list[T]:
        """Everything on a shelf, for assertions."""
        return [shelf.load(item) for home, item in sorted(self.items.items()) if item["type"]["S"] == shelf.kind]

    def _lay(self, home: tuple[str, str, str], item: Item | None) -> None:
        if item is None:
            self.items.pop(home, None)
        else:
            self.items[home] = item


def _after(write: DynamoWrite, before: Item | None) -> Item | None:
    """What lies there after a write, in a new item: whoever has read the one before keeps what they read."""
    if write.operation is Operation.CHECK:
        return before
    if write.operation is Operation.DELETE:
        return None
    key = {"pk": {"S": write.key.pk}, "sk": {"S": write.key.sk}}
    item: Item = dict(write.item or {}) if write.operation is Operation.PUT else dict(before or key)
    for action in write.actions:
        _act(action, item)
    if _size(item) > _LARGEST:
        raise TransactWriteError("an item has more than 400 KB")
    return item


def _size(content: Any) -> int:
    """In bytes, near enough to how DynamoDB counts."""
    match content:
        case str():
            return len(content.encode())
        case dict():
            return sum(_size(name) + _size(each) for name, each in content.items())
        case list():
            return sum(1 + _size(each) for each in content)
    return 1


def _comes_after(item: Item, place: tuple[str, str, str], sk: str, *, newest_first: bool) -> bool:
    home = (item[sk]["S"], item["pk"]["S"], item["sk"]["S"])
    return home < place if newest_first else home > place


def _within(item: AttributeMap, ask: Ask, pk: str, sk: str) -> bool:
    if item.get(pk, {}).get("S") != ask.pk:
        return False
    text = str(item[sk]["S"])
    within = (ask.since is None or text >= ask.since) and (ask.up_to is None or text <= ask.up_to)
    return within and text.startswith(ask.prefix)


def _holds(condition: Condition, item: AttributeMap | None) -> bool:  # noqa: PLR0911 - a return an operator
    found: Any = item or {}
    parts: Any = condition.values
    match condition.operator:
        case "AND":
            return all(_holds(part, item) for part in parts)
        case "OR":
            return any(_holds(part, item) for part in parts)
        case "NOT":
            return not _holds(parts[0], item)
        case "attribute_exists":
            return _look_up(parts[0], found) is not None
        case "attribute_not_exists":
            return _look_up(parts[0], found) is None
        case "IN":
            return any(_look_up(parts[0], found) == _look_up(part, found) for part in parts[1:])
        case operator:
            left, right = (_look_up(part, found) for part in parts)
            if left is None or right is None:
                return operator == "<>"
            return bool(_COMPARE[operator](plain(left), plain(right)))


def _look_up(operand: Any, item: AttributeMap) -> Any:
    if not hasattr(operand, "path"):
        return operand.values[0]
    found: Any = {"M": item}
    for name in operand.path:
        found = found.get("M", {}).get(name) if found else None
    return found


def _act(action: Action, item: Item) -> None:
    path: Any
    path, *operands = action.values
    (name,) = path.path
    match action.format_string:
        case "{0} {1}":  # ADD
            before = plain(item[name]) if name in item else 0
            item[name] = value(before + plain(operands[0].values[0]))
        case "{0} = {1}":
            item[name] = _evaluate(operands[0], item)
        case "{0}":
            item.pop(name, None)
        case other:
            message = f"the fake knows no action {other}"
            raise NotImplementedError(message)


def _evaluate(operand: Any, item: Item) -> Any:
    match operand.format_string:
        case "if_not_exists ({0}, {1})":
            found = _look_up(operand.values[0], item)
            return found if found is not None else _evaluate(operand.values[1], item)
        case "{0} + {1}":
            return value(sum(plain(_evaluate(each, item)) for each in operand.values))
        case _:
            return _look_up(operand, item)
