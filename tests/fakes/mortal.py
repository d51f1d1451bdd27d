"""A shop whose processes die: at every call of every invocation in turn, or now and then by a seed.

What dies is run again as its event source would do it, on a product put together anew: a queue and a stream deliver
again, a schedule ticks again, a caller repeats the request under the same key.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, TypeVar, cast

from care.accounts.mall import PayoutRequest
from care.contact.channels import LocalChannel, Outgoing, Receipt
from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Found, Page, Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.agenda import Lane
from care.kernel.bookkeeping import BOOKKEEPING
from fakes.memory_storage import Item, MemoryStorage
from fakes.product import ENVIRONMENT, Product, ProductApp
from fakes.serving import Reply

__all__ = ["Died", "Enumerated", "Fate", "Mortal", "MortalStorage", "Stormy", "meaning", "told"]

T = TypeVar("T")
Home = tuple[str, str, str]
_SENDING = frozenset({"CLAIMED", "UNKNOWN", "SENT"})
_OUTCOME = frozenset(
    {"state", "reason", "detail", "sent_at", "receipt", "trail", "by_b_pk", "by_b_sk"}
    | {"channel", "gone_by", "attempt", "again", "claimed_at", "deferred_until"}
)
_PASSING = {
    "greeting": frozenset({"outcomes", "effect"}),  # how its messages fared, which may be UNKNOWN
    "wave": frozenset({"outcomes"}),
    "text": frozenset({"until", "ttl"}),  # kept from the last try on
    "group-post": frozenset({"state", "code", "ended_at"}),  # as a message's outcome
}
_UNHEARD = frozenset({"CLAIMED", "UNKNOWN"})


class Died(BaseException):
    """The process ended here; nothing in the product may catch it."""


class Fate:
    """Counts the calls of an invocation that go to the outside, and ends it at one of them."""

    def __init__(self) -> None:
        self.made = 0
        self.fatal: Callable[[int], bool] = lambda _moment: False
        """Is asked at each moment: 2n before call n goes out, 2n + 1 when its answer is on its way."""

    def call(self, make: Callable[[], T]) -> T:
        moment = 2 * self.made
        self.made += 1
        if self.fatal(moment):
            raise Died
        answer = make()
        if self.fatal(moment + 1):
            raise Died
        return answer


class MortalStorage(MemoryStorage):
    """MemoryStorage whose calls may be the last; `committed` are the names of all writes that were made."""

    def __init__(self, fate: Fate) -> None:
        super().__init__()
        self.fate = fate
        self.committed: Counter[str] = Counter()

    def get(self, shelf: Shelf[T], key: Key) -> T | None:
        return self.fate.call(lambda: super(MortalStorage, self).get(shelf, key))

    def fetch(self, wanted: Sequence[Wanted]) -> Found:
        return self.fate.call(lambda: super(MortalStorage, self).fetch(wanted))

    def query(self, ask: Ask) -> Page:
        return self.fate.call(lambda: super(MortalStorage, self).query(ask))

    def transact(self, writes: Sequence[DynamoWrite]) -> None:
        self.fate.call(lambda: super(MortalStorage, self).transact(writes))
        self.committed.update(write.name for write in writes)


@dataclass
class MortalChannel(LocalChannel):
    """Remembers every send that reached it."""

    fate: Fate
    sent: list[str] = field(default_factory=list)

    def send(self, outgoing: Outgoing) -> Receipt:
        return self.fate.call(lambda: self._sent(outgoing))

    def _sent(self, outgoing: Outgoing) -> Receipt:
        self.sent.append(outgoing.message_id)
        return Receipt(f"inbox:{outgoing.message_id}")


@dataclass
class MortalApp(ProductApp):
    """Asking the mall is a call like any other."""

    fate: Fate = field(default_factory=Fate)

    def ask(self, request: PayoutRequest) -> None:
        self.fate.call(lambda: super(MortalApp, self).ask(request))


@dataclass(frozen=True)
class World:
    """What outlives a process."""

    items: dict[Home, Item]
    asked: list[PayoutRequest]
    buried: list[dict[str, str]]
    sent: list[str]
    answered: int


class Mortal(Product):
    """Every invocation goes through `invoke`."""

    def __init__(self) -> None:
        super().__init__()
        self.fate = Fate()
        self.moments = 0
        """Those of the last invocation that `Fate` was asked about, where a test notes them."""
        self._channel = MortalChannel(self.fate)
        self.app = MortalApp(
            environment=ENVIRONMENT,
            clock=self.clock,
            channel=self._channel,
            memory=MortalStorage(self.fate),
            fate=self.fate,
        )

    @property
    def storage(self) -> MortalStorage:
        return cast("MortalStorage", self.memory)

    @property
    def sent(self) -> list[str]:
        """The ids of the messages that the channel was given."""
        return self._channel.sent

    def invoke(self, run: Callable[[], T]) -> T:
        """One invocation of a handler."""
        return run()

    def reborn(self) -> None:
        """A fresh sandbox: what it built is gone, what lies outside stays."""
        self.app = replace(cast("MortalApp", self.app))
        self.__dict__.pop("server", None)
        self.fate.made = 0

    # ------------------------------------------------------------ the event sources

    def event(self, kind: str, /, **detail: Any) -> None:
        self.invoke(lambda: super(Mortal, self).event(kind, **detail))

    def sweep(self, lane: Lane) -> None:
        if any(item.lane is lane and item.due <= self.clock.now() for item in self.planned()):
            self.invoke(lambda: super(Mortal, self).sweep(lane))

    def run(self, operation: str, as_: str | None, **variables: object) -> Reply:
        self._keys += 1
        given = {"idempotencyKey": f"key-{self._keys:08}"} | variables
        return self.invoke(lambda: super(Mortal, self).run(operation, as_, **given))

    # ------------------------------------------------------------ what outlives it

    def world(self) -> World:
        items = {home: dict(item) for home, item in self.memory.items.items()}
        return World(items, list(self.app.asked), list(self.app.buried), list(self.sent), self._answered)

    def restore(self, world: World) -> None:
        self.memory.items = {home: dict(item) for home, item in world.items.items()}
        self.app.asked[:], self.app.buried[:], self.sent[:] = world.asked, world.buried, world.sent
        self._answered = world.answered


class Enumerated(Mortal):
    """Each invocation is run to its end, then again from its start with a death at each of its moments in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.deaths = 0
        self._within = False

    def invoke(self, run: Callable[[], T]) -> T:
        if self._within:
            return run()
        self._within = True
        self.reborn()
        before = self.world()
        result, moments = run(), 2 * self.fate.made
        after, settled = self.world(), self._settled()
        for moment in range(moments):
            self.restore(before)
            self._die_at(moment, run)
            assert told(run()) == told(result), f"the answer differs after a death at {moment}"
            if self.world() != after:
                judge(settled, self._settled())
        self.restore(after)
        self.reborn()
        self._within = False
        return result

    def _settled(self) -> World:
        """What it comes to at this time: which of two ticks fires an item means nothing."""
        self.settle()
        return self.world()

    def _die_at(self, moment: int, run: Callable[[], object]) -> None:
        self.deaths += 1
        self.reborn()
        self.fate.fatal = lambda now: now == moment
        try:
            run()
        except Died:
            pass
        else:
            raise AssertionError(f"the death at {moment} was caught")
        finally:
            self.fate.fatal = lambda _now: False
            self.reborn()


class Stormy(Mortal):
    """Each moment of each invocation is the last with a probability; what died is run until it lives."""

    def __init__(self, seed: int, probability: float = 0.03) -> None:
        super().__init__()
        self.deaths = 0
        self._random = Random(seed)
        self.fate.fatal = lambda _moment: self._random.random() < probability

    def invoke(self, run: Callable[[], T]) -> T:
        while True:
            try:
                return run()
            except Died:
                self.deaths += 1
                self.reborn()


def judge(whole: World, broken: World) -> None:
    """Assert that a world that saw a death means what the whole one does."""
    assert _requests(broken) == _requests(whole), "the mall was asked for something else"
    assert {str(each) for each in broken.buried} == {str(each) for each in whole.buried}
    expected, found = meaning(whole.items), meaning(broken.items)
    alarms = {item["id"]["S"] for item in expected.values() if _of_alert(item)}
    twice = {each for each, times in Counter(broken.sent).items() if times > 1}
    assert twice <= alarms | {each for each, times in Counter(whole.sent).items() if times > 1}, "sent twice"
    unheard = {home for home, item in expected.items() if home[2] == "RECEIPT" or _asks_after(item)}
    assert found.keys() ^ expected.keys() <= unheard | _passed_on(expected) | _passed_on(found)
    for home in expected.keys() & found.keys():
        assert _settled(found[home]) == _settled(expected[home]), home
        _one_decision(expected[home], found[home])


def _asks_after(item: Mapping[str, Any]) -> bool:
    """After a receipt: a message whose receipt was never heard of is UNKNOWN, and nobody can be asked about it."""
    return "message.confirm" in item.get("kind", {}).values()


def _passed_on(items: Mapping[Home, Any]) -> set[Home]:
    """What a leader is told because nobody knows whether their group was: all that bears such a message's id."""
    told = {item["id"]["S"] for item in items.values() if "arrival_leader" in item.get("template", {}).get("S", "")}
    return {home for home, item in items.items() if any(each in str((home, item)) for each in told)}


def _requests(world: World) -> set[tuple[str, int]]:
    return {(each.payout.id, each.payout.attempt) for each in world.asked}


def _one_decision(whole: Mapping[str, Any], broken: Mapping[str, Any]) -> None:
    """A message whose sender died is not sent again: it waits as CLAIMED and then is UNKNOWN. What belongs to a red
    alert is.
    """
    if whole["type"] == {"S": "message"} and whole != broken:
        assert whole["state"] == {"S": "SENT"}
        assert broken["state"]["S"] in _UNHEARD or _of_alert(broken)


def _settled(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without what two agenda items of one moment leave differently, whichever fires first."""
    if item["type"] == {"S": "ticket"}:  # its entries lie beside it, and are compared whole
        told = {name: item["last_entry"]["M"][name] for name in ("at", "kind", "round")}
        return {name: each for name, each in item.items() if name != "timed_by"} | {"last_entry": told}
    if item["type"] == {"S": "member-contact"}:
        return dict(item) | {"sent": sorted(str(each) for each in item["sent"]["L"])}
    if item["type"] == {"S": "message"} and item["state"]["S"] in _SENDING:
        return {name: each for name, each in item.items() if name not in _OUTCOME}
    passing = _PASSING.get(item["type"]["S"], frozenset())
    return {name: each for name, each in item.items() if name not in passing}


def _of_alert(item: Mapping[str, Any]) -> bool:
    return item["type"] == {"S": "message"} and item.get("priority") == {"S": "ALARM"}


def meaning(items: Mapping[Home, Item]) -> dict[Home, Any]:
    """The items without what only says how they came to be."""
    return {home: _without_bookkeeping(item) for home, item in items.items()}


def _without_bookkeeping(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {name: _without_bookkeeping(each) for name, each in thing.items() if name not in BOOKKEEPING}
    return [_without_bookkeeping(each) for each in thing] if isinstance(thing, list) else thing


def told(answer: object) -> object:
    """An answer, but for its saying that it was given before."""
    if isinstance(answer, Reply):
        return _told(answer.data), answer.codes
    return answer


def _told(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _told(each) for name, each in data.items() if name != "replayed"}
    return [_told(each) for each in data] if isinstance(data, list) else data
