"""G9: after paying first, who bears it: by rule once the ticket is resolved, and anew when what was paid changes."""

from collections.abc import Sequence

from care.accounts.model import Payout, PayoutState
from care.accounts.service import Accounts
from care.catalog.store import product_at
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.work import Batch
from care.liability import lifecycle
from care.liability.case_facts import case_facts
from care.liability.lifecycle import Act
from care.liability.model import Liability
from care.liability.record_step import record_step
from care.liability.rulebook import Rulebook
from care.liability.rules import CaseFacts, charges_of, freight_rule, rule_for
from care.liability.shares import shared
from care.liability.store import liability_at
from care.orders.store import order_at
from care.policy.model import PolicyVersion
from care.policy.service import Policies
from care.tickets.model import Ticket
from care.tickets.returns.bearer import bearer_of
from care.tickets.store import ticket_at

__all__ = ["BearPayouts"]


class BearPayouts:
    """Deciders of `ticket.resolved` and of the facts that change what a ticket's round has paid."""

    def __init__(
        self, storage: Storage, clock: Clock, accounts: Accounts, policies: Policies, rulebook: Rulebook
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._accounts = accounts
        self._policies = policies
        self._rulebook = rulebook

    def on_ticket_resolved(self, item: AgendaItem, batch: Batch) -> None:
        """Allocate what the round that was resolved has paid. What was worth nothing in fen, nobody bears."""
        source = f"ticket:{item.subject}:{item.generation}"
        at_liability, at_ticket = liability_at(source), ticket_at(item.subject)
        found = self._storage.fetch([at_liability, at_ticket])
        known, ticket = found.get(*at_liability), found.get(*at_ticket)
        if known is not None:
            self._correct(known, _stands(self._accounts.payouts_of(source)), batch)
        elif ticket is not None:
            self._bear(source, ticket, batch)

    def on_payout_moved(self, item: AgendaItem, batch: Batch) -> None:
        """A payout was reversed, or confirmed late: whoever bears it bears what is left, or what came on top.

        Of a round that is not over nothing is borne yet: `ticket.resolved` is to come. What goods cost to send back
        (G10) is borne by itself, from when it is paid.
        """
        source = str(item.payload["source"])
        kind, _, rest = source.partition(":")
        if kind not in {"ticket", "return"}:
            return
        ticket_id, _, round_ = rest.rpartition(":")
        at_liability, at_ticket = liability_at(source), ticket_at(ticket_id)
        found = self._storage.fetch([at_liability, at_ticket])
        known, ticket = found.get(*at_liability), found.get(*at_ticket)
        if known is not None:
            self._correct(known, _stands(self._accounts.payouts_of(source)), batch)
        elif ticket is not None and (kind == "return" or not ticket.open or ticket.round > int(round_)):
            self._bear(source, ticket, batch)

    def _bear(self, source: str, ticket: Ticket, batch: Batch) -> None:
        if paid := _stands(self._accounts.payouts_of(source)):
            record_step(batch, lifecycle.opened(self._allocated(source, ticket, paid)))

    def _correct(self, known: Liability, paid: int, batch: Batch) -> None:
        if paid != known.total_fen:
            act = Act(by=lifecycle.SYSTEM, why="what was paid has changed", at=self._clock.now())
            record_step(batch, lifecycle.correct(known, paid, act))

    def _allocated(self, source: str, ticket: Ticket, paid: int) -> Liability:
        edition = self._rulebook.current()
        policy = self._policies.version(ticket.policy_version or 0)
        facts = self._facts(ticket, policy)
        rule = rule_for(edition.rules, facts)
        if source.startswith("return:"):  # the slip has said who bears it, by the policy (G10)
            rule = freight_rule(bearer_of(ticket, policy))
        return Liability(
            id=source,
            ticket_id=ticket.id,
            order_id=ticket.order_id,
            line_id=ticket.line_id,
            total_fen=paid,
            shares=shared(paid, charges_of(rule, facts)),
            rule=rule.code,
            rules_version=edition.number,
            allocated_at=self._clock.now(),
        )

    def _facts(self, ticket: Ticket, policy: PolicyVersion) -> CaseFacts:
        at_order, at_product = order_at(ticket.order_id or "none"), product_at(ticket.sku or "none")
        found = self._storage.fetch([at_order, at_product])
        return case_facts(ticket, found.get(*at_order), found.get(*at_product), policy)


def _stands(payouts: Sequence[Payout]) -> int:
    """Fen of those that are paid and not taken back; of goods, cards and places what they cost us."""
    return sum(payout.amount_fen for payout in payouts if payout.state is PayoutState.PAID)
