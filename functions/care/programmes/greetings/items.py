"""What greetings plan. Items of an earlier draft, run or wave say so by their part, and do nothing."""

from datetime import datetime

from care.kernel.agenda import AgendaItem, Lane
from care.programmes.greetings.model import Greeting

__all__ = ["card_for", "counting", "measuring", "repeating", "tallying", "wave_of", "waving", "withdrawing"]


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


def card_for(greeting: Greeting, member_id: str, due: datetime) -> AgendaItem:
    return AgendaItem(lane=Lane.INVITATIONS, kind="greeting.card", due=due, subject=greeting.id, part=member_id)


def measuring(greeting: Greeting, due: datetime) -> AgendaItem:
    """What came of the wave that goes out now."""
    number = greeting.waves
    return AgendaItem(
        lane=Lane.INVITATIONS,
        kind="greeting.effect",
        due=due,
        subject=greeting.id,
        part=str(number),
        payload={"number": number},
    )


def withdrawing(greeting: Greeting, number: int, due: datetime) -> AgendaItem:
    """What a wave has planned is taken back; then the wave before it."""
    return _of_waves("greeting.withdraw", greeting, number, due)


def repeating(greeting: Greeting, number: int, due: datetime) -> AgendaItem:
    """What was taken back of a wave is planned anew; then of the wave before it."""
    return _of_waves("greeting.again", greeting, number, due)


def _of_waves(kind: str, greeting: Greeting, number: int, due: datetime) -> AgendaItem:
    return AgendaItem(
        lane=Lane.NOW,
        kind=kind,
        due=due,
        subject=greeting.id,
        generation=greeting.run,
        part=str(number),
        payload={"number": number},
    )
