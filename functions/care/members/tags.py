"""Gives and takes tags (L1): by rules, on the fact; by hand, with reason, source and expiry; all with history.

Deciders: `evaluate` (`order.stated`), `on_expiry` (`tag.expired`), `on_ticket_opened`, `on_survey_answered`. Rules are
judged on the facts, not on a change of figures: facts are planned alike in whatever order they come in, and a figure
that went up and down again would have left an item.
Commits: `member.tagged` (lane now; subject member, part and payload `tag`; generation: second it was given),
`tag.expired` (lane clocks, due at the expiry; moves itself on while the expiry does).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.shelf import attribute
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.members.errors import TagNotHeld
from care.members.figures import HIGH_SCORE, LOW_SCORE
from care.members.model import Member, Stats, Tag, Tagged, TagName
from care.members.store import HISTORY, MEMBERS, TAGGED, member_at, tagged_at
from care.members.tag_items import expiry_of, second, tagged_fact
from care.members.tag_rules import TagRule, load_rules
from care.members.tagging import Judged, given, judged, removed

__all__ = ["HandTag", "Tags"]

_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HandTag:
    """What a member of staff (`by`: their id) wants done with a tag, and why."""

    member_id: str
    name: TagName
    reason: str
    by: str
    expires_at: datetime | None = None

    @property
    def source(self) -> str:
        return f"staff:{self.by}"


class Tags:
    """The tags of members."""

    def __init__(
        self,
        storage: Storage,
        requests: Requests,
        clock: Clock,
        settings: Callable[[], Settings],
        rules: Sequence[TagRule] | None = None,
    ) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock
        self._settings = settings
        self._rules = load_rules() if rules is None else rules

    def evaluate(self, item: AgendaItem, batch: Batch) -> None:
        """Let the rules look at the member of a fact (`member_id` of its payload, else its subject)."""
        self._judge(batch, self._member(item))

    def on_expiry(self, item: AgendaItem, batch: Batch) -> None:
        """Take an expired tag away; where its expiry has moved on meanwhile, so does the item."""
        member = self._member(item)
        after = self._judge(batch, member).tag(TagName(item.part))
        if after and after.expires_at and second(after.since) == item.generation and after.expires_at > item.due:
            batch.plan(expiry_of(member, after, after.expires_at))

    def on_ticket_opened(self, item: AgendaItem, batch: Batch) -> None:
        """A claim counts once: the item is deleted in this transaction. Care tasks (`kind` not CLAIM) do not count."""
        member = self._member(item)
        claims = int(item.payload.get("kind", "CLAIM") == "CLAIM")
        self._judge(batch, member, replace(member.stats, claims=member.stats.claims + claims) if claims else None)

    def on_survey_answered(self, item: AgendaItem, batch: Batch) -> None:
        """A score counts once. Payload: `score` 1–5, `commented` 1 where the member wrote a word."""
        member = self._member(item)
        score, settings = int(item.payload["score"]), self._settings()
        high = int(score >= settings.of(HIGH_SCORE))
        stats = replace(
            member.stats,
            low_scores=member.stats.low_scores + int(score <= settings.of(LOW_SCORE)),
            high_scores=member.stats.high_scores + high,
            praise=member.stats.praise + (high and int(item.payload.get("commented", 0))),
        )
        self._judge(batch, member, stats)

    def add(self, request: Request, hand: HandTag) -> Answer:
        """Give a tag by hand; NotFound, BadInput."""
        now = self._clock.now()
        if hand.expires_at is not None and hand.expires_at <= now:
            raise BadInput("a tag expires in the future", field="expires_at")
        tag = Tag(name=hand.name, reason=_reason(hand), source=hand.source, since=now, expires_at=hand.expires_at)
        return self._by_hand(request, hand, lambda member: given(member, tag))

    def remove(self, request: Request, hand: HandTag) -> Answer:
        """Take a tag away by hand; no rule gives it back until its facts change. NotFound, TagNotHeld, BadInput."""
        reason = _reason(hand)

        def take(member: Member) -> Judged:
            if (tag := member.tag(hand.name)) is None:
                raise TagNotHeld(field="tag")
            return removed(member, tag, self._rules, reason, hand.source, self._clock.now())

        return self._by_hand(request, hand, take)

    def _by_hand(self, request: Request, hand: HandTag, change: Callable[[Member], Judged]) -> Answer:
        def decide(batch: Batch) -> str:
            member = self._storage.get(*member_at(hand.member_id))
            if member is None:
                raise NotFound("no such member")
            self._write(batch, member, change(member))
            return member.id

        return self._requests.once(request, decide)

    def _member(self, item: AgendaItem) -> Member:
        member_id = str(item.payload.get("member_id", item.subject))
        return self._storage.get(*member_at(member_id)) or Member(id=member_id)

    def _judge(self, batch: Batch, member: Member, stats: Stats | None = None) -> Member:
        counted = replace(member, stats=stats or member.stats)
        result = judged(counted, self._rules, self._settings(), self._clock.now())
        self._write(batch, member, result)
        return result.member

    def _write(self, batch: Batch, before: Member, result: Judged) -> None:
        after = result.member
        if after != before:
            batch.add(MEMBERS.save(after, name="member.tag"))
        elif before.version:  # what was judged must be what is stored: a fact that comes in meanwhile is judged too
            unchanged = attribute("version") == before.version
            batch.add(MEMBERS.check(member_at(before.id)[1], unchanged, name="member.judge"))
        batch.add(*(HISTORY.overwrite(entry, name="tag.history") for entry in result.history))
        for name in before.tag_names - after.tag_names:
            batch.add(TAGGED.delete(tagged_at(before.id, name)[1], name="tag.remove"))
        for tag in after.tags:
            held = before.tag(tag.name)
            if held is None or held.since != tag.since:
                self._give(batch, after, tag)

    def _give(self, batch: Batch, member: Member, tag: Tag) -> None:
        batch.add(TAGGED.overwrite(Tagged(member_id=member.id, name=tag.name, since=tag.since), name="tag.give"))
        batch.plan(tagged_fact(member, tag, self._clock.now()))
        if tag.expires_at:
            batch.plan(expiry_of(member, tag, tag.expires_at))


def _reason(hand: HandTag) -> str:
    reason = hand.reason.strip()
    if not 0 < len(reason) <= _LONGEST_REASON:
        raise BadInput(f"a reason of 1 to {_LONGEST_REASON} characters is needed", field="reason")
    return reason
