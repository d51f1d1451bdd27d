"""Why something about a ticket was refused. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = [
    "AlreadyApplied",
    "AlreadyDecided",
    "AlreadyEscalated",
    "CareOutcomeRequired",
    "CaseChanged",
    "LineCancelled",
    "NotSigned",
    "NothingLeft",
    "OfferAltered",
    "OfferExpired",
    "OfferMismatch",
    "ReopenTooLate",
    "TicketNotOpen",
    "UnknownReason",
    "WindowClosed",
    "WordsBanned",
]


class CareOutcomeRequired(Refused):
    """Care for a silent member is closed with what came of it, and nothing else is (P2)."""

    code = "CARE_OUTCOME_REQUIRED"


class NotSigned(Refused):
    """The line is not signed for yet."""

    code = "NOT_SIGNED"


class LineCancelled(Refused):
    """The line was cancelled: the mall gives its money back itself."""

    code = "LINE_CANCELLED"


class WindowClosed(Refused):
    """The policy's window for this reason has passed (G1)."""

    code = "WINDOW_CLOSED"


class AlreadyApplied(Refused):
    """There is a ticket for this line; `ticket_id` says which."""

    code = "ALREADY_APPLIED"


class NothingLeft(Refused):
    """All that was paid for the line has been given back."""

    code = "NOTHING_LEFT"


class UnknownReason(Refused):
    """The policy in force knows no such reason."""

    code = "UNKNOWN_REASON"


class OfferAltered(Refused):
    """The offer is not one that we made."""

    code = "OFFER_ALTERED"


class OfferExpired(Refused):
    """The offer has expired; ask for the menu again."""

    code = "OFFER_EXPIRED"


class OfferMismatch(Refused):
    """The offer was made for another member, line or reason, or is not on this ticket's menu."""

    code = "OFFER_MISMATCH"


class AlreadyDecided(Refused):
    """The remedy of this round has been chosen."""

    code = "ALREADY_DECIDED"


class CaseChanged(Refused):
    """The case has moved on since it was seen; `step` says how far, `by` who took the last step."""

    code = "CASE_CHANGED"


class TicketNotOpen(Refused):
    """The ticket's state does not allow this; `state` says what it is."""

    code = "TICKET_NOT_OPEN"


class AlreadyEscalated(Refused):
    """The leader has asked for this case already; it goes before others."""

    code = "ALREADY_ESCALATED"


class ReopenTooLate(Refused):
    """The time in which a ticket can be reopened has passed."""

    code = "REOPEN_TOO_LATE"


class WordsBanned(Refused):
    """Words that no member shall hear: `text`, at character `offset` (C6)."""

    code = "WORDS_BANNED"
