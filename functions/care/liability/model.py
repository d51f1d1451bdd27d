"""Who bears what a ticket's round paid. Money is whole fen; a month is one of Asia/Shanghai, written 2026-03."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.evidence.model import Problem
from care.kernel.clock import SHANGHAI
from care.kernel.editions import Edition
from care.policy.model import ReasonClass

__all__ = [
    "MONTH",
    "PLATFORM",
    "Charge",
    "Dispute",
    "Liability",
    "LiabilityRule",
    "LiabilityRules",
    "LiabilityState",
    "LineKind",
    "Party",
    "PartyKind",
    "RuleShare",
    "Share",
    "Statement",
    "StatementLine",
    "Step",
    "StepKind",
    "month_of",
]


MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)
"""How a month is written."""
_NAME = re.compile(r"[^\s#\x00-\x1f](?:[^#\x00-\x1f]{0,62}[^\s#\x00-\x1f])?")


class PartyKind(StrEnum):
    SUPPLIER = "SUPPLIER"
    CARRIER = "CARRIER"
    LEADER = "LEADER"
    PLATFORM = "PLATFORM"
    """We ourselves; it has no id."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Party:
    """Who bears: the supplier of the order line, the carrier of its shipment, the order's leader, or we."""

    kind: PartyKind
    id: str = ""

    @property
    def key(self) -> str:
        """`SUPPLIER:S01`; of the platform `PLATFORM`."""
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)

    @staticmethod
    def of(key: str) -> "Party":
        """The party that a key names; ValueError."""
        kind, _, id_ = key.partition(":")
        party = Party(kind=PartyKind(kind), id=id_)
        if not party.sound:
            raise ValueError("every party but the platform has an id")
        return party

    @property
    def sound(self) -> bool:
        """Whether it is named as the mall names it: `Label`, but for the platform."""
        if self.kind is PartyKind.PLATFORM:
            return not self.id
        return bool(_NAME.fullmatch(self.id))


PLATFORM = Party(kind=PartyKind.PLATFORM)


class LiabilityState(StrEnum):
    ALLOCATED = "ALLOCATED"
    DISPUTED = "DISPUTED"
    """A party objects; nothing is written off or allocated anew until it is decided."""


class StepKind(StrEnum):
    BY_RULE = "BY_RULE"
    BY_HAND = "BY_HAND"
    CORRECTED = "CORRECTED"
    """What was paid has changed: a payout was reversed, or came after all."""
    DISPUTED = "DISPUTED"
    UPHELD = "UPHELD"
    """The dispute was right: it is allocated anew."""
    REJECTED = "REJECTED"
    WRITTEN_OFF = "WRITTEN_OFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What a party is to bear by percent: whole percents, which add up to 100."""

    party: Party
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A charge in fen: the fen of all shares add up to what was paid. `written_off_fen` of it is given up."""

    party: Party
    percent: int
    fen: int
    written_off_fen: int = 0

    @property
    def owed_fen(self) -> int:
        """What is not given up of it."""
        return self.fen - self.written_off_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A party's objection, as an operator or a manager recorded it. `words` are a person's own."""

    party: Party
    words: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Liability:
    """Who bears what one round of a ticket paid. Its id is the payouts' source, `ticket:<id>:<round>`; for what its
    goods cost to send back (G10), `return:<id>:<round>`.
    """

    id: str
    ticket_id: str
    order_id: str | None
    line_id: str | None
    total_fen: int
    """What was paid and stands: refunds, freight, coupons, and what goods, cards and places cost us. Points apart."""
    shares: tuple[Share, ...]
    rule: str
    """Code of the rule that allocated it first."""
    rules_version: int
    allocated_at: datetime
    state: LiabilityState = LiabilityState.ALLOCATED
    dispute: Dispute | None = None
    steps: int = 1
    version: int = 0

    def share_of(self, party: Party) -> Share | None:
        """None where the party bears nothing of it."""
        return next((each for each in self.shares if each.party == party), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a liability's history, with what it led to; never changed."""

    liability_id: str
    n: int
    kind: StepKind
    at: datetime
    by: str
    why: str
    """A person's own words, or the code of a rule."""
    total_fen: int
    shares: tuple[Share, ...]
    party: Party | None = None
    """Who disputes, or whose share is written off."""


class LineKind(StrEnum):
    """What a line of a statement does to what the party owes."""

    CHARGE = "CHARGE"
    CREDIT = "CREDIT"
    """Less than was charged before."""
    WRITE_OFF = "WRITE_OFF"
    REINSTATED = "REINSTATED"
    """A write-off taken back, since what was written off is not the party's any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One posting to one party's account; `ledger_id` is the ledger line that it is."""

    party: Party
    month: str
    at: datetime
    ledger_id: str
    liability_id: str
    ticket_id: str
    order_id: str | None
    kind: LineKind
    step: StepKind
    n: int
    """Number of the step, and `nth` of the posting in it: they tell the order within one moment."""
    nth: int
    fen: int
    """What it adds to what the party owes; negative: takes off."""
    why: str

    @property
    def id(self) -> str:
        return self.ledger_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A party's month, summed up: `owed_fen` is what its ledger account moved in that month."""

    party_key: str
    month: str
    lines: int = 0
    charged_fen: int = 0
    credited_fen: int = 0
    written_off_fen: int = 0

    @property
    def id(self) -> str:
        return f"{self.month}~{self.party_key}"

    @property
    def party(self) -> Party:
        return Party.of(self.party_key)

    @property
    def owed_fen(self) -> int:
        """Negative where more was taken off than was charged in the month."""
        return self.charged_fen - self.credited_fen - self.written_off_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShare:
    """Which kind of party bears how many percent; who that is, the order tells."""

    party: PartyKind
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiabilityRule:
    """All that is named must fit; what is not named fits everything. The first rule that fits allocates."""

    code: str
    shares: tuple[RuleShare, ...]
    reason: str | None = None
    reason_class: ReasonClass | None = None
    category: str | None = None
    problem: Problem | None = None
    """What a photo shows (G8)."""
    supplier: str | None = None
    sku: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiabilityRules(Edition):
    """One edition of the rules."""

    rules: tuple[LiabilityRule, ...]


def month_of(at: datetime) -> str:
    """The month in Asia/Shanghai."""
    return f"{at.astimezone(SHANGHAI):%Y-%m}"
