"""G5, G4: what somebody's remedy costs, what it would pass, and what it is then held to. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from care.accounts.cost import cost_fen
from care.accounts.errors import CapReached, Exhausted
from care.accounts.spending import Scope
from care.dynamo.storage import Found, Wanted
from care.tickets.authority.errors import OverrideReasonRequired
from care.tickets.authority.figures import Rank
from care.tickets.authority.limits import Authority, beyond_case
from care.tickets.authority.reading import BoughtLine
from care.tickets.authority.wishes import Against, not_allowed
from care.tickets.desk import Desk
from care.tickets.model import Ticket
from care.tickets.offers import Offer
from care.tickets.purse import Purse, spend_under
from care.tickets.take_remedy import Bought

__all__ = ["Weighed", "counters_of", "unbound", "weigh", "why_ask"]

_OWN = {Scope.AGENT_DAY, Scope.AGENT_MEMBER}
_NARROW = {Scope.MEMBER, Scope.ORDER}
"""They bind promises without a second look: a manager may pass them, with a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An offer against an authority, in codes."""

    offer: Offer
    cost_fen: int
    bought: Bought
    beyond: tuple[str, ...]
    """The person's own limits that it is above."""
    narrow: tuple[str, ...]
    """Caps of its member and order that have no room for it."""
    wide: tuple[Exhausted, ...]
    """Budgets that have none."""
    against: tuple[str, ...]
    """What the rule holds against it."""

    @property
    def passed(self) -> tuple[str, ...]:
        """All that it passes."""
        return (*self.against, *self.narrow, *(each.note for each in self.wide))


def counters_of(desk: Desk, bought: BoughtLine, authority: Authority) -> Sequence[Wanted]:
    """What `weigh` wants to be read."""
    limits = authority.held_to(desk.settings())
    return desk.accounts.wanted(spend_under(desk, bought.order, bought.line, limits))


def weigh(desk: Desk, ticket: Ticket, offer: Offer, bought: BoughtLine, authority: Authority, found: Found) -> Weighed:
    """`found`: what lies at `counters_of`. An apology counts for nothing. Less than the rule gives is held against it
    only where somebody has claimed what it gives.
    """
    settings = desk.settings()
    cost = cost_fen(offer.parts, settings)
    spend = replace(spend_under(desk, bought.order, bought.line, authority.held_to(settings)), fen=cost)
    stops = desk.accounts.all_stops(spend, found)
    against = not_allowed(ticket, offer, bought.facts, bought.reason, bought.policy, settings)
    caps = [each for each in stops if isinstance(each, CapReached)]
    return Weighed(
        offer=offer,
        cost_fen=cost,
        bought=Bought(order=bought.order, line=bought.line, purse=Purse(spend=spend, found=found)),
        beyond=(*beyond_case(authority, ticket, cost), *_notes(caps, _OWN)),
        narrow=_notes(caps, _NARROW),
        wide=tuple(each for each in stops if isinstance(each, Exhausted)),
        against=tuple(each for each in against if each != Against.LESS or ticket.version),
    )


def why_ask(weighed: Weighed, authority: Authority, override_reason: str | None) -> tuple[str, ...]:
    """Why a manager must approve it; nothing: the person's own authority suffices.

    Staff may pass what the rule holds against it, managers also its narrow caps, each with a reason on record:
    OverrideReasonRequired. Leaders ask; for goods that were sent again, agents do too.
    """
    wide = tuple(each.note for each in weighed.wide)
    if authority.rank is Rank.LEADER:
        return (*weighed.beyond, *weighed.against, *weighed.narrow, *wide)
    reasoned = (*weighed.against, *(weighed.narrow if authority.manages else ()))
    if reasoned and override_reason is None:
        raise OverrideReasonRequired(field="override_reason", why=", ".join(reasoned))
    goods = tuple(each for each in weighed.against if each == Against.GOODS)
    return (*weighed.beyond, *(() if authority.manages else (*weighed.narrow, *goods)), *wide)


def unbound(weighed: Weighed, *, over: bool) -> Bought:
    """What it is paid with after a second look: narrow caps are counted and hold nothing; `over`: budgets too."""
    purse = weighed.bought.purse
    if purse is None:
        return weighed.bought
    limits = replace(purse.spend.limits, member_month_fen=None, order_percent=None, over=over)
    return replace(weighed.bought, purse=replace(purse, spend=replace(purse.spend, limits=limits)))


def _notes(caps: Sequence[CapReached], scopes: set[Scope]) -> tuple[str, ...]:
    return tuple(each.note for each in caps if each.detail["scope"] in scopes)
