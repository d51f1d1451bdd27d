"""A1: what a member in simple mode is shown of a menu, and how much longer they may think. Pure.

Shown: what is pre-selected, what falls at the deadline, and then what is worth most, up to so many. The rest is not
taken away: a person can give any of it (`askForPerson`), and what is shown is never less than two, nor under the floor.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from care.accounts.cost import cost_fen
from care.kernel.settings import Settings
from care.tickets.facts import LineFacts
from care.tickets.figures import SIMPLE_HOURS, SIMPLE_OPTIONS
from care.tickets.model import Ticket
from care.tickets.offers import Offer
from care.tickets.rules import Verdict

__all__ = ["few", "longer", "menu_for_member", "verdict_for_member"]


def few(menu: Sequence[Offer], default: str | None, settings: Settings) -> tuple[Offer, ...]:
    """In the order of the menu."""
    rest = sorted(menu[1:], key=lambda each: (each.remedy != default, -cost_fen(each.parts, settings)))
    shown = {each.remedy for each in (*menu[:1], *rest[: settings.of(SIMPLE_OPTIONS) - 1])}
    return tuple(each for each in menu if each.remedy in shown)


def menu_for_member(ticket: Ticket, settings: Settings) -> tuple[Offer, ...]:
    """What the member sees of their case's menu."""
    simple = ticket.facts is not None and ticket.facts.simple
    return few(ticket.menu, ticket.default_remedy, settings) if simple else ticket.menu


def verdict_for_member(verdict: Verdict, facts: LineFacts) -> Verdict:
    """The same before the tap."""
    if not facts.simple:
        return verdict
    shown = few(verdict.menu, verdict.rule.default_remedy, verdict.settings)
    return replace(verdict, menu=shown, hidden=len(verdict.menu) - len(shown))


def longer(facts: LineFacts, settings: Settings) -> timedelta:
    """So much more time to choose."""
    return timedelta(hours=settings.of(SIMPLE_HOURS) if facts.simple else 0)
