"""What a ticket is. The drawing of its states is in docs/architecture.md."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from care.evidence.model import Problem
from care.staff.model import Skill
from care.tickets.authority.model import Barred
from care.tickets.clocks.model import SlaClass, SlaClock
from care.tickets.deadlines.model import Answering, Appeal, Denial, Shortfall
from care.tickets.facts import LineFacts
from care.tickets.holds.model import Hold, HoldEnd
from care.tickets.offers import Offer
from care.tickets.timeline import Entry

__all__ = [
    "CareOutcome",
    "Choice",
    "LineClaim",
    "Outcome",
    "Priority",
    "Ticket",
    "TicketKind",
    "TicketState",
]


class TicketKind(StrEnum):
    CLAIM = "CLAIM"
    """A member's application for an order line."""
    CARE = "CARE"
    """A silent member whom an agent should care for (P2)."""
    TASK = "TASK"
    """Something that only a person can put right, such as a payout that the mall never answered."""


class TicketState(StrEnum):
    CHOOSING = "CHOOSING"
    IN_REVIEW = "IN_REVIEW"
    RETURNING = "RETURNING"
    """What was promised waits for the goods to come back (G10)."""
    PAYING = "PAYING"
    RESOLVED = "RESOLVED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


class Priority(StrEnum):
    URGENT = "URGENT"
    HIGH = "HIGH"
    NORMAL = "NORMAL"

    @property
    def raised(self) -> "Priority":
        """Before others; only what is dangerous is urgent."""
        return Priority.URGENT if self is Priority.URGENT else Priority.HIGH


class CareOutcome(StrEnum):
    """What came of caring for a silent member (P2)."""

    RECOVERED = "RECOVERED"
    NOT_RECOVERED = "NOT_RECOVERED"
    NO_ANSWER = "NO_ANSWER"


class Choice(StrEnum):
    """Who took the remedy."""

    INSTANT = "INSTANT"
    """Paid in the request of the application (G4)."""
    MEMBER = "MEMBER"
    DEFAULT = "DEFAULT"
    """The deadline passed and the default fell (C1)."""
    STAFF = "STAFF"
    LEADER = "LEADER"
    """The leader of the order's community, by their own authority (G5)."""
    TIMEOUT = "TIMEOUT"
    """Nobody answered in time: it was approved by itself (G7)."""


class Outcome(StrEnum):
    """How a case ended; kept until it is opened again."""

    PAID = "PAID"
    """What the remedy promised has been done."""
    WORDS = "WORDS"
    """Staff resolved it with words."""
    FOLLOWED = "FOLLOWED"
    """It was resolved with the case that it had been merged into (G6)."""
    MERGED = "MERGED"
    """Staff's own case: the one that it was merged into goes on."""
    REFUSED = "REFUSED"
    """Staff refused the application; the member may appeal, once."""
    DISPUTED = "DISPUTED"
    """The member is still not content, and is called back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A case. `round` counts how often it was reopened; what a round pays, asks and sends bears it in its id."""

    id: str
    kind: TicketKind
    state: TicketState
    member_id: str
    assignee: str
    opened_at: datetime
    last_entry: Entry
    title: str
    priority: Priority = Priority.NORMAL
    order_id: str | None = None
    line_id: str | None = None
    sku: str | None = None
    leader_id: str | None = None
    community: str | None = None
    region: str | None = None
    reason: str | None = None
    policy_version: int | None = None
    facts: LineFacts | None = None
    """What the line was judged by at `opened_at`."""
    menu: tuple[Offer, ...] = ()
    default_remedy: str | None = None
    choose_by: datetime | None = None
    acted_at: datetime | None = None
    """When the member last did something: what we say within 30 min of it is an answer (P6)."""
    remedy: str | None = None
    remedy_title: str | None = None
    chosen_by: Choice | None = None
    round: int = 0
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    step: int = 0
    """Counts what happened to the case itself: not replies, notes, watchers or assignees. Who decides names the step
    that they saw."""
    stepped_by: str = ""
    """The actor of the last step."""
    parent_id: str | None = None
    """The case that it was merged into and follows, until it is opened again by itself (G6)."""
    children: int = 0
    """How many were merged into it."""
    watchers: tuple[str, ...] = ()
    """Staff who are told of each entry."""
    skill: Skill = Skill.GENERAL
    """What it needs of whoever takes it (G6)."""
    escalated_in: int | None = None
    """The last round in which its leader asked that it goes before others (T1)."""
    counts_for: str = ""
    """Whose open work it counts for (tickets/assignment.py)."""
    had_by: str = ""
    """The assignee when it was last written."""
    assigned_nth: int = 0
    """How often either of these changed."""
    version: int = 0
    sla_classes: tuple[SlaClass, ...] = ()
    """None: own channel (G7)."""
    clocks: tuple[SlaClock, ...] = ()
    timed_by: str = ""
    """Id of the last entry that moved its clocks."""
    waiting: bool = False
    """The agent has asked the member something: the agent's clocks stand still, until `wait.end` at the latest."""
    waits: int = 0
    """How often it has begun to wait."""
    evidence: tuple[str, ...] = ()
    """Ids of its accepted photos (G8)."""
    problem: Problem | None = None
    """What was recognised on them first."""
    given_fen: int = 0
    """What its remedies cost, of all rounds, whoever gave them (G5)."""
    barred: tuple[Barred, ...] = ()
    """Who did what that they may not then judge (G5); never cleared."""
    approval_nth: int | None = None
    """The approval that is waited for."""
    asked_nth: int = 0
    """How many approvals were asked for."""
    answer_by: datetime | None = None
    """By when staff must answer it, else it is approved by itself (G7)."""
    answer_nth: int = 0
    """How often that was set."""
    answering: Answering = field(default_factory=Answering)
    denial: Denial | None = None
    """Its last refusal."""
    shortfall: Shortfall | None = None
    """What stands behind its remedy, until another one is taken."""
    appeal: Appeal | None = None
    """What is being looked at by another person."""
    appealed_at: datetime | None = None
    """Once a ticket; never cleared."""
    appeal_until: datetime | None = None
    reopens: int = 0
    """How often the member opened it again."""
    slip: str | None = None
    """Code of the last slip under which goods were to come back (G10)."""
    hold: Hold | None = None
    held_once: HoldEnd | None = None
    cleared: tuple[str, ...] = ()
    """Ids of the photos that a person looked at and found nothing against (G11)."""
    call_id: str | None = None
    """The call that it is the task of (P6)."""
    care_outcome: CareOutcome | None = None
    """Of care for a silent member, once it is closed (P2)."""

    @property
    def next_due(self) -> datetime | None:
        """When the first of its running clocks is due, or was."""
        return min((clock.due_at for clock in self.clocks if clock.running), default=None)

    @property
    def source(self) -> str:
        """What its payouts are booked under: one remedy a round."""
        return f"ticket:{self.id}:{self.round}"

    @property
    def appeals_against(self) -> str | None:
        """The actor who refused it, or gave less than the rule does: another person can be asked to look at that."""
        if self.outcome is Outcome.REFUSED and self.denial is not None:
            return self.denial.by
        given = self.outcome in {Outcome.PAID, Outcome.WORDS}
        return self.shortfall.by if given and self.shortfall is not None else None

    @property
    def undecided(self) -> bool:
        return self.state in {TicketState.CHOOSING, TicketState.IN_REVIEW}

    @property
    def open(self) -> bool:
        return self.undecided or self.state in {TicketState.RETURNING, TicketState.PAYING}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineClaim:
    """One application for one line, for good: a withdrawn one is reopened, not made again."""

    order_id: str
    line_id: str
    ticket_id: str
    member_id: str
