"""What greetings plan. Items of an earlier draft, run or wave say so by their part, and do nothing."""

from datetime import datetime

from care.kernel.agenda import AgendaItem, Lane
from care.programmes.greetings.model import Greeting

__all__ = ["counting", "tallying", "wave_of", "waving"]


def counting(greeting: Greeting, turn: int, after: str, due: datetime) -> AgendaItem:
    return AgendaItem(
        lane=Lane.NOW,
        kind="greeting.count",
        due=due,
        subject=greeting.id,
        part=f"{greeting.edition}#{turn}#{after}",
        payload={"edition": greeting.edition, "turn": turn, "after": after},
    )


def wave_of(greeting: Greeting) -> str:
    """Names the next wave of this run."""
    return f"{greeting.run}#{greeting.waves}"


def waving(greeting: Greeting, due: datetime) -> AgendaItem:
    part = wave_of(greeting)
    return AgendaItem(lane=Lane.INVITATIONS, kind="greeting.wave", due=due, subject=greeting.id, part=part)


def tallying(greeting_id: str, number: int, due: datetime) -> AgendaItem:
    return AgendaItem(
        lane=Lane.INVITATIONS,
        kind="greeting.tally",
        due=due,
        subject=greeting_id,
        part=str(number),
        payload={"number": number},
    )
