"""Counts what members order, claim and are paid, and tells how they stand (G11).

Deciders: `on_order_signed`, `on_ticket_opened`, `on_payout_settled`, `on_payout_reversed`, `on_evidence_judged`,
`on_member_moved`. What a fact brings is counted once: its item is deleted in the transaction that counts it; an order,
of which facts may come again, leaves a mark as well.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.members.service import Members
from care.members.store import member_at
from care.orders.store import order_at
from care.trust.model import Assessment, Counted, Day, Standing
from care.trust.rules import assess, day_of
from care.trust.store import COUNTED, STANDINGS, counted_at, standing_at
from care.trust.vouching import voucher_for

__all__ = ["MOST_NEIGHBOURS", "Standings"]

KEPT = timedelta(days=180)
"""The longest window that can be set."""
MOST_NEIGHBOURS = 20
"""Of an address; from there on more make no difference."""
_LONGEST_WHY = 200
_OF_TICKETS = "ticket:"


class Standings:
    """How members stand."""

    def __init__(
        self,
        storage: Storage,
        requests: Requests,
        clock: Clock,
        settings: Callable[[], Settings],
        members: Members,
    ) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock
        self._settings = settings
        self._members = members

    def look(self, member_id: str) -> tuple[Standing, Assessment]:
        """As of now; NotFound for a member that we do not know."""
        found = self._storage.fetch([standing_at(member_id), member_at(member_id)])
        member = found.get(*member_at(member_id))
        if member is None:
            raise NotFound(field="member_id")
        standing: Standing = found.get(*standing_at(member_id)) or Standing(id=member_id)
        return standing, assess(standing, None, member, self._clock.now(), self._settings())

    def get_many(self, member_ids: list[str]) -> dict[str, Standing]:
        """Those that have one."""
        return fetch_by_id(self._storage, standing_at, member_ids)

    def on_order_signed(self, item: AgendaItem, batch: Batch) -> None:
        """An order counts once, on the day of its first signing as far as that is known."""
        member_id = str(item.payload["member_id"])
        at_mark, at_order = counted_at(member_id, item.subject), order_at(item.subject)
        found = self._storage.fetch([at_mark, at_order, standing_at(member_id)])
        order = found.get(*at_order)
        if order is None or order.signed_at is None or found.get(*at_mark) is not None:
            return
        mark = Counted(member_id=member_id, order_id=order.id, until=order.signed_at + 2 * KEPT)
        batch.add(COUNTED.put(mark, name="standing.mark"))
        self._add(
            batch,
            found.get(*standing_at(member_id)),
            member_id,
            order.signed_at,
            Day(orders=1, bought_fen=order.paid_fen),
        )

    def on_ticket_opened(self, item: AgendaItem, batch: Batch) -> None:
        """Claims count; what the system opens for a person does not."""
        if item.payload["kind"] == "CLAIM":
            self._count(item, batch, Day(claims=1, asked_fen=int(item.payload.get("asked_fen", 0))))

    def on_payout_settled(self, item: AgendaItem, batch: Batch) -> None:
        """What a claim brought; rewards are no claim's."""
        if str(item.payload["source"]).startswith(_OF_TICKETS):
            self._count(item, batch, Day(paid_fen=int(item.payload.get("worth_fen", 0))))

    def on_payout_reversed(self, item: AgendaItem, batch: Batch) -> None:
        """What the mall took back was not brought."""
        if str(item.payload["source"]).startswith(_OF_TICKETS):
            self._count(item, batch, Day(paid_fen=-int(item.payload.get("worth_fen", 0))))

    def on_evidence_judged(self, item: AgendaItem, batch: Batch) -> None:
        """A photo that was seen before counts once, however often it was."""
        if int(item.payload["seen_before"]):
            self._count(item, batch, Day(repeated_photos=1))

    def on_member_moved(self, item: AgendaItem, batch: Batch) -> None:
        """Everybody at the address that was left, and at the one that was taken, has their neighbours counted anew."""
        moved = self._members.get_many([item.subject]).get(item.subject)
        home = moved.address_key if moved else None
        counts = {item.subject: 0}
        for address in dict.fromkeys((str(item.payload["left"]), str(item.payload["taken"]), home)):
            living = self._members.residents(address, MOST_NEIGHBOURS + 1) if address else []
            counts |= dict.fromkeys([*living, item.subject] if address == home else living, len(living) - 1)
        known = self.get_many(list(counts))
        for member_id, neighbours in counts.items():
            standing = known.get(member_id) or Standing(id=member_id)
            if standing.neighbours != neighbours:
                batch.add(STANDINGS.save(replace(standing, neighbours=neighbours), name="standing.neighbours"))

    def vouch(self, member_id: str, by: str, why: str, request: Request) -> Answer:
        """Nothing of the member's is held for a time: a wrong hold is not repeated. NotFound, BadInput."""

        def decide(batch: Batch) -> str:
            standing, _ = self.look(member_id)
            batch.add(voucher_for(standing, by, why, self._clock.now(), self._settings()))
            return member_id

        if not 0 < len(why.strip()) <= _LONGEST_WHY:
            raise BadInput(f"a reason of 1 to {_LONGEST_WHY} characters is needed", field="why")
        return self._requests.once(request, decide)

    def _count(self, item: AgendaItem, batch: Batch, more: Day) -> None:
        member_id = str(item.payload["member_id"])
        self._add(batch, self._storage.get(*standing_at(member_id)), member_id, item.due, more)

    def _add(self, batch: Batch, found: Standing | None, member_id: str, at: datetime, more: Day) -> None:
        standing = found or Standing(id=member_id)
        day, oldest = day_of(at), day_of(self._clock.now() - KEPT)
        if day >= oldest:
            batch.add(STANDINGS.save(_with(standing, day, more, oldest), name="standing.count"))


def _with(standing: Standing, day: date, more: Day, oldest: date) -> Standing:
    """The standing with more on a day, without days that are too old to matter."""
    kept = {each: told for each, told in standing.days.items() if each >= oldest.isoformat()}
    key = day.isoformat()
    return replace(standing, days=kept | {key: kept.get(key, Day()) + more})
