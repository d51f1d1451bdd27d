"""What may become of a greeting, and whom it is meant for (L7). Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.contact.model import Message, MessageState
from care.contact.rules import held_out
from care.kernel.errors import BadInput
from care.members.model import Member, Purpose
from care.programmes.greetings.errors import (
    AudienceIsEmpty,
    AudienceIsEveryone,
    AudienceNotCounted,
    AudienceTooWide,
    GreetingOver,
    GreetingStepRefused,
    OwnGreeting,
)
from care.programmes.greetings.model import (
    CardState,
    Greeting,
    GreetingAudience,
    GreetingCard,
    GreetingKind,
    GreetingState,
    GreetingStep,
)
from care.programmes.habits.model import MOST_ORDERS

__all__ = [
    "GreetingDraft",
    "Widest",
    "applies",
    "check",
    "counted",
    "decided",
    "moved",
    "outcome_of",
    "outcome_of_card",
    "settled",
    "startable",
    "suppressed",
]

MOST_TAGS, MOST_SKUS = 5, 5
MOST_DAYS = 365
LONGEST_TITLE, LONGEST_FESTIVAL, LONGEST_WORDS, LONGEST_REASON = 30, 10, 60, 200
SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=30)

_STEPS = {
    GreetingStep.SUBMIT: ({GreetingState.DRAFT}, GreetingState.SUBMITTED),
    GreetingStep.PAUSE: ({GreetingState.RUNNING, GreetingState.DONE}, GreetingState.PAUSED),
    GreetingStep.RESUME: ({GreetingState.PAUSED}, GreetingState.RUNNING),
    GreetingStep.STOP: (
        {GreetingState.DRAFT, GreetingState.SUBMITTED, GreetingState.RUNNING, GreetingState.PAUSED, GreetingState.DONE},
        GreetingState.STOPPED,
    ),
}
_FINAL = {
    MessageState.SENT.value,
    MessageState.FAILED.value,
    MessageState.UNKNOWN.value,
    MessageState.SUPPRESSED.value,
    MessageState.EXPIRED.value,
    CardState.WRITTEN.value,
    CardState.NOT_WRITTEN.value,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Widest:
    """How many members one greeting may mean."""

    messages: int
    cards: int

    def of(self, kind: GreetingKind) -> int:
        return self.cards if kind is GreetingKind.CARD else self.messages


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingDraft:
    """A greeting as it is asked for."""

    title: str
    festival: str
    words: str
    audience: GreetingAudience
    starts_at: datetime
    ends_at: datetime
    kind: GreetingKind = GreetingKind.MESSAGE
    suggested: tuple[str, ...] = ()


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
    _check_start(audience)
    _check_suggested(draft)
    _demand(draft.ends_at > now, "ends_at", "a greeting ends in the future")
    lasts = draft.ends_at - max(draft.starts_at, now)
    _demand(SHORTEST <= lasts <= LONGEST, "ends_at", "a greeting lasts an hour to 30 days")


def _check_start(audience: GreetingAudience) -> None:
    """One start; AudienceIsEveryone without one."""
    starts = [bool(audience.any_of), audience.habit is not None, audience.last_order is not None]
    if not any(starts):
        raise AudienceIsEveryone(field="any_of")
    _demand(sum(starts) == 1, "any_of", "an audience starts from tags, or a habit, or the last order: one of them")
    if habit := audience.habit:
        _check_products(habit.skus, "habit.skus", least=1)
        _check_products(habit.never, "habit.never", least=0)
        _demand(1 <= habit.times <= MOST_ORDERS, "habit.times", f"1 to {MOST_ORDERS} times")
        _demand(1 <= habit.days <= MOST_DAYS, "habit.days", f"1 to {MOST_DAYS} days")
    if last := audience.last_order:
        within = 0 <= last.least_days <= last.most_days <= MOST_DAYS
        _demand(within, "last_order", f"between 0 and {MOST_DAYS} days ago, the nearer day first")


def _check_suggested(draft: GreetingDraft) -> None:
    if draft.kind is not GreetingKind.SUGGESTION:
        _demand(not draft.suggested, "suggested", "only a SUGGESTION suggests products")
        return
    _demand(draft.audience.habit is not None, "habit", "a suggestion goes by what members buy")
    _check_products(draft.suggested, "suggested", least=1)


def _check_products(skus: tuple[str, ...], field: str, *, least: int) -> None:
    _demand(least <= len(set(skus)) == len(skus) <= MOST_SKUS, field, f"at most {MOST_SKUS} different products")


def applies(audience: GreetingAudience, member: Member) -> bool:
    """Whether all that an audience states besides its start applies."""
    tags, stats = member.tag_names, member.stats
    return (
        tags.issuperset(audience.all_of)
        and not tags.intersection(audience.none_of)
        and stats.orders >= audience.least_orders
        and (audience.category is None or stats.by_category.get(audience.category, 0) > 0)
        and (audience.community is None or member.community == audience.community)
    )


def moved(greeting: Greeting, step: GreetingStep, now: datetime, most: Widest) -> Greeting:
    """After a step of those who run it. Resuming is a new run, so that items of the old one are stale."""
    before, after = _STEPS[step]
    if greeting.state not in before:
        raise GreetingStepRefused(state=greeting.state)
    if step is GreetingStep.SUBMIT:
        _sendable(greeting, most)
    if step in (GreetingStep.SUBMIT, GreetingStep.RESUME) or greeting.state is GreetingState.DONE:
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


def outcome_of_card(card: GreetingCard | None) -> str:
    """Under which name a card is counted."""
    if card is None:
        return MessageState.PLANNED.value
    return f"{card.state}:{card.reason}" if card.reason else card.state.value


def suppressed(member: Member, greeting_id: str, share: int, *, alert: bool) -> str:
    """Why the member would get nothing, in the order in which contact judges; empty where they would."""
    if Purpose.MARKETING in member.opted_out:
        return "opted_out"
    if held_out(member.id, greeting_id, share):
        return "held_out"
    return "open_alert" if alert else ""


def counted(before: dict[str, int], left: dict[str, int], taken: dict[str, int]) -> dict[str, int]:
    """Counts in which one wave's old ones (`left`) give way to its new ones (`taken`)."""
    names = {*before, *left, *taken}
    sums = {name: before.get(name, 0) - left.get(name, 0) + taken.get(name, 0) for name in sorted(names)}
    return {name: count for name, count in sums.items() if count}


def settled(outcomes: Collection[str]) -> bool:
    """Whether none of these will change."""
    return all(each.partition(":")[0] in _FINAL for each in outcomes)


def _sendable(greeting: Greeting, most: Widest) -> None:
    preview = greeting.preview
    if not preview.complete:
        raise AudienceNotCounted
    if preview.meant <= preview.opted_out + preview.held_out + preview.open_alert:
        raise AudienceIsEmpty
    if preview.meant > most.of(greeting.kind):
        raise AudienceTooWide(meant=preview.meant, most=most.of(greeting.kind))


def _demand(holds: bool, field: str, message: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise BadInput(message, field=field)
