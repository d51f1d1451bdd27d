"""The arrival digest (P5): the day before, the leader's group is told what comes; once, and of changes in time.

ArrivalPlanned ──▶ arrival.digest (the day before, or soon) ──▶ group.post, a part each
                                                                   └─ group.failed ──▶ the leader, as a member
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from care.contact.groups.model import GroupNotice, GroupPost
from care.contact.groups.service import GroupPosts
from care.contact.service import Contact
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch, UnitOfWork
from care.logistics.arrivals.events import ArrivalPlanned
from care.logistics.arrivals.model import Arrival
from care.logistics.arrivals.rules import looked, over_at, stated, telling
from care.logistics.arrivals.store import ARRIVALS, arrival_at, arrivals_of
from care.logistics.arrivals.wording import ARRIVAL, group_texts, to_leader
from care.logistics.figures import digest_terms
from care.staff.store import leader_at

__all__ = ["Arrivals"]


class Arrivals:
    """`take` the mall's plans; deciders `digest` (`arrival.digest`), `on_group_failed` (`group.failed`)."""

    def __init__(
        self,
        storage: Storage,
        uow: UnitOfWork,
        clock: Clock,
        settings: Callable[[], Settings],
        contact: Contact,
        groups: GroupPosts,
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._settings = settings
        self._contact = contact
        self._groups = groups

    def take(self, event: ArrivalPlanned) -> None:
        """Merge a statement; an older one than what is known changes nothing."""

        def decide(batch: Batch) -> None:
            known = self._storage.get(*arrival_at(f"{event.community}#{event.day.isoformat()}"))
            plan = stated(known, event)
            if plan is None:
                return
            after = looked(plan, self._clock.now(), digest_terms(self._settings()))
            if after.look != plan.look:
                batch.plan(_look(after))
            batch.add(ARRIVALS.save(after, name="arrival.state"))

        self._uow.run(decide)

    def digest(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `arrival.digest`: what is planned now is told, unless the group knows it."""
        plan = self._storage.get(*arrival_at(item.subject))
        now, terms = self._clock.now(), digest_terms(self._settings())
        if plan is None or item.generation != plan.look or not telling(plan, now, terms):
            return
        texts = group_texts(plan)
        keys = tuple(f"arrival:{plan.id}:{plan.times}:{part}" for part in range(len(texts)))
        for key, text in zip(keys, texts, strict=True):
            self._groups.post(batch, _notice(plan, key, text))
        told = replace(plan, told=plan.goods, posts=keys, times=plan.times + 1, told_at=now)
        batch.add(ARRIVALS.replace(told, name="arrival.told"))

    def on_group_failed(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `group.failed`: the leader is told as a member, once for all parts; without an id as one they
        read it in `arrivals` alone.
        """
        plan = self._storage.get(*arrival_at(str(item.payload["about"])))
        if plan is None or item.payload["key"] not in plan.posts:
            return
        leader = self._storage.get(*leader_at(plan.leader_id))
        if leader and leader.member_id:
            self._contact.notify(batch, to_leader(plan, leader.member_id))

    def get_many(self, plans: Sequence[str]) -> dict[str, Arrival]:
        return fetch_by_id(self._storage, arrival_at, plans)

    def of_community(self, community: str, limit: int, after: Place) -> tuple[list[Arrival], Place]:
        """The furthest day first."""
        return arrivals_of(self._storage, community, limit, after)

    def posts(self, keys: Sequence[str]) -> dict[str, GroupPost]:
        return self._groups.get_many(keys)


def _look(plan: Arrival) -> AgendaItem:
    if plan.look_at is None:
        raise ValueError("a look without a time")
    return AgendaItem(lane=Lane.CARE, kind="arrival.digest", due=plan.look_at, subject=plan.id, generation=plan.look)


def _notice(plan: Arrival, key: str, text: str) -> GroupNotice:
    return GroupNotice(
        key=key, group=plan.leader_id, text=text, kind=ARRIVAL, about=plan.id, useless_after=over_at(plan.day)
    )
