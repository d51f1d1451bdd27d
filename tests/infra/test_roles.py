"""Each role allows what its function reads and writes, index by index: told by the lives, which fire every kind."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest

import deployment
from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Found, Page, Wanted
from care.dynamo.writes import DynamoWrite, Key, Operation
from care.kernel.agenda import Lane
from fakes.lives_of_staff import EVERY_LIFE
from fakes.memory_storage import MemoryStorage
from fakes.product import ENVIRONMENT, Product, ProductApp
from fakes.serving import Reply

T = TypeVar("T")
Need = tuple[str, str, str]
"""(function, action, table or table/index)"""
ASKS_NOBODY: Need = ("AgendaStreamFunction", "Query", "agenda")
"""The stream is told what is due; only the sweep that stands for it here asks."""
_WRITES = {
    Operation.PUT: "PutItem",
    Operation.UPDATE: "UpdateItem",
    Operation.DELETE: "DeleteItem",
    Operation.CHECK: "ConditionCheckItem",
}
_FUNCTIONS = {
    Lane.NOW: ("SweepNowFunction", "AgendaStreamFunction"),
    Lane.CLOCKS: ("SweepClocksFunction",),
    Lane.CARE: ("SweepCareFunction",),
    Lane.CLOSURE: ("SweepClosureFunction",),
    Lane.INVITATIONS: ("SweepInvitationsFunction",),
}


@dataclass
class Recording(MemoryStorage):
    """Notes what the functions that act need; outside of them (a test that looks) nothing."""

    acting: tuple[str, ...] = ()
    needs: set[Need] = field(default_factory=set)

    def __post_init__(self) -> None:
        MemoryStorage.__init__(self)

    def get(self, shelf: Shelf[T], key: Key) -> T | None:
        self._need("GetItem", shelf.table)
        return super().get(shelf, key)

    def fetch(self, wanted: Sequence[Wanted]) -> Found:
        for shelf, _ in wanted:
            self._need("BatchGetItem", shelf.table)
        return super().fetch(wanted)

    def query(self, ask: Ask) -> Page:
        self._need("Query", f"{ask.table}/{ask.index}" if ask.index else ask.table)
        return super().query(ask)

    def transact(self, writes: Sequence[DynamoWrite]) -> None:
        for write in writes:
            self._need(_WRITES[write.operation], write.table)
        super().transact(writes)

    def _need(self, action: str, resource: str) -> None:
        self.needs |= {(function, action, resource) for function in self.acting}


class Watched(Product):
    """Every entry into the product acts as the function that has it in a deployment."""

    def __init__(self) -> None:
        super().__init__()
        self.recording = Recording()
        self.app = ProductApp(
            environment=ENVIRONMENT, clock=self.clock, channel=self.app.channel, memory=self.recording
        )

    def event(self, kind: str, /, **detail: Any) -> None:
        self._as(("MallEventsFunction",), lambda: super(Watched, self).event(kind, **detail))

    def sweep(self, lane: Lane) -> None:
        self._as(_FUNCTIONS[lane], lambda: super(Watched, self).sweep(lane))

    def run(self, operation: str, as_: str | None, **variables: Any) -> Reply:
        return self._as(("ApiFunction",), lambda: super(Watched, self).run(operation, as_, **variables))

    def _as(self, functions: tuple[str, ...], act: Callable[[], T]) -> T:
        before, self.recording.acting = self.recording.acting, functions
        try:
            return act()
        finally:
            self.recording.acting = before


@pytest.fixture(scope="module")
def allowed() -> set[Need]:
    """What the template's roles allow of DynamoDB."""
    resources = deployment.load_template().resources
    return {
        (name, action.removeprefix("dynamodb:"), place)
        for name, each in resources.items()
        if each["Type"] == "AWS::Serverless::Function"
        for statement in _statements(resources, each)
        for action in _listed(statement["Action"])
        for place in map(_place, _listed(statement["Resource"]))
        if action.startswith("dynamodb:") and place
    }


def _statements(resources: Any, function: Any) -> Iterator[Any]:
    role = resources[function["Properties"]["Role"]["Fn::GetAtt"][0]]
    for policy in role["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            yield from [statement] if "Action" in statement else []


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


def _place(resource: Any) -> str:
    """`orders`, or `orders/by_a`; empty for what is no table."""
    if isinstance(resource, dict) and "Fn::GetAtt" in resource:
        name = resource["Fn::GetAtt"][0]
        return name.removesuffix("Table").lower() if name.endswith("Table") else ""
    text = resource.get("Fn::Sub", "") if isinstance(resource, dict) else ""
    table, _, index = text.partition(".Arn}/index/")
    return f"{table.removeprefix('${').removesuffix('Table').lower()}/{index}" if index else ""


@pytest.mark.parametrize("life", EVERY_LIFE)
def test_a_life_needs_nothing_that_a_role_does_not_allow(life: str, allowed: set[Need]) -> None:
    product = Watched()
    EVERY_LIFE[life](product)
    assert len(product.recording.needs) > 10
    assert product.recording.needs - allowed - {ASKS_NOBODY} == set()
