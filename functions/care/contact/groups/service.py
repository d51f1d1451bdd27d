"""Posting into groups (P5): decided and claimed in one transaction, then the robot is called, once (docs/adr/0006).

group.post ──due_post──▶ EXPIRED | PLANNED: it waits
                         CLAIMED + group.unknown
                            └─▶ robot ──▶ SENT | PLANNED (refused: later)
                                      └─▶ FAILED, UNKNOWN + group.failed: whoever wanted it says it another way
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

import msgspec

from care.contact.call_once import call_once
from care.contact.channels import Channel, ChannelKind, Outgoing, Then
from care.contact.figures import patience, quiet_hours, text_kept, unknown_after
from care.contact.groups.model import GroupNotice, GroupPost, post_id
from care.contact.groups.rules import answered, due_post
from care.contact.groups.store import POSTS, post_at
from care.contact.model import MessageState, Reason
from care.contact.outcome import Answer, Broke, Refused, Took
from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch, Firing, UnitOfWork
from care.members.model import Purpose

__all__ = ["GroupPosts"]

_UNSURE = frozenset({MessageState.FAILED, MessageState.UNKNOWN})
_KIND = ChannelKind.WECOM_ROBOT
_NO_ROBOTS = Refused("NO_ROBOTS", Then.FALLBACK)


class GroupPosts:
    """Other domains post by `post`, in the transaction of their own decision. Errands: `group.post`, `group.unknown`.

    Fact: `group.failed`, where a group has no robot, its robot refuses, or nobody knows. `alarmed` as in `Delivery`.
    """

    def __init__(
        self,
        storage: Storage,
        uow: UnitOfWork,
        clock: Clock,
        *,
        settings: Callable[[], Settings],
        channels: Callable[[], Mapping[ChannelKind, Channel]],
        alarmed: Callable[[ChannelKind, str], None],
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._settings = settings
        self._channels = channels
        self._alarmed = alarmed

    def post(self, batch: Batch, notice: GroupNotice) -> None:
        """Plan a post; one that is there already stays as it is."""
        first = _posting(post_id(notice.key), self._clock.now(), 0)
        batch.plan(replace(first, payload={"notice": msgspec.json.encode(notice).decode()}))

    def get_many(self, keys: Iterable[str]) -> dict[str, GroupPost]:
        """Posts by the keys of their notices; absent until they are first due, and once they are forgotten."""
        return fetch_by_id(self._storage, lambda key: post_at(post_id(key)), keys)

    def send(self, firing: Firing) -> None:
        """Errand of `group.post`."""
        claimed = firing.commit(lambda batch: self._decide(firing.item, batch))
        if claimed:
            answer = self._call(claimed)
            self._uow.run(lambda batch: self._settle(claimed, answer, batch))

    def give_up(self, firing: Firing) -> None:
        """Errand of `group.unknown`: a claimed post of which nothing was heard."""
        firing.commit(lambda batch: self._forget(firing.item, batch))

    def _decide(self, item: AgendaItem, batch: Batch) -> GroupPost | None:
        now, settings = self._clock.now(), self._settings()
        post: GroupPost | None = self._storage.get(*post_at(item.subject))
        post = post or _made(item, now, settings)
        if post.state is not MessageState.PLANNED or item.generation != post.attempt:
            return None
        after = due_post(post, now, quiet_hours(settings))
        batch.add(POSTS.save(after, name=f"group.{after.state.lower()}"))
        if after.state is MessageState.PLANNED and after.waits_until:
            batch.plan(_posting(post.id, after.waits_until, after.attempt))
        if after.state is not MessageState.CLAIMED:
            return None
        batch.plan(_giving_up(after, now + unknown_after(settings)))
        return after

    def _call(self, post: GroupPost) -> Answer:
        robots = self._channels().get(_KIND)
        if robots is None:
            return _NO_ROBOTS
        return call_once(robots, _KIND, _outgoing(post), self._alarmed)

    def _forget(self, item: AgendaItem, batch: Batch) -> None:
        post: GroupPost | None = self._storage.get(*post_at(item.subject))
        if post and post.attempt == item.generation:
            self._settle(post, Broke(Reason.NO_OUTCOME), batch)

    def _settle(self, claimed: GroupPost, answer: Answer, batch: Batch) -> None:
        """What comes after the post was given up says nothing, unless it was posted after all."""
        post: GroupPost | None = self._storage.get(*post_at(claimed.id))
        late = isinstance(answer, Took) and post is not None and post.state is MessageState.UNKNOWN
        if post is None or post.attempt != claimed.attempt or not (post.state is MessageState.CLAIMED or late):
            return
        now = self._clock.now()
        after = answered(post, answer, now, patience(self._settings()))
        batch.add(POSTS.replace(after, name=f"group.{after.state.lower()}"))
        if after.state is MessageState.PLANNED and after.waits_until:
            batch.plan(_posting(after.id, after.waits_until, after.attempt))
        if after.state in _UNSURE:
            batch.plan(_failed(after, now))


def _made(item: AgendaItem, now: datetime, settings: Settings) -> GroupPost:
    notice = msgspec.json.decode(str(item.payload["notice"]), type=GroupNotice)
    return GroupPost(id=item.subject, notice=notice, until=now + text_kept(settings))


def _outgoing(post: GroupPost) -> Outgoing:
    notice = post.notice
    return Outgoing(
        message_id=post.id,
        member_id="",
        purpose=Purpose.SERVICE,
        template=notice.kind,
        text=notice.text,
        about=notice.about,
        address=notice.group,
    )


def _posting(post: str, due: datetime, attempt: int) -> AgendaItem:
    return AgendaItem(lane=Lane.NOW, kind="group.post", due=due, subject=post, generation=attempt)


def _giving_up(post: GroupPost, due: datetime) -> AgendaItem:
    return AgendaItem(lane=Lane.CLOCKS, kind="group.unknown", due=due, subject=post.id, generation=post.attempt)


def _failed(post: GroupPost, now: datetime) -> AgendaItem:
    return AgendaItem(
        lane=Lane.NOW,
        kind="group.failed",
        due=now,
        subject=post.id,
        payload={"kind": post.notice.kind, "about": post.notice.about, "key": post.notice.key},
    )
