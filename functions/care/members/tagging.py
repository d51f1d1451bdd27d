"""What becomes of a member's tags (L1). Pure: the member with the tags that hold, and what to write down of it.

    no tag      a rule holds ──────────────────────► given, until `expires_days` from now
    by a rule   no rule holds any more ────────────► removed
                its facts change and a rule holds ─► the expiry moves on
                expires ───────────────────────────► gone; given again only once its facts have changed
    by hand     expires, or removed by hand ───────► gone; a rule gives it only once its facts have changed

A rule never takes away what was given by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.kernel.settings import Settings
from care.members.model import Action, HistoryEntry, Member, Tag, TagName
from care.members.tag_rules import TagRule, facts_of, holding

__all__ = ["Judged", "given", "judged", "removed"]

_NO_LONGER = "条件不再满足"
_EXPIRED = "标签已到期"


@dataclass(frozen=True, slots=True)
class Judged:
    """The member as they are now, and the lines of history that say why."""

    member: Member
    history: tuple[HistoryEntry, ...] = ()


def judged(member: Member, rules: Sequence[TagRule], settings: Settings, now: datetime) -> Judged:
    """All tags after the rules have looked at the member's figures."""
    holds = holding(rules, member.stats, settings)
    result = Judged(member)
    for name in TagName:
        result = _judge(result, name, holds.get(name), facts_of(rules, name, member.stats), now)
    return result


def given(member: Member, tag: Tag) -> Judged:
    """The member with a tag by hand, in place of one of that name."""
    entry = _entry(member, tag, Action.GIVEN, tag.reason, tag.source, tag.since)
    return Judged(_with(member, tag), (entry,))


def removed(member: Member, tag: Tag, rules: Sequence[TagRule], reason: str, by: str, now: datetime) -> Judged:
    """The member without a tag, by hand: no rule gives it back until its facts change."""
    facts = facts_of(rules, tag.name, member.stats)
    return Judged(_withheld(member, tag.name, facts), (_entry(member, tag, Action.REMOVED, reason, by, now),))


def _judge(before: Judged, name: TagName, rule: TagRule | None, facts: str, now: datetime) -> Judged:
    member = _forgotten(before.member, name, facts)
    tag = member.tag(name)
    if tag is None:
        after = Judged(member) if rule is None or name in member.withheld else _by_rule(member, rule, facts, now)
    elif tag.by_hand or (rule and tag.facts == facts):
        after = _lapsed(member, tag, facts, now)
    elif rule:
        after = Judged(_with(member, replace(tag, facts=facts, expires_at=_expiry(rule, now))))
    else:
        entry = _entry(member, tag, Action.REMOVED, _NO_LONGER, tag.source, now)
        after = Judged(_without(member, name), (entry,))
    return Judged(after.member, before.history + after.history)


def _by_rule(member: Member, rule: TagRule, facts: str, now: datetime) -> Judged:
    tag = Tag(
        name=rule.tag,
        reason=rule.reason,
        source=rule.source,
        since=now,
        expires_at=_expiry(rule, now),
        facts=facts,
    )
    return given(member, tag)


def _lapsed(member: Member, tag: Tag, facts: str, now: datetime) -> Judged:
    """The member without a tag whose time is over."""
    if tag.expires_at is None or now < tag.expires_at:
        return Judged(member)
    entry = _entry(member, tag, Action.EXPIRED, _EXPIRED, tag.source, now)
    return Judged(_withheld(member, tag.name, facts), (entry,))


def _expiry(rule: TagRule, now: datetime) -> datetime:
    return now + timedelta(days=rule.expires_days)


def _forgotten(member: Member, name: TagName, facts: str) -> Member:
    """A tag is no longer withheld once its facts have changed."""
    if member.withheld.get(name, facts) == facts:
        return member
    return replace(member, withheld={each: why for each, why in member.withheld.items() if each != name})


def _withheld(member: Member, name: TagName, facts: str) -> Member:
    return replace(_without(member, name), withheld=member.withheld | {name.value: facts})


def _without(member: Member, name: TagName) -> Member:
    return replace(member, tags=tuple(tag for tag in member.tags if tag.name != name))


def _with(member: Member, tag: Tag) -> Member:
    others = [each for each in member.tags if each.name != tag.name]
    return replace(member, tags=tuple(sorted([*others, tag], key=lambda each: each.name)))


def _entry(member: Member, tag: Tag, action: Action, reason: str, source: str, at: datetime) -> HistoryEntry:
    return HistoryEntry(member_id=member.id, at=at, tag=tag.name, action=action, reason=reason, source=source)
