"""What is told of an order's goods at shipping, at receipt and on day 2, and whether it was of use (P3).

order.shipped ──▶ guide.send (SHIPPED)          ╮ judged when it fires, never in quiet hours:
order.signed  ──▶ guide.send (SIGNED), (DAY_2)  ╯ GuidePush + message, or nothing
the message asks by number ──▶ contact.answered, or `rate` ──▶ counted, once
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from care.contact.figures import quiet_hours
from care.contact.service import Contact
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Ask, Storage, fetch_by_id
from care.dynamo.storage import Place as Cursor
from care.guides import rules
from care.guides.errors import GuideRated
from care.guides.figures import again_after, day_2_after, useful_for
from care.guides.model import Guide, GuidePush, GuidesSeen, GuideStep, push_id
from care.guides.notices import USEFUL, guides_told
from care.guides.store import PUSHES, SEEN, count_pushed, newest_at, push_at, seen_at
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.orders.model import Line, Order
from care.orders.store import order_at
from care.tickets.store import claims_of_order

__all__ = ["GuidePushes"]

_RATED_FOR = timedelta(days=7)
"""So long a reply by number counts; a tap counts at any time."""


class GuidePushes:
    """Deciders: `on_order_shipped`, `on_order_signed`, `send` (kind `guide.send`: subject the order, part the step,
    generation the second of the signing, 0 at shipping), `on_answered` (questions of kind `guide`).
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        requests: Requests,
        settings: Callable[[], Settings],
        contact: Contact,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._requests = requests
        self._settings = settings
        self._contact = contact

    def on_order_shipped(self, item: AgendaItem, batch: Batch) -> None:
        batch.plan(self._sending(item.subject, GuideStep.SHIPPED, 0, self._clock.now()))

    def on_order_signed(self, item: AgendaItem, batch: Batch) -> None:
        """Each signing has guides of its own: for the lines that were signed with it."""
        now, day_2 = self._clock.now(), day_2_after(self._settings())
        signed_at = datetime.fromtimestamp(item.generation, tz=now.tzinfo)
        batch.plan(
            self._sending(item.subject, GuideStep.SIGNED, item.generation, now),
            self._sending(item.subject, GuideStep.DAY_2, item.generation, signed_at + day_2),
        )

    def send(self, item: AgendaItem, batch: Batch) -> None:
        """Tell the guides that the order calls for now, if there are any."""
        order: Order | None = self._storage.get(*order_at(item.subject))
        if order is None:
            return
        step, claimed = GuideStep(item.part), {claim.line_id for claim in claims_of_order(self._storage, order.id)}
        lines = rules.lines_at(order, step, item.generation, claimed)
        if lines:
            self._tell(batch, order, step, item.generation, lines)

    def on_answered(self, item: AgendaItem, batch: Batch) -> None:
        """The member's reply by number; what was said before stands."""
        with suppress(NotFound, GuideRated):
            said = item.payload
            self._rate(batch, item.subject, str(said["member_id"]), useful=str(said["option"]) == USEFUL)

    def rate(self, request: Request, push_id: str, member_id: str, *, useful: bool) -> Answer:
        """The member's tap. NotFound (not theirs), GuideRated."""
        return self._requests.once(request, lambda batch: self._rate(batch, push_id, member_id, useful=useful))

    def open(self, request: Request, push_id: str, member_id: str) -> Answer:
        """The member reads it; the first time is counted. NotFound."""
        return self._requests.once(request, lambda batch: self._open(batch, push_id, member_id))

    def get_many(self, push_ids: Sequence[str]) -> Mapping[str, GuidePush]:
        """By id; those that do not exist are absent."""
        return fetch_by_id(self._storage, push_at, push_ids)

    def of_member(self, member_id: str, limit: int, after: Cursor) -> tuple[list[GuidePush], Cursor]:
        """What a member was told, the newest first."""
        pk = f"GUIDE-PUSHES#{member_id}"
        page = self._storage.query(
            Ask(table="outreach", index="by_a", pk=pk, limit=limit, after=after, newest_first=True)
        )
        return page.of(PUSHES), page.after

    def _tell(self, batch: Batch, order: Order, step: GuideStep, generation: int, lines: list[Line]) -> None:
        push_at_, seen_at_ = push_at(push_id(order.id, step, generation)), seen_at(order.member_id)
        ids = {each.id for line in lines for places in rules.places_of(line, step) for each in places if each}
        found = self._storage.fetch([push_at_, seen_at_, *(newest_at(each) for each in sorted(ids))])
        if found.get(*push_at_):
            return
        seen: GuidesSeen = found.get(*seen_at_) or GuidesSeen(member_id=order.member_id)
        guides: dict[str, Guide] = {each: guide for each in ids if (guide := found.get(*newest_at(each)))}
        now, again = self._clock.now(), again_after(self._settings())
        wanted = rules.still_new(rules.called_for(lines, step, guides), seen, now, again)
        if not wanted:
            return
        push = GuidePush(
            id=push_id(order.id, step, generation),
            order_id=order.id,
            member_id=order.member_id,
            step=step,
            at=now,
            guides=tuple(wanted),
        )
        batch.add(PUSHES.put(push, name="guide.push"), *count_pushed(wanted, sent=1))
        batch.add(SEEN.save(replace(seen, sent=rules.seen_after(seen, wanted, now, again)), name="guide.seen"))
        self._contact.notify(batch, guides_told(push, now + useful_for(self._settings()), now + _RATED_FOR))

    def _rate(self, batch: Batch, push_id: str, member_id: str, *, useful: bool) -> str:
        push = self._of(push_id, member_id)
        if push.rated_at is not None:
            raise GuideRated(field="push_id")
        now = self._clock.now()
        rated = replace(push, rated_at=now, useful=useful, opened_at=push.opened_at or now)
        counts = {"useful" if useful else "not_useful": 1} | ({} if push.opened_at else {"opened": 1})
        batch.add(PUSHES.replace(rated, name="guide.rate"), *count_pushed(push.guides, **counts))
        return push.id

    def _open(self, batch: Batch, push_id: str, member_id: str) -> str:
        push = self._of(push_id, member_id)
        if push.opened_at is None:
            opened = replace(push, opened_at=self._clock.now())
            batch.add(PUSHES.replace(opened, name="guide.open"), *count_pushed(push.guides, opened=1))
        return push.id

    def _of(self, push_id: str, member_id: str) -> GuidePush:
        push: GuidePush | None = self._storage.get(*push_at(push_id))
        if push is None or push.member_id != member_id:
            raise NotFound(field="push_id")
        return push

    def _sending(self, order_id: str, step: GuideStep, generation: int, at: datetime) -> AgendaItem:
        """Outside the house's quiet hours, so that what is judged is told at that moment."""
        now = self._clock.now()
        due = quiet_hours(self._settings()).next_allowed(max(now, at))
        return AgendaItem(
            lane=Lane.NOW if due <= now else Lane.CARE,
            kind="guide.send",
            due=due,
            subject=order_id,
            generation=generation,
            part=step,
        )
