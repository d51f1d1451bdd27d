"""The unit of work: use cases collect named writes of several stores; one transaction commits them all.

    def decide(batch: Batch) -> Ticket:
        facts = store.read(...)              # consistent
        ticket = rules.decide(facts, now)    # pure; raises Refused
        batch.add(store.open(ticket))        # a write with the error its lost condition means
        batch.plan(item)                     # what must happen next
        return ticket

    ticket = uow.run(decide)

`decide` may run more than once and must have no effect of its own.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from care.kernel.agenda import AgendaItem

__all__ = ["Batch", "Decider", "Firing", "Reaction", "UnitOfWork", "Write", "decision"]

T = TypeVar("T")


class Write(Protocol):
    """One write, as a store hands it out. `name` says what it is (`ticket.open`), `home` where: no two share one."""

    @property
    def name(self) -> str: ...

    @property
    def home(self) -> tuple[str, str, str]: ...


class Batch(Protocol):
    """The writes of one decision. At most 100; no item twice (ValueError: a mistake in the code)."""

    @property
    def attempt(self) -> int:
        """How often this decision was taken already, to no end: what can choose its place may choose another."""
        ...

    def add(self, *writes: Write) -> None: ...

    def plan(self, *items: AgendaItem) -> None: ...


class UnitOfWork(Protocol):
    """Commits decisions."""

    def run(self, decide: Callable[[Batch], T]) -> T:
        """Run `decide` and commit its batch; an empty batch costs no call.

        A lost condition raises the error that its write names. A write that names none makes `decide` run again, at
        most 3 times in all; so does a conflict that the database reports, at most 8 times. Then Conflict is raised.
        """
        ...


class Firing(Protocol):
    """One agenda item that is due, and the one way to be done with it."""

    @property
    def item(self) -> AgendaItem: ...

    def commit(self, decide: Callable[[Batch], T]) -> T:
        """Commit a decision together with the item's deletion. Whoever comes second is told AlreadyFired."""
        ...


Reaction = Callable[[Firing], None]
"""Carries an item out. It commits exactly once, before or after what it does outside, as the errand demands."""

Decider = Callable[[AgendaItem, Batch], object]
"""A use case that only decides: reads, judges, adds writes."""


def decision(*deciders: Decider) -> Reaction:
    """The reaction that takes these decisions in one transaction, in this order."""

    def react(firing: Firing) -> None:
        def decide(batch: Batch) -> None:
            for each in deciders:
                each(firing.item, batch)

        firing.commit(decide)

    return react
