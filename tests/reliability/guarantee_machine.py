"""The frame of the guarantee machine: deeds, what befalls them, and what must be true after each.

A rule says who does what; `ask` and `tell` see to the rest: a deed may die at any call and is made again, may be held
back until another one is about to commit, and is kept to be made again under its key.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from hypothesis import HealthCheck, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from care.tickets.authority.store import USES
from care.tickets.model import Ticket
from care.tickets.store import ENTRIES, TICKETS
from care.tickets.teamwork.store import INNER
from fakes.serving import Reply
from reliability.guarantee_truths import TRUTHS, it_has_come_to_an_end
from reliability.guarantee_world import Deed, Figures, World

__all__ = ["SEEN", "Frame", "numbers", "play", "some"]

T = TypeVar("T")
SEEN: Counter[str] = Counter()
"""What the machine that was played last came to: steps, deeds with their refusals, gates, states."""
NEVER = frozenset({"CONFLICT", "INTERNAL", "BAD_USER_INPUT", "INTERNAL_ERROR", "NOT_READY"})
MINUTES = (0, 0, 0, 0, 1, 1, 6, 31, 31, 4 * 60 + 1, 25 * 60, 3 * 24 * 60)
MOODS = (None, None, "CONFIRMED", "CONFIRMED", "FAILED")
numbers = st.integers(0, 997)
"""Picks one of whatever there is by then."""


def some(found: Sequence[T], number: int) -> T:
    return found[number % len(found)]


class Frame(RuleBasedStateMachine):
    """What befalls deeds; the deeds themselves come from below (guarantee_deeds)."""

    figures: Figures

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.figures)
        self.deeds: list[Deed] = []
        self.done: set[str] = set()
        self.told: list[Callable[[], None]] = []
        self.tokens: list[str] = []
        self._steps = 0
        self._holding = False
        self._held: Callable[[], None] | None = None

    # ---------------------------------------------------------------- deeds

    def ask(self, operation: str, as_: str, **given: Any) -> None:
        """A request under a key of its own."""
        deed = Deed(operation, as_, given, f"deed-{len(self.deeds):06}")
        self.deeds.append(deed)
        self._do(partial(self._perform, deed))

    def tell(self, event: Callable[[], None]) -> None:
        """An event of the mall, which may come again."""
        self.told.append(event)
        self._do(event)

    def _do(self, act: Callable[[], None]) -> None:
        if self._holding:
            self._holding, self._held = False, act
            return
        held, self._held = self._held, None
        self.world.raced = False
        if held:
            self.world.rival(held)
        act()
        while self.world.watched.rivals:
            self.world.watched.rivals.pop()()
        SEEN["raced"] += self.world.raced

    def _perform(self, deed: Deed) -> None:
        before, raced = dict(self.world.memory.items), self.world.raced
        reply = self.world.run(deed.operation, deed.as_, input=deed.given, idempotencyKey=deed.key)
        code, payload = _refusal(reply)
        SEEN[f"{deed.operation} {code or 'done'}"] += 1
        assert code not in NEVER, (deed, code, reply)
        assert not code or deed.key not in self.done, (deed, code, "it was done under this key")
        if code and self.world.raced == raced:
            assert self.world.memory.items == before, (deed, code, "a refused call changes nothing")
        if not code:
            assert payload["replayed"] or deed.key not in self.done, deed
            self.done.add(deed.key)

    def _worded(self) -> list[Deed]:
        """Those that were done and say something in words."""
        return [each for each in self.deeds if each.key in self.done and each.given.keys() & {"text", "why"}]

    def tickets(self) -> list[Ticket]:
        return sorted(self.world.found(TICKETS), key=lambda ticket: (ticket.opened_at, ticket.id))

    # ---------------------------------------------------------------- what befalls them

    @rule(moment=st.integers(0, 11))
    def the_next_one_dies(self, moment: int) -> None:
        self.world.doom = moment

    @precondition(lambda self: not self._held)
    @rule()
    def the_next_one_comes_between(self) -> None:
        """It is held back until the one after it is about to commit."""
        self._holding = True

    @precondition(lambda self: self.deeds)
    @rule(number=numbers)
    def asked_again(self, number: int) -> None:
        self._do(partial(self._perform, some(self.deeds, number)))

    @precondition(lambda self: self.told)
    @rule(number=numbers)
    def told_again(self, number: int) -> None:
        self._do(some(self.told, number))

    @precondition(lambda self: self._worded())
    @rule(number=numbers)
    def a_key_is_used_for_something_else(self, number: int) -> None:
        deed = some(self._worded(), number)
        name = "text" if "text" in deed.given else "why"
        other = Deed(deed.operation, deed.as_, deed.given | {name: "另外的话"}, deed.key)
        before = dict(self.world.memory.items)
        code, _ = _refusal(self.world.run(other.operation, other.as_, input=other.given, idempotencyKey=other.key))
        assert code == "IDEMPOTENCY_KEY_REUSED", (other, code)
        assert self.world.memory.items == before

    @rule(minutes=st.sampled_from(MINUTES), mood=st.sampled_from(MOODS))
    def time_passes(self, minutes: int, mood: str | None) -> None:
        """The mall, meanwhile, is silent, or answers all that it is asked."""
        self.world.mall = lambda _request: mood
        self.world.advance(minutes=minutes)
        self.world.mall = lambda _request: None

    # ---------------------------------------------------------------- what is true

    @invariant()
    def holds(self) -> None:
        self._steps += 1
        SEEN["steps"] += 1
        for truth in TRUTHS:
            truth(self.world)

    def teardown(self) -> None:
        """The mall answers, time goes on, and it all comes to an end."""
        if self._held:
            self._do(lambda: None)
        self._note()
        SEEN["commits"] += self.world.watched.commits
        SEEN["caps checked"] += self.world.caps.checked
        SEEN["deaths"] += self.world.deaths
        self.world.mall = lambda _request: "CONFIRMED"
        self.world.advance(days=16)
        for truth in (*TRUTHS, it_has_come_to_an_end):
            truth(self.world)

    def _note(self) -> None:
        for ticket in self.tickets():
            SEEN[f"ticket {ticket.state}"] += 1
        for payout in self.world.payouts():
            SEEN[f"payout {payout.state}"] += 1
            SEEN["asked anew"] += bool(payout.asked_anew)
            SEEN[f"paid {payout.kind}"] += bool(payout.confirmed)
        for entry in self.world.found(ENTRIES):
            SEEN[f"entry {entry.kind}"] += 1
            if entry.kind == "REVIEW_NEEDED":
                SEEN[f"gate {(entry.note or '').partition(' ')[0]}"] += 1
        for use in self.world.found(USES):
            SEEN["given less"] += "LESS" in use.passed
        for inner in self.world.found(INNER):
            SEEN[f"inner {inner.kind}"] += 1


def _refusal(reply: Reply) -> tuple[str, dict[str, Any]]:
    """The code of what was refused, empty where it was done; and the answer."""
    if reply.errors:
        return str(reply.codes[0]), {}
    (payload,) = reply.data.values()
    errors = payload["userErrors"]
    return (str(errors[0]["code"]) if errors else ""), payload


def play(machine: type[Frame], *, at_least: int, seeded: int) -> None:
    """Lives of fifty steps until there are so many steps; what is found is made small.

    Each round of twenty lives has a seed of its own: within one, lives grow ever more alike.
    """
    SEEN.clear()
    while SEEN["steps"] < at_least:
        _play(machine, examples=20, steps=50, seeded=seeded)
        seeded += 1


def _play(machine: type[Frame], *, examples: int, steps: int, seeded: int) -> None:
    told = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        verbosity=Verbosity.normal,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(seeded)(machine), settings=told)
