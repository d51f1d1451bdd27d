"""What a script is. The library is published as a whole, with a number, as the policy is."""

from dataclasses import dataclass
from enum import StrEnum

from care.kernel.editions import Edition
from care.policy.model import Segment

__all__ = ["Change", "LibraryVersion", "Script", "Situation", "Step", "Use"]


class Step(StrEnum):
    """The four steps of a talk, in their order."""

    EMPATHY = "EMPATHY"
    """共情: the feeling first."""
    LOCATE = "LOCATE"
    """定位: what exactly is wrong."""
    RESOLVE = "RESOLVE"
    """解决: few clear ways, each with its time."""
    CLOSE = "CLOSE"
    """闭环: whether it is really well now."""


class Situation(StrEnum):
    """What a talk is about."""

    QUALITY = "QUALITY"
    NO_REASON = "NO_REASON"
    FOOD_SAFETY = "FOOD_SAFETY"
    DELAY = "DELAY"
    """We have let the member wait longer than we promised."""
    PAYOUT_FAILED = "PAYOUT_FAILED"
    STILL_NOT = "STILL_NOT"
    """It was done, and yet is not well: reopened."""
    LOW_SCORE = "LOW_SCORE"
    """A silent member whom we speak to first (P2)."""
    PRAISE = "PRAISE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One text for one step. `segment` None: for every segment without a text of its own."""

    code: str
    situation: Situation
    segment: Segment | None = None
    step: Step
    text: str
    """With variables as `{goods}` (care.scripts.variables)."""
    since: int = 0
    """Number of the library that brought this text."""

    @property
    def place(self) -> tuple[Situation, Segment | None, Step]:
        """No two scripts share one."""
        return self.situation, self.segment, self.step


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryVersion(Edition):
    """All scripts and all banned phrases, as in force from a time on."""

    scripts: tuple[Script, ...]
    banned: tuple[str, ...]

    def script(self, code: str) -> Script | None:
        return next((each for each in self.scripts if each.code == code), None)

    def talk(self, situation: Situation, segment: Segment) -> tuple[Script, ...]:
        """The four scripts for a member of `segment`, in the order of the steps."""
        found = {each.step: each for each in self.scripts if each.place[:2] == (situation, None)}
        found |= {each.step: each for each in self.scripts if each.place[:2] == (situation, segment)}
        return tuple(found[step] for step in Step if step in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a publication changes: scripts set (by their codes), codes taken out, the whole list of banned phrases."""

    scripts: tuple[Script, ...] = ()
    retired: tuple[str, ...] = ()
    banned: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How often a text of a script was said in a month of Shanghai's (`2026-03`)."""

    month: str
    code: str
    since: int
    used: int = 0
