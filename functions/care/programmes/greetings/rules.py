"""What may become of a greeting, and whom it is meant for (L7). Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.contact.model import Message, MessageState
from care.kernel.errors import BadInput
from care.members.model import Member
from care.programmes.greetings.errors import (
    AudienceIsEmpty,
    AudienceIsEveryone,
    AudienceNotCounted,
    AudienceTooWide,
    GreetingOver,
    GreetingStepRefused,
    OwnGreeting,
)
from care.programmes.greetings.model import Greeting, GreetingAudience, GreetingState, GreetingStep

__all__ = ["GreetingDraft", "check", "counted", "decided", "means", "moved", "outcome_of", "settled", "startable"]

MOST_TAGS = 5
LONGEST_TITLE, LONGEST_FESTIVAL, LONGEST_WORDS, LONGEST_REASON = 30, 10, 60, 200
SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=30)

_STEPS = {
    GreetingStep.SUBMIT: ({GreetingState.DRAFT}, GreetingState.SUBMITTED),
    GreetingStep.PAUSE: ({GreetingState.RUNNING}, GreetingState.PAUSED),
    GreetingStep.RESUME: ({GreetingState.PAUSED}, GreetingState.RUNNING),
    GreetingStep.STOP: (
        {GreetingState.DRAFT, GreetingState.SUBMITTED, GreetingState.RUNNING, GreetingState.PAUSED},
        GreetingState.STOPPED,
    ),
}
_FINAL = {MessageState.SENT, MessageState.FAILED, MessageState.UNKNOWN, MessageState.SUPPRESSED, MessageState.EXPIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingDraft:
    """A greeting as it is asked for."""

    title: str
    festival: str
    words: str
    audience: GreetingAudience
    starts_at: datetime
    ends_at: datetime


def check(draft: GreetingDraft, now: datetime) -> None:
    """BadInput, naming the field, for what cannot be meant; AudienceIsEveryone for a rule without a tag."""
    for name, text, most in (
        ("title", draft.title, LONGEST_TITLE),
        ("festival", draft.festival, LONGEST_FESTIVAL),
        ("words", draft.words, LONGEST_WORDS),
    ):
        _demand(1 <= len(text.strip()) <= most, name, f"1 to {most} characters")
    audience = draft.audience
    for name, tags in (("any_of", audience.any_of), ("all_of", audience.all_of), ("none_of", audience.none_of)):
        _demand(len(set(tags)) == len(tags) <= MOST_TAGS, name, f"at most {MOST_TAGS} different tags")
    _demand(audience.least_orders >= 0, "least_orders", "not less than 0")
    if not audience.any_of:
        raise AudienceIsEveryone(field="any_of")
    _demand(draft.ends_at > now, "ends_at", "a greeting ends in the future")
    lasts = draft.ends_at - max(draft.starts_at, now)
    _demand(SHORTEST <= lasts <= LONGEST, "ends_at", "a greeting lasts an hour to 30 days")


def means(audience: GreetingAudience, member: Member, turn: int) -> bool:
    """Whether the member is meant, on the way through the bearers of `any_of[turn]`: each is met in one turn only."""
    tags, stats = member.tag_names, member.stats
    return (
        audience.any_of[turn] in tags
        and not tags.intersection(audience.any_of[:turn])
        and tags.issuperset(audience.all_of)
        and not tags.intersection(audience.none_of)
        and stats.orders >= audience.least_orders
        and (audience.category is None or stats.by_category.get(audience.category, 0) > 0)
        and (audience.community is None or member.community == audience.community)
    )


def moved(greeting: Greeting, step: GreetingStep, now: datetime, most: int) -> Greeting:
    """After a step of those who run it. Resuming is a new run, so that items of the old one are stale."""
    before, after = _STEPS[step]
    if greeting.state not in before:
        raise GreetingStepRefused(state=greeting.state)
    if step is GreetingStep.SUBMIT:
        _sendable(greeting, most)
    if step in (GreetingStep.SUBMIT, GreetingStep.RESUME):
        startable(greeting, now)
    run = greeting.run + (step is GreetingStep.RESUME)
    return replace(greeting, state=after, run=run)


def decided(greeting: Greeting, by: str, refused_because: str | None, now: datetime) -> Greeting:
    """A second person approves, which sets it going, or gives it back with a reason."""
    if greeting.state is not GreetingState.SUBMITTED:
        raise GreetingStepRefused(state=greeting.state)
    if by == greeting.written_by:
        raise OwnGreeting
    if refused_because is not None:
        reason = refused_because.strip()
        _demand(1 <= len(reason) <= LONGEST_REASON, "reason", f"1 to {LONGEST_REASON} characters")
        return replace(greeting, state=GreetingState.DRAFT, decided_by=by, refused_because=reason)
    startable(greeting, now)
    return replace(greeting, state=GreetingState.RUNNING, run=greeting.run + 1, decided_by=by, refused_because=None)


def startable(greeting: Greeting, now: datetime) -> None:
    if now >= greeting.ends_at:
        raise GreetingOver


def outcome_of(message: Message | None) -> str:
    """Under which name a message is counted; one that is not made yet is PLANNED."""
    if message is None:
        return MessageState.PLANNED.value
    why = message.state in (MessageState.PLANNED, MessageState.SUPPRESSED, MessageState.EXPIRED) and message.reason
    return f"{message.state}:{message.reason}" if why else message.state.value


def counted(before: dict[str, int], left: dict[str, int], taken: dict[str, int]) -> dict[str, int]:
    """Counts in which one wave's old ones (`left`) give way to its new ones (`taken`)."""
    names = {*before, *left, *taken}
    sums = {name: before.get(name, 0) - left.get(name, 0) + taken.get(name, 0) for name in sorted(names)}
    return {name: count for name, count in sums.items() if count}


def settled(outcomes: Collection[str]) -> bool:
    """Whether none of these will change."""
    return all(MessageState(each.partition(":")[0]) in _FINAL for each in outcomes)


def _sendable(greeting: Greeting, most: int) -> None:
    preview = greeting.preview
    if not preview.complete:
        raise AudienceNotCounted
    if preview.meant <= preview.opted_out + preview.held_out + preview.open_alert:
        raise AudienceIsEmpty
    if preview.meant > most:
        raise AudienceTooWide(meant=preview.meant, most=most)


def _demand(holds: bool, field: str, message: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise BadInput(message, field=field)
