"""Why something about liability was refused. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused
from care.policy.faults import BadCode, Blank, Flaw, OutOfBounds, StatedTwice, TooLong, Unsound

__all__ = [
    "LIABILITY_FLAWS",
    "BadShares",
    "DisputeOpen",
    "LiabilityRulesUnsound",
    "NoDispute",
    "NoLastRule",
    "NotLiable",
    "NothingToWriteOff",
    "RuleNeverReached",
    "SharesNotWhole",
    "UnknownParty",
]


class SharesNotWhole(Refused):
    """The shares do not come to 100 % in whole percents; `percent` says what they come to."""

    code = "SHARES_NOT_WHOLE"


class DisputeOpen(Refused):
    """A dispute waits for its decision: until then nothing is allocated anew, disputed or written off."""

    code = "LIABILITY_DISPUTE_OPEN"


class NoDispute(Refused):
    """There is no dispute to decide."""

    code = "NO_LIABILITY_DISPUTE"


class NotLiable(Refused):
    """The party bears no part of it."""

    code = "PARTY_NOT_LIABLE"


class UnknownParty(Refused):
    """Neither the order, its goods nor its shipments know the `party`, and it is no leader."""

    code = "PARTY_UNKNOWN"


class NothingToWriteOff(Refused):
    """The party owes nothing of it any more, or is the platform, which bears and owes nobody."""

    code = "NOTHING_TO_WRITE_OFF"


class NoLastRule(Flaw):
    """The last rule names nothing, so that every case finds one."""

    code = "NO_LAST_LIABILITY_RULE"


class RuleNeverReached(Flaw):
    """A rule before it fits all that it fits."""

    code = "LIABILITY_RULE_NEVER_REACHED"


class BadShares(Flaw):
    """A rule's shares name different kinds of parties and come to 100 % in whole percents."""

    code = "BAD_LIABILITY_SHARES"


LIABILITY_FLAWS: tuple[type[Flaw], ...] = (
    BadCode,
    StatedTwice,
    NoLastRule,
    RuleNeverReached,
    BadShares,
    Blank,
    TooLong,
    OutOfBounds,
)
"""All that can be wrong with rules."""


class LiabilityRulesUnsound(Unsound):
    """The rules have flaws."""

    code = "LIABILITY_RULES_UNSOUND"
